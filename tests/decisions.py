"""Decisions for tests: one of each kind, and histories at random."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import strategies as st

from bildtext.decisions import (
    AltTextWritten,
    DataFile,
    DataWritten,
    Decision,
    Released,
    ScoredLabel,
    TagChoice,
    TagsDecided,
    TextWritten,
    Undone,
    Withdrawn,
)

FRONT, BACK = "articles/1/front.jpg", "articles/1/back.jpg"
WHO: dict[str, Any] = {"at": "2026-11-27T10:00:00.000+00:00", "by": "u-1", "by_name": "Ada Ümlaut"}


def chosen(photo: str = FRONT, facet: str = "colour", *labels: str, **more: Any) -> TagChoice:
    """A choice of labels."""
    return TagChoice(photo, facet, labels, **more)


def tags(version: int, *choices: TagChoice, bulk: bool = False) -> TagsDecided:
    """A decision about tags."""
    return TagsDecided(version, **WHO, choices=choices, bulk=bulk)


def text(version: int, words: str = "Weißer Slipper.", **more: Any) -> TextWritten:
    """A text written by hand, unless `source` says otherwise."""
    return TextWritten(version, **WHO, text=words, **{"source": "edited", **more})


def released(version: int, text_version: int, **more: Any) -> Released:
    """A release."""
    return Released(version, **WHO, text_version=text_version, **more)


def withdrawn(version: int) -> Withdrawn:
    """A release withdrawn."""
    return Withdrawn(version, **WHO, reason="Preis falsch")


def undone(version: int, of: int) -> Undone:
    """An undo."""
    return Undone(version, **WHO, undone=of)


def alt_text(version: int, words: str, photo: str = FRONT) -> AltTextWritten:
    """An alt text."""
    return AltTextWritten(version, **WHO, photo=photo, text=words)


def data(version: int, before: str, after: str) -> DataWritten:
    """A change of the product data."""
    return DataWritten(version, **WHO, before=DataFile(before), after=DataFile(after))


_WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | _WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_WORDS, inner, max_size=3),
    max_leaves=6,
)
_OBJECTS = st.dictionaries(_WORDS, _JSON, max_size=3)
_CHOICES = st.builds(
    TagChoice,
    photo=st.sampled_from(["", FRONT, BACK]),
    facet=st.sampled_from(["colour", "category"]),
    labels=st.lists(st.sampled_from(["white", "black", "pumps"]), unique=True, max_size=2).map(tuple),
    machine=st.lists(st.builds(ScoredLabel, _WORDS, st.floats(0, 1)), max_size=2).map(tuple),
    action=st.sampled_from(["accepted", "corrected", "added", "removed"]),
    photo_version=_WORDS,
)


@cache
def decisions_at(version: int) -> st.SearchStrategy[Decision]:
    """Any decision of that version."""
    who = {"version": st.just(version), "at": _WORDS, "by": _WORDS, "by_name": _WORDS}
    file = st.builds(DataFile, content=_WORDS, etag=_WORDS, version=_WORDS)
    return st.one_of(
        st.builds(TagsDecided, **who, choices=st.lists(_CHOICES, max_size=3).map(tuple), bulk=st.booleans()),
        st.builds(TextWritten, **who, text=_WORDS, source=st.sampled_from(["edited", "generated", "accepted"])),
        st.builds(TextWritten, **who, text=_WORDS, source=st.just("generated"), description=_OBJECTS),
        st.builds(AltTextWritten, **who, photo=st.sampled_from([FRONT, BACK]), text=_WORDS),
        st.builds(DataWritten, **who, before=file, after=file),
        st.builds(Released, **who, text_version=st.integers(0, version), record=_OBJECTS),
        st.builds(Withdrawn, **who, reason=_WORDS),
        st.builds(Undone, **who, undone=st.integers(0, version + 1), overtaken=st.booleans()),
    )


def histories(longest: int = 12) -> st.SearchStrategy[list[Decision]]:
    """Decisions of versions 1 to n."""
    return st.integers(0, longest).flatmap(
        lambda n: st.tuples(*(decisions_at(version) for version in range(1, n + 1))).map(list)
    )
