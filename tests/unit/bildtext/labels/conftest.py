"""A small label file, and what it takes to load variants of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bildtext.errors import LabelFileError, Problem
from bildtext.labels import LabelSet, load_labels


@pytest.fixture(scope="session")
def small() -> str:
    """Three facets, a category tree with one group, every way to choose."""
    return Path(__file__).with_name("small.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def shipped() -> LabelSet:
    return load_labels()


@pytest.fixture(scope="session")
def load(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str | bytes], LabelSet]:
    """Loads text or bytes as if they were the content of labels.yaml."""
    path = tmp_path_factory.mktemp("labels") / "labels.yaml"

    def load(content: str | bytes) -> LabelSet:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return load_labels(path)

    return load


@pytest.fixture(scope="session")
def problems_of(load: Callable[[str | bytes], LabelSet]) -> Callable[[str | bytes], tuple[Problem, ...]]:
    """The problems of a content that must not load."""

    def problems_of(content: str | bytes) -> tuple[Problem, ...]:
        with pytest.raises(LabelFileError) as caught:
            load(content)
        return caught.value.problems

    return problems_of
