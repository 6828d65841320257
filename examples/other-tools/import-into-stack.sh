aws cloudformation create-change-set --stack-name orders --change-set-name import-mapping \
  --change-set-type IMPORT --resources-to-import file://resources-to-import.json --template-body file://template.yml
