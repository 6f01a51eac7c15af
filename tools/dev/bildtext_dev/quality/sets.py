"""Reads the sets of tests/quality: articles to write about, and true and false sentences about articles."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bildtext_cli.checkout import ROOT
from description.domain.statement import ProductData
from description.ingest import from_json, parse

SETS = ROOT / "tests" / "quality"
BLIND = tuple(sorted((SETS / "blind").glob("*.yaml")))  # never used to improve the checker: measures unseen texts
DEVELOPMENT = tuple(sorted((SETS / "development").glob("*.yaml")))  # as hard; the checker is improved with them
CORPUS = tuple(sorted((SETS / "corpus").glob("*.yaml")))  # what findings are weighed by; the rules never see it
REGRESSION = tuple(sorted((SETS / "regression").glob("*.yaml")))  # simpler ones, which it has to get right


@dataclass(frozen=True)
class Article:
    """One article as a shop provides it: pasted text (a str) or JSON (anything else)."""

    id: str
    group: str
    given: object

    @property
    def text(self) -> str:
        """The input as one string, to look words up in."""
        return self.given if isinstance(self.given, str) else json.dumps(self.given, ensure_ascii=False)

    def read(self) -> ProductData:
        """Parse the product data. Raises InvalidProductData."""
        return parse(self.given) if isinstance(self.given, str) else from_json(self.given)


@dataclass(frozen=True, slots=True)
class Falsehood:
    """A sentence with one false fact of `kind` at `text[start:end]`."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Statements:
    """Sentences about one article. `true_kinds` are the kinds of the true sentences, or empty if they have none."""

    id: str
    data_text: str
    true: tuple[str, ...]
    false: tuple[Falsehood, ...]
    true_kinds: tuple[str, ...] = ()


def articles(folder: Path = SETS) -> tuple[Article, ...]:
    """Read articles.jsonl."""
    rows = [json.loads(line) for line in (folder / "articles.jsonl").read_text("utf-8").splitlines()]
    return tuple(
        Article(row["id"], row["group"], row["data_text"] if "data_text" in row else row["data"]) for row in rows
    )


def yaml_rows(file: Path) -> list[dict[str, Any]]:
    """The rows of a set in YAML."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    rows: list[dict[str, Any]] = yaml.load(file.read_text("utf-8"), Loader=loader)  # noqa: S506 - a safe loader
    return rows


def statements(file: Path) -> tuple[Statements, ...]:
    """Read the sentences of claims.yaml or a file like it.

    Raises:
        ValueError: the words marked as wrong do not occur exactly once in their sentence.
    """
    return tuple(
        Statements(
            row["id"], row["data_text"], tuple(row["true"]), tuple(_falsehood(**false) for false in row["false"])
        )
        for row in yaml_rows(file)
    )


def _falsehood(kind: str, wrong: str, text: str) -> Falsehood:
    if text.count(wrong) != 1:
        raise ValueError(f"'{wrong}' must occur exactly once in: {text}")
    start = text.index(wrong)
    return Falsehood(kind, text, start, start + len(wrong))
