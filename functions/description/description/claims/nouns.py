"""The keys of a noun that says what was measured or counted."""

from __future__ import annotations

from functools import lru_cache

from description.claims.roles import DIMENSIONS
from description.claims.senses import Sense, sense
from description.claims.stems import MIN_STEM, stem

_LENGTHS = tuple(key[1:] for key in DIMENSIONS if key[0] == "~")


def noun_keys(meaning: Sense) -> frozenset[str]:
    """The keys of a noun that says what was measured or counted, without those of a mere dimension in it."""
    specific = {
        f"~{stem(opener.lemma)}"
        for option in meaning.options
        for opener in option.openers
        if opener.kind not in ("plain", "type")
    }
    heads = meaning.answers - DIMENSIONS if specific else meaning.answers
    own = {f"~{end}" for end in _LENGTHS if meaning.stem.endswith(end) and _is_type(meaning.stem[: -len(end)])}
    return frozenset({f"~{meaning.stem}", *specific, *heads, *own})


@lru_cache(maxsize=4096)
def measured_thing(word: str) -> frozenset[str]:
    """The key of what the first part of a measure names: "Henkellänge" → Henkel."""
    whole = stem(word)
    end = next((end for end in _LENGTHS if whole.endswith(end) and len(whole) - len(end) >= MIN_STEM), "")
    return frozenset({f"~{stem(whole.removesuffix(end))}"}) if end and word[:1].isupper() else frozenset()


@lru_cache(maxsize=1024)
def _is_type(opening: str) -> bool:
    """ "Rocklänge": the length of the Rock itself."""
    return bool(opening) and sense(opening.capitalize()).type is not None
