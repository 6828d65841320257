cargo xtask mirror release-files --to /srv/terraform/mirror
