"""python -m symfisher"""

import sys

from symfisher.cli import main

if __name__ == "__main__":
    sys.exit(main())
