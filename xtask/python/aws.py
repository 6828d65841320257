import sys

from awscli.clidriver import main

sys.exit(main())
