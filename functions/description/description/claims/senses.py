"""What one token may mean: its readings in the vocabulary, turned into the keys by which data and text meet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from description.claims.measures import SIZE_CODE, SIZE_LETTERS, WIDTH_COMPOUND, with_digits
from description.claims.options import Option, options_of
from description.claims.roles import INHERENT, NOTHING, ROLES, named_slot, slot_of
from description.claims.stems import folded, stem
from description.claims.word_keys import answers_of, names_of
from description.language.function_words import alternatives, function_words
from description.language.numerals import numeral
from description.language.vocabulary import Word, vocabulary

_SUBJECTIVE = frozenset({"plain", "look"})
_PARTS = frozenset({"part", "closure", "sole", "heel", "toe", "collar", "sleeve", "pocket", "feature", "name"})
_HAD = frozenset({"part", "type", "feature", "sole"})
_FIRM = frozenset({"comparison", "colour", "material", "care"})
_SHORTEST_OPENER = 3
_SHORTEST_END = 5
_THINGS = frozenset(
    {"occasion", "part", "closure", "sole", "heel", "toe", "collar", "sleeve", "pocket", "type", "pattern"}
)
_UN = re.compile(r"^un((?:ge|be|ver).{3,}t|.{3,}iert)(?:e|en|em|er|es)?$")
_WITHOUT = re.compile(r"^(.{3,}?)-?(?:los|frei)(?:e|en|em|er|es)?$")
_LETTING = function_words("letting")
_THING_ENDINGS = tuple(function_words("thing-ending"))
_SIZES = (SIZE_LETTERS, SIZE_CODE, WIDTH_COMPOUND)
_COMPARATIVE = re.compile(r"er$|^(?:mehr|weniger)$")
_ACTIVE = re.compile(r"ende[mnrs]?$")
_ENDING = re.compile(r"(?:e|en|em|er|es)$")
_NOT = re.compile(r"^(?:ohne|keine?|nicht) (\w+)$")
_ADJECTIVAL = re.compile(
    rf"(?:{alternatives('adjective-ending')})(?:e|en|em|er|es)?$|end(?:e|en|em|er|es)?$"
    rf"|^(?:{alternatives('adjectival-prefix')})?ge\w{{2,}}t(?:e|en|em|er|es)?$"
)
_INFLECTED = re.compile(r"\w{3,}e[nmrs]?$")


@dataclass(frozen=True, slots=True)
class Sense:
    """A token's meaning, free of its place. `kind` is "" when it claims nothing."""

    text: str
    kind: str
    role: str
    stem: str
    options: tuple[Option, ...]
    names: tuple[str, ...]
    answers: frozenset[str]
    denies: str  # the stem that "ungefüttert" or "ärmellos" says is not there
    noun: bool
    part: str  # the slot of the part that it names, "" for no part
    material: Word | None
    colour: Word | None
    type: Option | None
    thing: bool  # an unknown noun that ends in a thing that articles have: "Ohrenklappen"
    attributive: bool  # lower case, with an ending: it may stand before a noun
    figure: bool  # a number, or what may be a size
    idle: bool  # it claims nothing, wherever it stands
    loose: bool  # a claim only before a noun: inflected, or unknown and in lower case, it may be a verb elsewhere

    def __hash__(self) -> int:
        return hash(self.text)  # it nearly always says the rest, and caches ask often


@lru_cache(maxsize=65536)
def sense(token: str) -> Sense:
    """What a token may mean. Cached: a shop's texts have few words."""
    lower = token.lower()
    spelt = token[0].isdigit() and not any(map(str.isalpha, token))
    role = ROLES.get(lower, "number" if spelt or numeral(lower) is not None else "")
    readings = () if role else vocabulary().readings(token)
    options: list[Option] = []
    for reading in readings:
        options.extend(options_of(reading, token))
    if not readings and not role and token[0].islower():
        ending = _ENDING.search(token)
        base = vocabulary().readings(token[: ending.start()]) if ending and not _ACTIVE.search(token) else ()
        if all(reading.word is not None and reading.word.kind in _SUBJECTIVE for reading in base):
            options.extend(option for reading in base for option in options_of(reading))
    return _sense(token, role, tuple(options))


@lru_cache(maxsize=8192)
def sense_of(word: Word, text: str) -> Sense:
    """The sense of a known word that is written as several words."""
    return _sense(text, "", (Option(word, ()),))


def _sense(text: str, role: str, options: tuple[Option, ...]) -> Sense:
    own_stem = stem(with_digits(text))
    meant = _meant(options)
    noun = not role and (text[0].isupper() or text[text.rfind(" ") + 1].isupper())
    kind = _kind(text, role, own_stem, meant, noun=noun, known=bool(options))
    figure = role == "number" or text[0].isdigit() or (text[0].isupper() and any(size.match(text) for size in _SIZES))
    head = meant[0].head if meant else None
    return Sense(
        text=text,
        kind="" if kind == "measure" or (noun and kind in _HAD and own_stem in INHERENT) else kind,
        role=role,
        stem=own_stem,
        options=meant,
        names=names_of(own_stem, meant),
        answers=answers_of(text, own_stem, options),
        denies=_denied(text.lower()) or (_denied(head.lemma) if head is not None else ""),
        noun=noun,
        part=_part(noun, text, own_stem, meant, bool(options)),
        material=_first(meant, "material"),
        colour=next((option.head for option in meant if option.head.kind == "colour"), None),
        type=next((option for option in meant if option.head.kind == "type"), None),
        thing=noun and not options and _ends_in_thing(text),
        attributive=text[0].islower() and not noun and not role and bool(_INFLECTED.match(text)),
        figure=figure,
        idle=not kind and not figure and text not in _LETTING and not _may_compare(text),
        loose=_is_loose(text, meant) if not role and text[0].islower() else False,
    )


def _meant(options: tuple[Option, ...]) -> tuple[Option, ...]:
    """The options that say something; a comparison says nothing else."""
    meant = tuple(option for option in options if option.head.kind not in _SUBJECTIVE or _opened(option))
    return tuple(option for option in meant if option.head.kind == "comparison") or meant


def is_adjectival(text: str) -> bool:
    """Whether a word in lower case looks like an adjective or a participle."""
    return bool(_ADJECTIVAL.search(text))


def _may_compare(text: str) -> bool:
    return text in ("Mehr", "Weniger") or (text[0].islower() and bool(_COMPARATIVE.search(text)))


def _ends_in_thing(text: str) -> bool:
    if text.lower().endswith(_THING_ENDINGS):
        return True
    for cut in range(_SHORTEST_OPENER, len(text) - _SHORTEST_END + 1):
        heads = vocabulary().readings(text[cut:].lstrip("-").capitalize())
        if (
            any(head.word is not None and head.word.kind in _THINGS for head in heads)
            and stem(text[cut:]) not in INHERENT
        ):
            return True
    return False


def _is_loose(text: str, meant: tuple[Option, ...]) -> bool:
    if not meant:
        return not is_adjectival(text)
    firm = any(option.head.kind in _FIRM or option.head.lemma == text for option in meant)
    noun = any(option.head.kind == "occasion" and option.head.lemma.lower() == text for option in meant)  # "wandern"
    return (noun or bool(_INFLECTED.match(text))) and not firm


def _opened(option: Option) -> bool:
    """Whether a plain head has an opener that means something: Baumwollstoff, Sommerlook."""
    return any(opener.kind not in _SUBJECTIVE for opener in option.openers)


def _part(noun: bool, text: str, own_stem: str, meant: tuple[Option, ...], known: bool) -> str:
    """The slot of the part that a noun names; "" when it names none."""
    if not noun:
        return ""
    named = named_slot(own_stem)
    if named or not meant:
        return named or ("" if known else f"part:{own_stem}")
    spelt = folded(text)
    own = [option for option in meant if not option.openers or stem(option.head.lemma) in spelt]
    if any(option.head.kind == "type" and option.head.lemma == text for option in own):
        own = [option for option in own if stem(option.head.lemma) == own_stem]  # no Peeptoe-Form is meant by "Peeptoe"
    for option in sorted(own, key=lambda option: not option.openers):
        if option.head.kind in _PARTS and option.head.adjective is None:
            return slot_of(stem(option.head.lemma))
    return ""


def _first(options: tuple[Option, ...], kind: str) -> Word | None:
    for option in options:
        for word in (option.head, *option.openers):
            if word.kind == kind:
                return word
    return None


def _kind(text: str, role: str, own_stem: str, meant: tuple[Option, ...], *, noun: bool, known: bool) -> str:
    """The kind of a claim; "measure" for what only measures, "" for what claims nothing."""
    if role:
        return ""
    kind = "" if noun and own_stem in NOTHING else _kind_meant(text, meant, known=known)
    return "count" if kind in ("", "measure") and own_stem[0].isdigit() else kind


def _kind_meant(text: str, meant: tuple[Option, ...], *, known: bool) -> str:
    if meant:
        head = meant[0].head
        if head.kind in _SUBJECTIVE:
            return next(opener.kind for opener in meant[0].openers if opener.kind not in _SUBJECTIVE)
        return "feature" if head.kind == "name" else head.kind
    if known or len(text) == 1:
        return ""
    telling = not text[0].islower() or is_adjectival(text) or _INFLECTED.match(text)
    return "feature" if telling and text[0].isalnum() else ""


def _denied(lower: str) -> str:
    found = _UN.match(lower) or _WITHOUT.match(lower) or _NOT.match(lower)
    return stem(found[1]) if found else ""
