"""German words stand in tables that an editor can read, never as lists in the code of the description function."""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import description

PACKAGE = Path(description.__file__).parent
LEXICON = (
    "types",
    "colours",
    "materials",
    "things",
    "properties",
    "plain",
    "function_words",
    "roles",
    "parts",
    "numerals",
)
TABLES = (*(PACKAGE / f"lexicon/{name}.csv" for name in LEXICON), PACKAGE / "ingest/markers.csv")
# Prompts and messages are sentences; these files hold German that is none of the two.
TEXTS = {"writers/prompt.py"}
MOST = 5  # words of one statement: more are a list
WORD = re.compile(r"[^\W\d_]{3,}|\b(?:im|am|an|ab|um|zu)\b")
SENTENCE = re.compile(r"(?s)^\W*[A-ZÄÖÜ{].*[.!?]$")
# Columns of the tables that hold no German, and classes that hold pieces of words.
NO_GERMAN = frozenset(
    {"class", "marker", "slot", "role", "kind", "group", "family", "labels", "gender", "declines", "fibre"}
)
PIECES = re.compile(r"-(?:ending|prefix|opening|stem)$|^derivation$")
# Words of both languages.
NO_WORDS = frozenset(
    {"about", "die", "for", "full", "her", "late", "link", "man", "mid", "not", "order", "tag", "top", "turn"}
    | {"war", "was", "will", "with"}
)


@cache
def german() -> frozenset[str]:
    """The German words of the large tables, in lower case."""
    found: set[str] = set()
    names: set[str] = set(NO_WORDS)
    for table in TABLES:
        with table.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter=";", quoting=csv.QUOTE_NONE):
                of_pieces = PIECES.search(row.get("class") or row.get("marker") or "")
                for column, cell in row.items():
                    words = (word for item in (cell or "").split("|") for word in WORD.findall(item))
                    if column in NO_GERMAN:
                        names.update(words)
                    elif not of_pieces:
                        found.update(map(str.lower, words))
    return frozenset(found - names)


def strings(node: ast.AST) -> Iterator[str]:
    """The string constants of a statement; an f-string, or adjacent strings, as one."""
    if isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    elif isinstance(node, ast.Constant):
        yield from [node.value] if isinstance(node.value, str) else []
    else:
        for inner in ast.iter_child_nodes(node):
            if not isinstance(inner, ast.stmt):
                yield from strings(inner)


def lists_of_words(code: str) -> list[tuple[int, list[str]]]:
    """The line of every statement that holds more than MOST German words outside sentences, with the words."""
    found = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.stmt) and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            told = (text for text in strings(node) if not SENTENCE.match(text))
            words = dict.fromkeys(word for text in told for word in WORD.findall(text) if word.lower() in german())
            if len(words) > MOST:
                found.append((node.lineno, list(words)))
    return found


def test_no_code_holds_a_list_of_german_words() -> None:
    found = [
        f"{name}:{line} {' '.join(words)}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if (name := path.relative_to(PACKAGE).as_posix()) not in TEXTS
        for line, words in lists_of_words(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "code",
    [
        'A = frozenset({"lang", "kurz", "hoch", "niedrig", "breit", "schmal"})',
        'A = "Höhe Länge Breite Tiefe Weite Dicke".split()',
        'A = re.compile(r"^(?:ohne|kein|keine|mit|nicht|statt)\\b")',
        'A = {"rot": 1, "blau": 2, "grün": 3, "gelb": 4, "weiß": 5, "lila": 6}',
        'def f(word):\n    return word in ("Knopf", "Haken", "Öse", "Schnalle", "Band", "Druckknopf")',
        'def f(word):\n    if word == "der" or word in ("das", "dem", "des", "ein", "eine"):\n        return 1',
    ],
)
def test_a_list_is_found_in_whatever_form_it_is_written(code: str) -> None:
    assert lists_of_words(code)


@pytest.mark.parametrize(
    "code",
    [
        'A = f"„{key}“ steht nicht in den Daten. Bitte die Daten oder den Text ändern."',
        'def f():\n    """Ein Hemd, eine Hose, ein Rock, ein Kleid und ein Mantel."""',
        'A = frozenset({"closure", "pocket", "part", "collar", "feature", "pattern", "sleeve"})',
        'A = function_words("preposition") | {"sich"}',
    ],
)
def test_messages_docstrings_and_names_of_kinds_are_no_lists(code: str) -> None:
    assert lists_of_words(code) == []
