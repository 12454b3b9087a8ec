"""Fill web/vendor with the third-party files that vendor.toml lists: `python web/tools/vendor.py --help`."""

import sys

from vendoring.cli import main

if __name__ == "__main__":
    sys.exit(main())
