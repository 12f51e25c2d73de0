"""`python -m kptimeline`."""

import sys

from kptimeline.cli import main

sys.exit(main())
