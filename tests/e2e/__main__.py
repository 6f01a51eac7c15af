"""`make containers`: builds the images with SAM and tests them; arguments are passed to pytest."""

from __future__ import annotations

import sys

import pytest

from tests.e2e import REPOSITORY, Missing
from tests.e2e.base_image import ensure_base_image
from tests.e2e.engine import docker_engine
from tests.e2e.sam import SamFailed, sam


def main() -> int:
    """Returns 0 if everything passed."""
    try:
        with docker_engine():
            print(f"base image: {ensure_base_image()}", flush=True)  # noqa: T201
            sam("validate", "--lint")
            sam("build")
            return int(pytest.main([str(REPOSITORY / "tests" / "e2e"), *sys.argv[1:]]))
    except (Missing, SamFailed) as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1


if __name__ == "__main__":
    sys.exit(main())
