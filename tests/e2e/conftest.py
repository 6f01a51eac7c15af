"""Fixtures: the deployed system, and each function in its container."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.deployed_function import DeployedFunction
from tests.e2e import REPOSITORY
from tests.e2e.builds import built_image
from tests.e2e.system import System, running_system


@pytest.fixture(scope="session")
def running() -> Iterator[System]:
    with running_system() as system:
        yield system


@pytest.fixture
def system(running: System) -> System:
    """The stack, freshly deployed and empty."""
    running.reset()
    return running


@pytest.fixture
def tagging_function(system: System) -> DeployedFunction:
    """The tagging function."""
    return system.deployed_function("Tagging")


@pytest.fixture
def description_function(system: System) -> DeployedFunction:
    """The description function."""
    return system.deployed_function("Description")


@pytest.fixture(scope="module")
def api(running: System) -> Iterator[str]:
    """The address of the API."""
    with running.api() as address:
        yield address


@pytest.fixture(scope="module")
def start_api(running: System) -> Iterator[str]:
    """The address of `sam local start-api`."""
    with running.start_api() as address:
        yield address


@pytest.fixture(scope="session")
def runtime_image() -> Iterator[str]:
    """The description function's target `runtime`: OpenVINO and no model."""
    with built_image(REPOSITORY, "description", "--target=runtime") as name:
        yield name
