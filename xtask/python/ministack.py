import sys

from ministack.app import main

sys.exit(main())
