"""The classes of words in tables of words: each is there once, and the code uses each."""

from __future__ import annotations

import ast
import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import description
from description.ingest.markers import marked, words_of
from description.language.function_words import alternatives, function_words, lower_words
from description.realise import tables as realise
from description.style import tables as style

PACKAGE = Path(description.__file__).parent
COLUMNS = {
    "lexicon/function_words.csv": "class",
    "ingest/markers.csv": "marker",
    "realise/words.csv": "class",
    "style/words.csv": "class",
}


def classes(file: str) -> list[str]:
    with (PACKAGE / file).open(encoding="utf-8", newline="") as lines:
        return [row[COLUMNS[file]] for row in csv.DictReader(lines, delimiter=";", quoting=csv.QUOTE_NONE, strict=True)]


def named(code: str) -> Iterator[str]:
    """Every string of the code; of an f-string what stands before its first value, with a *."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
            yield f"{node.values[0].value!s}*"
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


@pytest.mark.parametrize("file", COLUMNS)
def test_every_class_is_there_once(file: str) -> None:
    assert [name for name, times in Counter(classes(file)).items() if times > 1] == []


@pytest.mark.parametrize("file", COLUMNS)
def test_every_class_is_used(file: str) -> None:
    names = {name for path in PACKAGE.rglob("*.py") for name in named(path.read_text(encoding="utf-8"))}
    openings = tuple(name[:-1] for name in names if name.endswith("-*"))
    assert [name for name in classes(file) if name not in names and not name.startswith(openings)] == []


def test_the_words_of_a_class_as_they_are_in_lower_case_and_as_an_expression() -> None:
    assert function_words("brand-label") >= {"Marke", "Hause"}
    assert lower_words("brand-label") >= {"marke", "hause"}
    offered = alternatives("equal-parts").split("|")
    assert {word.replace("\\", "") for word in offered} == function_words("equal-parts")
    assert [len(word) for word in offered] == sorted(map(len, offered), reverse=True)


def test_the_words_of_a_marker_folded_and_in_their_order() -> None:
    assert words_of("title-key")[:2] == ("name", "title")
    assert "hoehe" in marked("key-head")


@pytest.mark.parametrize(
    "words", [function_words, lower_words, marked, words_of, realise.words, realise.pattern, style.words, style.pattern]
)
def test_a_class_that_does_not_exist_is_an_error(words: object) -> None:
    assert callable(words)
    with pytest.raises(KeyError):
        words("no such class")
