#!/bin/sh
# Puts the text of the plan into one comment of the pull request, and writes that comment anew at
# each push. GitHub takes 65,536 characters; of a longer plan, the end is shown.
set -eu
{
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
gh pr comment "$PULL_REQUEST" --edit-last --create-if-none --body-file comment.md
