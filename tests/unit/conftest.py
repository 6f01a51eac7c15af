"""Unit tests open no socket."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import pytest_socket

from tests.tagging_setup import TaggingSetup, new_tagging_setup


@pytest.fixture(autouse=True)
def no_sockets() -> Iterator[None]:
    pytest_socket.disable_socket(allow_unix_socket=True)
    yield
    pytest_socket.enable_socket()


@pytest.fixture
def tagging_setup(tmp_path: Path) -> TaggingSetup:
    return new_tagging_setup(tmp_path)
