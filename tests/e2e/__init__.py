"""The functions in their containers, as AWS runs them: `make e2e` (python -m tests.e2e), `make images`.

engine.py      a Docker engine, started when there is none
base_image.py  Lambda's public base image, or a stand-in for it where no registry can be reached
sam.py         the SAM command line in an environment of its own
images.py      sizes of the images
system.py      template.yaml deployed to moto, and functions invoked by `sam local`
island.py      a container on a network of its own, under Lambda's conditions
shore.py       template.yaml deployed to moto on such a network
builds.py      images built from a changed copy of the repository
registry.py    a registry on this machine, to deploy to
"""

from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
WORK = REPOSITORY / "build" / "e2e"  # logs and files made on the way


class Missing(Exception):
    """Something this machine lacks; the message says what to install."""
