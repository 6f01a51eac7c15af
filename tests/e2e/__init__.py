"""The functions in their containers, as AWS runs them: `make containers` (python -m tests.e2e), `make images`.

engine.py            a Docker engine, started if none is running
base_image.py        Lambda's public base image, or a stand-in if no registry can be reached
sam.py               the SAM command line in a separate environment
images.py            sizes of the images
system.py            template.yaml deployed to moto, and functions invoked by `sam local`
isolated_network.py  a function's container on an isolated network, with Lambda's limits
deployed_stack.py    template.yaml deployed to moto on such a network
builds.py            images built from a modified copy of the repository
registry.py          a registry on this machine, to deploy to
"""

from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
WORK = REPOSITORY / "build" / "e2e"  # logs and intermediate files


class Missing(Exception):
    """This machine lacks something; the message names what to install."""
