"""Values that hold keys themselves: "Material: Oberstoff: …; Futter: …", a whole article on one line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from description.domain.attributes import having
from description.domain.statement import Field
from description.ingest.examples import is_example
from description.ingest.keys import is_known, meanings
from description.ingest.markers import is_no, is_yes, marks
from description.ingest.notations import is_share_of
from description.ingest.pairs import Pair
from description.language.vocabulary import vocabulary

_KEY_ENDS = re.compile(r"\s?[:=]")
_BOUNDARY = re.compile(r"[;|,\n:=]|\.\s|/\s|\s[-–—·•*]\s")
_REPLY = re.compile(r"\s*(\w+)\s*(?:[;,|/.\n]|$)")
_ENDS = re.compile(r"[^\W\d_]{4}\.$")
_TRIM = " ;,|/\n\t·•*–—"
_NEVER_CUT = having("uncut")
_HAS_PARTS = frozenset({Field.MATERIAL, Field.LINING, Field.PART_MATERIAL})
_Cut = tuple[int, str, int]
_MOST_WORDS = 4
_LONGEST_PART = 40
_FAR = 200  # letters around a colon: more than any key or yes has


def split(pair: Pair) -> Iterator[Pair]:
    """One pair, or several where its value holds keys itself. Prose stays whole."""
    text = pair.text
    if pair.aside or (":" not in text and "=" not in text) or is_example(pair.key, text):
        yield pair
        return
    field = meanings(pair.key)[0].field
    cuts = _cuts(text, parts=field in _HAS_PARTS, listed=field is not Field.COLOUR)
    cuts = _up_to_an_example(cuts, alone=field in _NEVER_CUT)
    if not cuts:
        yield pair
        return
    if field is Field.MATERIAL and not text[: cuts[0][0]].strip() and marks("fabric", cuts[0][1]):
        first, *cuts = cuts  # "Tweed: 40 % Baumwolle, …" is a tweed
        text = text[: first[0]] + first[1] + " " + " " * (first[2] - first[0] - len(first[1]) - 1) + text[first[2] :]
        if not cuts:
            yield Pair(pair.key, " ".join(text.split()))
            return
    ahead = text[: cuts[0][0]].strip(_TRIM)
    if ahead:
        yield Pair(pair.key, ahead[:-1] if _ENDS.search(ahead) else ahead)
    for (_, key, begin), after in zip(cuts, [*(cut[0] for cut in cuts[1:]), len(text)], strict=True):
        value = text[begin:after].strip(_TRIM)
        if value:
            yield Pair(key, value[:-1] if _ENDS.search(value) else value)


def _up_to_an_example(cuts: list[_Cut], *, alone: bool) -> list[_Cut]:
    """The cuts up to that of an example, which holds all that follows; `alone`: prose is cut nowhere else."""
    at = next((at for at, (_, key, _) in enumerate(cuts) if meanings(key)[0].field is Field.EXAMPLE), len(cuts))
    return cuts[at : at + 1] if alone else cuts[: at + 1]


def _cuts(text: str, *, parts: bool, listed: bool) -> list[_Cut]:
    """Where inner keys begin: (start of the key, the key, start of its value). `parts`: any noun may be a key;
    `listed`: one behind a semicolon is."""
    found: list[_Cut] = []
    for match in _KEY_ENDS.finditer(text):
        words = _BOUNDARY.split(text[max(0, match.start() - _FAR) : match.start()])[-1]
        apart = listed and text[: match.start() - len(words)].endswith(";")  # "Oberseite: Samt; Unterseite: Plüsch"
        name = _known_at_end(words) or _example_in_bracket(words)
        rest = text[match.end() : match.end() + _FAR]
        may_be_part = (parts or (apart and vocabulary().noun(words.strip()) is not None)) and _may_be_part(words)
        if not name and (may_be_part or _is_asked(words.strip(), rest)):
            name = words.strip()
        if name and not (parts and is_share_of(name, rest)):
            found.append((match.start() - len(name), name, match.end()))
    return found


def _may_be_part(words: str) -> bool:
    return words.strip()[:1].isupper() and len(words) < _LONGEST_PART and "%" not in words


def _is_asked(words: str, rest: str) -> bool:
    """Whether a value goes on with a thing and a yes or no: "Ausschnitt: Bindegürtel: ja"."""
    if not words[:1].isupper() or not 4 <= len(words) <= _LONGEST_PART:
        return False
    reply = _REPLY.match(rest)
    if reply is None or not (is_yes(reply[1]) or is_no(reply[1])):
        return False
    return vocabulary().noun(words) is not None


def _example_in_bracket(words: str) -> str:
    """ "weich (Beispiel: …)"."""
    name = words.rpartition("(")[2] if "(" in words else ""
    return name if name and meanings(name)[0].field is Field.EXAMPLE else ""


def _known_at_end(words: str) -> str:
    offered = words.split(" ")
    for count in range(max(0, len(offered) - _MOST_WORDS), len(offered)):
        name = " ".join(offered[count:])
        if name[:1].isupper() and is_known(name):
            return name
    return ""
