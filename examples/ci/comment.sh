#!/bin/sh
# Puts the text of the plan into one comment of the pull request, and writes that comment anew at
# each push. Its first line, which GitHub does not show, tells it from other comments. GitHub takes 65,536 characters; of a longer plan, the end is shown.
set -eu
marker='<!-- api-mappings-plan -->'
{
  echo "$marker"
  echo "Plan of the API mappings at $COMMIT:"
  echo
  echo '````text'
  if [ "$(wc -c <plan.txt)" -gt 60000 ]; then
    echo "…"
    tail -c 60000 plan.txt | tail -n +2
  else
    cat plan.txt
  fi
  echo '````'
} >comment.md
issues='repos/{owner}/{repo}/issues'
comment=$(
  gh api --paginate "$issues/$PULL_REQUEST/comments" \
    --jq '.[] | [.id, .user.login, (.body | split("\n")[0])] | @tsv' |
    awk -F '\t' -v marker="$marker" '$2 == "github-actions[bot]" && $3 == marker { print $1; exit }'
)
if [ -n "$comment" ]; then
  gh api --silent --method PATCH "$issues/comments/$comment" --field body=@comment.md
else
  gh api --silent --method POST "$issues/$PULL_REQUEST/comments" --field body=@comment.md
fi
