#!/bin/sh
# Plans into the file "tfplan", shows the plan, keeps its text in plan.txt, and fails where the plan
# does. The output "changes" of the step says whether there is anything to apply.
${TERRAFORM:-terraform} plan -input=false -no-color -detailed-exitcode -out=tfplan "$@" >plan.txt 2>&1
code=$?
cat plan.txt

case $code in
0) changes=false ;;
2) changes=true ;;
*) exit "$code" ;;
esac
echo "changes=$changes" >>"${GITHUB_OUTPUT:-/dev/null}"
