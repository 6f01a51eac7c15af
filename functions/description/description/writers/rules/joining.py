"""Short sentences without a verb, joined to their neighbours: "Cape in Bordeaux. Hüftlang." → "Cape in Bordeaux,
hüftlang.", "Mit enger Passform. Mit Reißverschluss." → "Mit enger Passform sowie Reißverschluss."."""

from __future__ import annotations

import re
from collections.abc import Sequence

from description.german.vocabulary import vocabulary
from description.writers.rules.pieces import has_tail

_MOST_WORDS = 14
_LINED = ("Ungefüttert.", "Gefüttert.", "Teilgefüttert.")
_OF_MATERIAL = re.compile(r"^(?:Material|Obermaterial|Oberstoff|Außenmaterial) aus ")


def joined_up(texts: Sequence[str]) -> list[str]:
    """The sentences, none of a single word where another can take it, and no two "Mit …" in a row."""
    done: list[str] = []
    for text in texts:
        if done and " " not in text:
            _attach(done, text)
        elif done and text.startswith("Mit ") and _can_take_more(done[-1]) and len(text.split()) < _MOST_WORDS:
            done[-1] = f"{done[-1][:-1]}{_link(done[-1], text)} {text[4:]}"
        else:
            done.append(text)
    if len(done) > 1 and " " not in done[0]:
        best = next((at for at, text in enumerate(done[1:], 1) if ":" not in text), 1)
        done = [*_opened(done[0], done.pop(best)), *done[1:]]
    return done


def _can_take_more(text: str) -> bool:
    fits = re.match(r"(?:Mit |[A-ZÄÖÜ][\w-]+, mit )", text) is not None
    return fits and " sowie " not in text and len(text.split()) < _MOST_WORDS


def _link(first: str, second: str) -> str:
    if " und " in first or has_tail(first[4:]):
        return " sowie"
    return "," if " und " in second else " und"


def _attach(done: list[str], text: str) -> None:
    word = text.rstrip(".")
    if done[-1].startswith("Mit "):
        done[-1] = f"{word}, m{done[-1][1:]}"
        return
    at = len(done) - 1 if text in _LINED and _OF_MATERIAL.match(done[-1]) else 0
    link = "," if " " in done[at] else ""
    done[at] = f"{done[at][:-1]}{link} {_small(word)}."


def _opened(first: str, second: str) -> list[str]:
    """ "Strohhut. Material aus Papierstroh." → "Strohhut aus Papierstroh."."""
    noun = first.rstrip(".")
    if second.startswith("Mit "):
        return [f"{noun} m{second[1:]}"]
    if second.startswith("Material aus "):
        return [f"{noun} {second.removeprefix('Material ')}"]
    if second.startswith("Weite "):
        return [f"{noun} in {second}"]
    if vocabulary().adjective(_small(second.split()[0].rstrip(",."))) is not None:
        return [f"{noun}, {_small(second)}"]
    return [first, second] if ":" in second else [f"{noun}: {second}"]


def _small(word: str) -> str:
    return word if word[1:2].isupper() else word[:1].lower() + word[1:]
