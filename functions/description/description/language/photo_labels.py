"""How German says what a label of the label file means, from photo_labels.csv and shades.csv."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from description.language.csv_tables import LEXICON, items, table_rows
from description.language.function_words import function_words
from description.language.words import key


@dataclass(frozen=True, slots=True)
class PhotoLabel:
    """One label. `said`: the keys by which a value of the data means it. `with_`: what follows "mit", in the dative, ""
    for nothing; `adjective`: its base form, "" for none."""

    label: str
    said: tuple[str, ...]
    with_: str
    adjective: str


def photo_labels(facet: str) -> dict[str, PhotoLabel]:
    """The labels of a facet that the table has, by id."""
    return _by_facet().get(facet, {})


@cache
def _by_facet() -> dict[str, dict[str, PhotoLabel]]:
    found: dict[str, dict[str, PhotoLabel]] = {}
    for row in table_rows(LEXICON / "photo_labels.csv"):
        found.setdefault(row["facet"], {})[row["label"]] = _label(row)
    return found


def labels_said(facet: str, value: str) -> frozenset[str]:
    """The labels that a value of the data names; of names within each other the longest counts: "mittelhoch".

    A value that denies something ("ohne Kragen") means a label only where the table says so.
    """
    names, rest = label_names(facet), key(value)
    if is_denied(value):
        return names.get(rest, frozenset())
    found: frozenset[str] = frozenset()
    for name, labels in names.items():
        if name in rest:
            found |= labels
            rest = rest.replace(name, " ")
    return found


def is_denied(value: str) -> bool:
    """Whether a value says that something is not there: "ohne Kragen"."""
    return value.lower().partition(" ")[0] in function_words("negative-value")


def near_shades(lemma: str) -> frozenset[str]:
    """The colour labels, beside its own, that a photo of this shade may get: "camel" may be seen as brown."""
    return frozenset(items(_shades()[lemma]["near"])) if lemma in _shades() else frozenset()


def shade_adjective(lemma: str) -> str:
    """The adjective for a shade whose name alone is another thing: "senffarben" for "senf"; "" for others."""
    return _shades()[lemma]["adjective"] if lemma in _shades() else ""


@cache
def _shades() -> dict[str, dict[str, str]]:
    return {row["shade"]: row for row in table_rows(LEXICON / "shades.csv")}


@cache
def label_names(facet: str) -> dict[str, frozenset[str]]:
    """The labels by the keys of their names, the longest name first."""
    names: dict[str, frozenset[str]] = {}
    for label in photo_labels(facet).values():
        for name in label.said:
            names[name] = names.get(name, frozenset()) | {label.label}
    return dict(sorted(names.items(), key=lambda item: -len(item[0])))


def _label(row: dict[str, str]) -> PhotoLabel:
    said = tuple(key(name) for name in items(row["said"]))
    return PhotoLabel(row["label"], said, row["with"], row["adjective"])
