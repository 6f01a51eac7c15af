"""What a text, or the data, says of care: which treatment the article, or a part of it, is allowed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from description.claims.line import NONE, Unit
from description.claims.polarity import denies_ahead, named_nouns, negates, stretches
from description.language.forms import ADJECTIVE_ENDINGS
from description.language.function_words import function_words, lower_words

WASH, MACHINE, HAND, AIR, TUMBLE = "wash", "machine", "hand", "air", "tumble"
IRON, DRYCLEAN, SPECIAL, DISHWASHER = "iron", "dryclean", "special", "dishwasher"
_PROCESSES = (
    *(WASH, MACHINE, HAND, TUMBLE, IRON, DRYCLEAN),
    *(SPECIAL, "bleach", DISHWASHER, "microwave", "impregnate", "polish", "soak", "softener", "spin", "wring"),
)
_ADJECTIVAL = tuple(function_words("care-ending"))
_ENDINGS = ("", *ADJECTIVE_ENDINGS)
_FORBIDDING = lower_words("forbidding")
_PERMITTING = lower_words("permitting")
_PUT_AWAY = lower_words("put-away")
_OUT_OF_PLACE = lower_words("out-of-place")
_UNNEEDED = lower_words("unneeded")
_BY_HAND = function_words("by-hand")
_GENERIC = lower_words("generic-care")
_DRIED_SO = lower_words("dried-so")
_SUPPOSING = lower_words("care-supposing")
_JOINING = lower_words("joining")
_DRYING = lower_words("drying")
_SUITED_FOR = lower_words("suited-for")
_DEGREES = lower_words("degrees")
_PROGRAMS = frozenset({HAND, DRYCLEAN, SPECIAL})
_LEADING = lower_words("leading-in")
_OF_NOUN = ("ohne", "kein")
_BEFORE_INFINITIVE = lower_words("before-infinitive")


class Care(NamedTuple):
    """A treatment, named at unit `at` and said in `first` to `last`, that is allowed or not; `needless`: it need not be
    done. `of`: stems of the nouns beside it, one of which may be the part that is treated."""

    at: int
    first: int
    last: int
    process: str
    allowed: bool
    needless: bool = False
    of: frozenset[str] = frozenset()


def process_of(units: Sequence[Unit], at: int) -> str:
    """The treatment that a unit names; "" for none."""
    unit = units[at]
    process = _named(unit.text)
    if not process and unit.sense.kind == "care":
        process = next(filter(None, (_named(option.head.lemma) for option in unit.sense.options)), "")
    if unit.text == "Bügeln" and at and units[at].gap == NONE and units[at - 1].text.lower() not in _BEFORE_INFINITIVE:
        return ""  # "mit zwei Bügeln"
    return process


@lru_cache(maxsize=16384)
def _named(word: str) -> str:
    return _processes().get(word.lower().removeprefix("nicht "), "")


def care_said(units: Sequence[Unit]) -> Iterator[Care]:
    """The treatments that a text allows or forbids; those that it only mentions are none."""
    for first, last in stretches(units):
        if _names_treatment(units, first, last):
            for begin, end in _segments(units, first, last):
                yield from _of_segment(units, begin, end)


def care_stated(units: Sequence[Unit], *, assumed: bool) -> Iterator[Care]:
    """The treatments that a value of the data allows or forbids; `assumed`: what it only names, it allows."""
    for first, last in stretches(units):
        words = {units[at].text.lower() for at in range(first, last)}
        told: list[Care] = []
        if _names_treatment(units, first, last):
            for begin, end in _segments(units, first, last):
                told += _of_segment(units, begin, end, assumed=assumed)
        if assumed and words >= _BY_HAND:
            told.append(Care(first, first, first, HAND, allowed=True))
        if assumed and not told and not _DEGREES.isdisjoint(words):  # "Pflege: 30 °C"
            told.append(Care(first, first, first, WASH, allowed=True))
        yield from told


def _names_treatment(units: Sequence[Unit], first: int, last: int) -> bool:
    return any(process_of(units, at) or units[at].text in _DRYING for at in range(first, last))


def _of_segment(units: Sequence[Unit], first: int, last: int, *, assumed: bool = False) -> Iterator[Care]:
    words = {units[at].text.lower() for at in range(first, last)}
    if units[first].text.lower() in _SUPPOSING:
        return
    signs = [at for at in range(first, last) if _forbids(units, at, words)]
    owned = {at: _owned(units, at, last) for at in signs if _denies_one(units, at, last)}
    overall = [at for at in signs if at not in owned]
    negations = [at for at in overall if negates(units[at])]
    against = sum(denies_ahead(units, at) for at in negations) + (len(overall) > len(negations))
    things = (units[at].sense for at in range(first, last) if not process_of(units, at))
    nouns = frozenset(thing.stem for thing in things if thing.noun)
    for at in range(first, last):
        process = _process(units, at, words)
        if not process or _is_spoken_of(units, at, words):
            continue
        itself = _denies_itself(units[at])
        own = [sign for sign, noun in owned.items() if noun == at and denies_ahead(units, sign)]
        allowed = (against + len(own) + itself) % 2 == 0
        if assumed or itself or own or against or _claims(units, at, first, last, words, process):
            needless = not allowed and not _UNNEEDED.isdisjoint(words)
            reach = (at, *(own or overall)) if not allowed else (at, *_treated(units, first, at))
            if process == HAND:  # "gewaschen wird ausschließlich von Hand"
                reach = (*reach, *(place for place in range(first, last) if units[place].text.lower() in _BY_HAND))
            yield Care(at, min(reach), max(reach), process, allowed, needless, nouns)


def _process(units: Sequence[Unit], at: int, words: set[str]) -> str:
    """The treatment that a unit names beside these words: "liegend trocknen" is drying in the air."""
    dried = units[at].text.lower() in _DRYING and not _DRIED_SO.isdisjoint(words)
    process = process_of(units, at) or (AIR if dried else "")
    return HAND if process == WASH and words >= _BY_HAND else process


def _denies_itself(unit: Unit) -> bool:
    """ "nicht bleichen", as one phrase."""
    return unit.text.lower().startswith(("nicht ", "kein"))


def _denies_one(units: Sequence[Unit], sign: int, last: int) -> bool:
    """ "ohne Weichspüler waschen", "nie mit Weichspüler waschen": it denies no more than the noun ahead."""
    if not negates(units[sign]) or sign + 1 >= last:
        return False
    return units[sign].text.lower().startswith(_OF_NOUN) or units[sign + 1].text.lower() in _LEADING


def _owned(units: Sequence[Unit], sign: int, last: int) -> int | None:
    """The noun that "ohne" or "kein" denies, and nothing else of its clause."""
    return next((at for at in range(sign + 1, last) if units[at].sense.noun), None)


def _treated(units: Sequence[Unit], first: int, at: int) -> list[int]:
    """What is treated, before its treatment: "das Füllkissen verträgt eine Wäsche"."""
    return [place for place in named_nouns(units, first, at) if not process_of(units, place)][:1]


def _forbids(units: Sequence[Unit], at: int, words: set[str]) -> bool:
    """Whether a word of a clause speaks against what the clause names; in "spricht nichts dagegen" none does."""
    text = units[at].text.lower()
    if text == "nichts":
        return bool(_OUT_OF_PLACE & words)
    if text in _PUT_AWAY:
        return "bügeleisen" in words
    return text in _FORBIDDING or negates(units[at])


def _is_spoken_of(units: Sequence[Unit], at: int, words: set[str]) -> bool:
    """ "nach dem Waschen", "zum Bügeln": no more than the occasion of something else."""
    if not _SUITED_FOR.isdisjoint(words):  # "eignet sich nicht zum Bügeln"
        return False
    for place in range(at - 1, max(-1, at - 4), -1):
        if units[place + 1].gap != NONE:
            return False
        if units[place].text.lower() in _GENERIC:
            return True
        if units[place].sense.role != "function" and not units[place].sense.attributive:
            return False
    return False


def _claims(units: Sequence[Unit], at: int, first: int, last: int, words: set[str], process: str) -> bool:
    """Whether the treatment is allowed here, and not only named."""
    text = units[at].text.lower()
    if not _PERMITTING.isdisjoint(words) or not _DEGREES.isdisjoint(words) or process in _PROGRAMS:
        return True
    if text in _adjectives() or last - first == 1:
        return True
    return units[at].text[0].islower() and (at + 1 == last or (at > first and units[at - 1].text == "zu"))


def _segments(units: Sequence[Unit], first: int, last: int) -> Iterator[tuple[int, int]]:
    """A clause in parts where "und" joins two treatments that are allowed, or forbidden, each for itself: "nicht"
    behind "und" denies what follows alone."""
    begin = first
    for at in range(first + 1, last - 1):
        apart = negates(units[at + 1]) or _judges(units, begin, at)
        if units[at].text.lower() in _JOINING and apart and _judges(units, at + 1, last):
            yield begin, at
            begin = at + 1
    yield begin, last


def _judges(units: Sequence[Unit], first: int, last: int) -> bool:
    """Whether a treatment is named here together with a word that allows or forbids it."""
    words = {units[at].text.lower() for at in range(first, last)}
    named = [process for at in range(first, last) if (process := process_of(units, at))]
    judged = any(
        negates(units[at]) or _denies_itself(units[at]) for at in range(first, last)
    ) or not _FORBIDDING.isdisjoint(words)
    judged = judged or any(units[at].text == "Sie" for at in range(first, last))
    return bool(named) and (judged or not _DEGREES.isdisjoint(words) or not _PROGRAMS.isdisjoint(named))


@cache
def _adjectives() -> frozenset[str]:
    words = (word for process in _PROCESSES for word in function_words(f"care-{process}"))
    adjectives = [word for word in words if word.islower() and word.endswith(_ADJECTIVAL)]
    return frozenset(f"{word}{ending}" for word in adjectives for ending in _ENDINGS)


@cache
def _processes() -> dict[str, str]:
    found: dict[str, str] = {}
    for process in _PROCESSES:
        for word in function_words(f"care-{process}"):
            for ending in _ENDINGS if word.islower() and word.endswith(_ADJECTIVAL) else ("",):
                found[f"{word.lower()}{ending}"] = process
    return found
