"""python -m symfisher"""

import sys

from symfisher.cli import entry

if __name__ == "__main__":
    sys.exit(entry())
