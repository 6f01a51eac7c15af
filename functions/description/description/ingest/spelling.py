"""Keys that are misspelt ("Frabe", "Obermaterail") or cut short by a full stop ("Obermat.", "Verschl.")."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from description.ingest.markers import marked
from description.ingest.wording import folded
from description.language.vocabulary import vocabulary

_SHORTEST = 5
_LONGEST = 40


def meant(key: str, known: Mapping[str, object]) -> str:
    """The known key (folded) that a key that is not known means: one edit away, or its beginning; "" when in doubt.

    A word of the vocabulary is not misspelt, nor one that ends in another word ("Herstellungsart", "Herstellungsort").
    """
    name = folded(key)
    if not _SHORTEST <= len(name) <= _LONGEST or not name.isalpha():
        return ""
    if key.endswith("."):
        return _only(_beginning_with(name, known), known)
    if not all(part.isalpha() for part in key.split()) or vocabulary().readings(key) or vocabulary().named(key):
        return ""
    near = _near(tuple(known))
    offered = {candidate for form in (name, *_shorter(name)) for candidate in near.get(form, ())}
    head = next((head for head in marked("key-head") if name.endswith(head)), "")
    return _only([key for key in offered if key.endswith(head) and _one_edit(name, key)], known)


def _only(offered: Iterable[str], known: Mapping[str, object]) -> str:
    """The shortest key, when all keys mean the same field."""
    found = sorted(offered, key=lambda candidate: (len(candidate), candidate))
    return found[0] if len({known[candidate] for candidate in found}) == 1 else ""


def _beginning_with(name: str, known: Iterable[str]) -> list[str]:
    """The keys that begin so, without those that go on from the shortest of them ("Obermaterialfarbe")."""
    found = [candidate for candidate in known if candidate.startswith(name)]
    shortest = min(found, key=len, default="")
    return [candidate for candidate in found if candidate == shortest or not candidate.startswith(shortest)]


@cache
def _near(known: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """Every known key under itself and under what is left without one of its letters."""
    found: dict[str, list[str]] = defaultdict(list)
    for key in known:
        if len(key) >= _SHORTEST:
            for form in {key, *_shorter(key)}:
                found[form].append(key)
    return {form: tuple(keys) for form, keys in found.items()}


def _shorter(name: str) -> Iterator[str]:
    return (name[:at] + name[at + 1 :] for at in range(len(name)))


def _one_edit(one: str, other: str) -> bool:
    """Whether a letter is missing, too many, another one, or two neighbours are exchanged. The first one is right."""
    if one[0] != other[0]:
        return False
    begin = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, rest_other = one[begin:], other[begin:]
    return (
        rest[1:] == rest_other
        or rest == rest_other[1:]
        or rest[1:] == rest_other[1:]
        or (rest[:2] == rest_other[1::-1] and rest[2:] == rest_other[2:])
    )
