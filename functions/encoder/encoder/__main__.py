"""`python -m encoder serve`, as SageMaker starts the container."""

import sys

from encoder.app import main

# Worker processes import this module again under another name.
if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
