"""A label file with any bytes loads or raises LabelFileError."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bildtext.errors import LabelFileError, Problem
from bildtext.labels import Facet, LabelSet, load_labels, nodes

Load = Callable[[str | bytes], LabelSet]
ProblemsOf = Callable[[str | bytes], tuple[Problem, ...]]

YAML_BITS = st.sampled_from(
    ["- ", ": ", "{", "}", "[", "]", "&a ", "*a ", "!!", "'", '"', "|\n", "? ", "\t", "\n", "  ", "~"]
)


def test_a_file_that_is_missing_is_a_label_file_error(tmp_path: Path) -> None:
    with pytest.raises(LabelFileError, match=r"labels\.yaml:1: .*No such file"):
        load_labels(tmp_path / "labels.yaml")


def test_a_folder_instead_of_the_file_is_a_label_file_error(tmp_path: Path) -> None:
    with pytest.raises(LabelFileError, match="cannot be read"):
        load_labels(tmp_path)


def test_another_encoding_is_reported_with_its_line(problems_of: ProblemsOf, small: str) -> None:
    (problem,) = problems_of(small.encode("latin-1"))
    assert (problem.line, problem.fix) == (27, "save the file as UTF-8")


@pytest.mark.parametrize("content", ["", "\n\n", "# only a comment\n", "---\n"])
def test_an_empty_file_is_a_label_file_error(problems_of: ProblemsOf, content: str) -> None:
    assert problems_of(content)


@pytest.mark.parametrize("content", ["text", "- a\n- list\n", "7", "null", "{}", "[]"])
def test_a_file_of_another_structure_is_a_label_file_error(problems_of: ProblemsOf, content: str) -> None:
    assert all(problem.line == 1 for problem in problems_of(content))


def test_aliases_that_would_expand_to_billions_are_refused_not_expanded(problems_of: ProblemsOf) -> None:
    bomb = 'a0: &a0 ["ha", "ha"]\n' + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 12))
    assert any("the alias `*a10`" in problem.what for problem in problems_of(bomb))


@pytest.mark.parametrize("content", ["[" * 5000, "- " * 5000, "{a: " * 5000, "[" * 900 + "]" * 900])
def test_deep_nesting_is_a_label_file_error(problems_of: ProblemsOf, content: str) -> None:
    assert problems_of(content)


@pytest.mark.parametrize("loader", [nodes._Loader, yaml.SafeLoader])
def test_an_escape_beyond_unicode_is_a_label_file_error(
    problems_of: ProblemsOf, small: str, loader: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nodes, "_Loader", loader)
    (problem,) = problems_of(small.replace("de: Rot", 'de: "\\UFFFFFFFF"'))
    assert "not YAML" in problem.what


def test_a_number_of_a_thousand_digits_is_a_label_file_error(problems_of: ProblemsOf, small: str) -> None:
    assert problems_of(small.replace("up_to: 2", "up_to: 1" + "0" * 1000))
    assert problems_of(small.replace("up_to: 2", "up_to: 1" + "0" * 9000))


@given(st.binary(max_size=200) | st.lists(YAML_BITS | st.text(max_size=3)).map(lambda bits: "".join(bits).encode()))
@settings(max_examples=300, deadline=None)
def test_any_bytes_raise_a_label_file_error_and_nothing_else(problems_of: ProblemsOf, content: bytes) -> None:
    assert all(problem.what and problem.fix and problem.line >= 1 for problem in problems_of(content))


@given(at=st.integers(0, 1200), removed=st.integers(0, 12), added=YAML_BITS | st.text(max_size=3))
@settings(max_examples=300, deadline=None)
def test_a_damaged_file_loads_or_lists_its_problems(load: Load, small: str, at: int, removed: int, added: str) -> None:
    try:
        label_set = load(small[:at] + added + small[at + removed :])
    except LabelFileError as error:
        assert error.problems
    else:
        assert all(isinstance(facet, Facet) and facet.labels for facet in label_set.facets)
