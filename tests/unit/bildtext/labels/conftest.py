"""Fixtures with a small label file, and to load variants of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bildtext.errors import LabelFileError, Problem
from bildtext.labels import LabelSet, load_labels


@pytest.fixture(scope="session")
def small() -> str:
    """A label file with three facets, a category tree with one group, and every kind of `choose`."""
    return Path(__file__).with_name("small.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def shipped() -> LabelSet:
    return load_labels()


@pytest.fixture(scope="session")
def load(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str | bytes], LabelSet]:
    """Loads text or bytes as the content of a label file."""
    path = tmp_path_factory.mktemp("labels") / "labels.yaml"

    def load(content: str | bytes) -> LabelSet:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return load_labels(path)

    return load


@pytest.fixture(scope="session")
def problems_of(load: Callable[[str | bytes], LabelSet]) -> Callable[[str | bytes], tuple[Problem, ...]]:
    """Returns the problems of an invalid label file."""

    def problems_of(content: str | bytes) -> tuple[Problem, ...]:
        with pytest.raises(LabelFileError) as caught:
            load(content)
        return caught.value.problems

    return problems_of
