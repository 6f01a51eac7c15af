"""`python -m encoder serve`, as SageMaker starts the container."""

import sys

from encoder.app import main

# The workers are started by importing this module once more under another name.
if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
