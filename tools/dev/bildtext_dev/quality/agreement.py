"""Checks that article, adjective and verb agree with a noun in gender and number.

The small noun table (nouns.yaml) is deliberately separate from the function's vocabulary, whose mistakes it is meant to
find. Only certain errors are reported; nouns that are not in the table are skipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import yaml

_NOUNS: Final[dict[str, list[str]]] = {
    gender: nouns.casefold().split()
    for gender, nouns in yaml.safe_load(Path(__file__).with_name("nouns.yaml").read_text("utf-8")).items()
}
_UNSURE: Final = frozenset(_NOUNS.pop("unsure"))
_GENDERS: Final = {
    noun: frozenset(gender for gender, others in _NOUNS.items() if noun in others)
    for nouns in _NOUNS.values()
    for noun in nouns
}

_DETERMINERS: Final = {
    "der": "mfp", "die": "fp", "das": "n", "dem": "mn", "des": "mn", "den": "mp", "ein": "mn", "eine": "f",
    "einen": "m", "einem": "mn", "einer": "f", "eines": "mn", "vom": "mn", "zum": "mn", "beim": "mn", "zur": "f",
    "ins": "n", "ans": "n", "kein": "mn", "keine": "fp", "keinen": "mp", "seine": "fp", "ihre": "fp",
}  # fmt: skip
_DATIVE: Final = {"em": "mn", "er": "f", "en": "p"}  # aus weichem Leder, mit weicher Sohle, mit weichen Sohlen
_OPENING: Final = {"er": "m", "e": "fp", "es": "n"}  # Weißer Slipper, Weiße Hose, Weißes Hemd
_COLOURS: Final = "weiß|schwarz|blau|rot|grün|gelb|grau|braun|golden|silbern|farben|bunt"

_VERBS: Final = "ist|sind|hat|haben|besteht|bestehen|sorgt|sorgen|wird|werden|macht|machen"
_NOUN: Final = r"([A-ZÄÖÜ][\w-]+)"

_WITH_DETERMINER = re.compile(
    rf"(?<!, )\b((?i:{'|'.join(_DETERMINERS)})) ((?:[a-zäöüß-]+(?:e|en|em|er|es) ){{0,2}}){_NOUN}"
)
_AFTER_PREPOSITION = re.compile(
    rf"\b(?i:aus|mit|bei|von) ([a-zäöüß-]*(?:{_COLOURS}|weich|verstellbar|abnehmbar))(em|er|en) {_NOUN}"
)
_AT_START = re.compile(rf"(?:^|[.!?] )([A-ZÄÖÜ][\w-]*?(?:{_COLOURS})|(?:{_COLOURS.title()}))(er|es|e) {_NOUN}")
_SUBJECT = re.compile(rf"(?:^|[.!?] )(Der|Die|Das) ((?:[\w-]+ ){{1,8}}?)({_VERBS}) ")
_BESONDERE = re.compile(r"Das Besondere (ist|sind) ([^.]{0,1000}+)\.")


def disagreements(text: str) -> Iterator[str]:
    """Yield each place where an article, adjective or verb does not agree with its noun."""
    for found in _WITH_DETERMINER.finditer(text):
        yield from _unfit(found[0], found[3], _DETERMINERS[found[1].lower()])
    for found in _AFTER_PREPOSITION.finditer(text):
        yield from _unfit(found[0], found[3], _DATIVE[found[2]])
    for found in _AT_START.finditer(text):
        yield from _unfit(found[0], found[3], _OPENING[found[2]])
    for found in _SUBJECT.finditer(text):
        yield from _unfit_verb(found[0], found[2].split(), found[3])
    for found in _BESONDERE.finditer(text):
        noun = re.match(r"die (?:[a-zäöüß-]+ )*([A-ZÄÖÜ][\w-]*)$", found[2])
        many = " und " in found[2] or (noun is not None and genders_of(noun[1]) == {"p"})
        if many and found[1] == "ist" and ", d" not in found[2]:
            yield f"'{found[0][:70]}': ist instead of sind"


_PREPOSITIONS = frozenset({"in", "aus", "für", "mit", "von", "ohne"})
_ARTICLES = frozenset({"der", "die", "das"})


def _unfit(place: str, noun: str, allowed: str) -> Iterator[str]:
    genders = genders_of(noun)
    if genders and not genders & set(allowed):
        yield f"'{place.strip()}': {noun} is {'/'.join(sorted(genders))}"


def _unfit_verb(place: str, words: list[str], verb: str) -> Iterator[str]:
    one = verb in ("ist", "hat", "besteht", "sorgt", "wird", "macht")
    behind = words[words.index("und") + 1 :] if "und" in words else []
    led = set(words[: -len(behind)][-3:]) & _PREPOSITIONS if behind else set()
    if led and behind[0] not in _ARTICLES:
        return  # "Die Decke in Grau und Creme hat": one thing in two colours
    if "und" in words:
        if one and words[-1][:1].isupper():
            yield f"'{place.strip()}': the verb must be plural"
    elif len(words) == 1 and (genders := genders_of(words[0])):
        plural_only, singular_only = genders == {"p"}, "p" not in genders
        if (plural_only and one) or (singular_only and not one):
            yield f"'{place.strip()}': verb and noun differ in number"


def genders_of(noun: str) -> frozenset[str]:
    """Return the possible m, f, n, p (plural) by the longest known ending of the noun; empty if none is known."""
    word = noun.rpartition("-")[2].casefold()
    for start in range(len(word) - 2):
        tail = word[start:]
        if tail in _UNSURE:
            return frozenset()
        if tail in _GENDERS:
            return _GENDERS[tail]
    return frozenset()
