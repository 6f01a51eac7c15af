"""What is denied: "ohne Kapuze", "auf Knöpfe wurde verzichtet", "Schnallen braucht er nicht", "statt Fransen"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from description.claims.binding import noun_after
from description.claims.line import COLON, COMMA, NONE, STOP, Unit, unit_before, unit_behind
from description.claims.targets import opens_as_adjective
from description.language.function_words import lower_words

_KEEPING = lower_words("not-only") | lower_words("denied-idiom")
_OF_THE_KNOWN = lower_words("genitive-determiner")
_DEFINITE = lower_words("definite-article")
_PREPOSITIONS = lower_words("preposition")
_RELATIVE = lower_words("relative")
_INCLUDED = lower_words("included")
_PARTICLES = lower_words("included-particle")
_SUITED = lower_words("suited")
_APART = lower_words("apart")
_BOUGHT = lower_words("bought-apart")
_FORGONE = lower_words("forgone")
_ABSENT = lower_words("absent")
_OUT_OF_PLACE = lower_words("out-of-place")
_REPLACED = lower_words("replaced")
_NEEDING = lower_words("needing")
_FINITE = lower_words("finite") | _NEEDING
_NO = lower_words("negative-value")
_AVOIDED = lower_words("forbidding")
_LATE = lower_words("late-negation")
_NEVER = lower_words("never")
_INDEFINITE = lower_words("indefinite")
_BEGINNING = _INDEFINITE | _FINITE | lower_words("letting")
_DENYING = _FORGONE | _ABSENT | _REPLACED | _APART | _LATE | {"nichts"}
_PREDICATES = _DENYING | frozenset(map(str.capitalize, _DENYING))
_SHORT = 4  # words: "nicht im Lieferumfang enthalten"
_LONGEST = 30  # units of a clause; what is longer is a list


def denied_units(units: Sequence[Unit]) -> dict[int, int]:
    """The places of what the units deny, each with the place of the last word that denies it."""
    denied = _denied_ahead(units)
    if not any(unit.text in _PREDICATES for unit in units):
        return denied
    for first, last in stretches(units):
        for at in range(first, last):
            if units[at].text in _PREDICATES:
                denied.update((place, max(at, place)) for place in _denied_by(units, at, first, last))
    return denied


def denies_key(units: Sequence[Unit]) -> bool:
    """Whether a value of the data says that what its key names is not there: "nein, max. 60 °C", "nicht enthalten"."""
    if units and units[0].text.lower() in _NO and (len(units) == 1 or units[1].gap != NONE):
        return True
    for first, last in stretches(units):
        words = [units[at].text.lower() for at in range(first, last)]
        if words[0] == "nicht" and 2 <= len(words) <= _SHORT and words[-1] in _SUITED | _INCLUDED:
            return True
        if len(words) == 1 and words[0] in _AVOIDED:
            return True
    return False


def negates(unit: Unit) -> bool:
    """Whether a word negates by itself: "nicht", "keine", "nie", "ohne"."""
    return unit.sense.role == "not" or unit.text.lower() in _NEVER


def _denied_ahead(units: Sequence[Unit]) -> dict[int, int]:
    """What "ohne", "kein", "nicht" and "statt" deny: up to the next noun, and those listed with it."""
    denied: dict[int, int] = {}
    adjective_only = False
    state = 0  # 1: denying, 2: a denied noun is behind
    for place, unit in enumerate(units):
        role = unit.sense.role
        if state == 1 and adjective_only and place and units[place - 1].sense.attributive:
            state = 0
        if role == "of" and place and units[place - 1].text.lower() == "frei" and not unit.gap:
            adjective_only, state = False, 1  # "frei von PFC"
        elif role == "not":
            adjective_only = unit.text.lower() == "nicht"
            state = 1 if denies_ahead(units, place) else 0
        elif state and (unit.gap or role in ("with", "from", "of")):
            goes_on = _is_negated_phrase(units, place) or (state == 2 and _is_listed(units, place))
            adjective_only = False
            if not goes_on:
                state = 0
            elif unit.gap:
                denied[place] = place
        elif state == 2:
            state = 1 if role in ("and", "nor") and not _begins_phrase(units, place + 1) else 0
        elif state and role not in ("and", "nor"):
            denied[place] = place
            state = 2 if unit.sense.noun else state
    return denied


def _begins_phrase(units: Sequence[Unit], at: int) -> bool:
    """ "ohne Druck und eine Tasche", "frei von Nickel und lässt sich …": what begins behind "und" is not denied."""
    return at < len(units) and units[at].gap == NONE and units[at].text.lower() in _BEGINNING


def denies_ahead(units: Sequence[Unit], place: int) -> bool:
    """Whether a negation denies what is ahead: not in "nicht nur", "nicht ohne", "kein Problem", "keine davon"."""
    behind = unit_behind(units, place)
    following = behind.text.lower() if behind is not None else ""
    ahead = {unit.text.lower() for unit in units[place + 1 : place + 4] if unit.gap == NONE}
    if following in _KEEPING or (units[place].text.lower() == "nicht" and _INCLUDED & ahead):
        return False
    if following == "mit" and place + 2 < len(units) and units[place + 2].text.startswith("dies"):
        return False  # "Krümel? Nicht mit diesem Sieb"
    if units[place].text.lower() == "ohne" and place and units[place - 1].text.lower() == "nicht":
        return False
    return not (units[place].text.lower().startswith("kein") and following in _OF_THE_KNOWN)


def _is_negated_phrase(units: Sequence[Unit], place: int) -> bool:
    """ "nicht aus Leder", "statt mit Knöpfen": a phrase right behind the negation is what it denies."""
    return place > 0 and not units[place].gap and units[place - 1].sense.role == "not"


def _is_listed(units: Sequence[Unit], place: int) -> bool:
    """ "ohne Kapuze, Gürtel und Taschen": whether a noun goes on with a list that "und" ends."""
    if units[place].gap != COMMA or not units[place].sense.noun:
        return False
    following = unit_behind(units, place)
    return following is not None and following.sense.role in ("and", "nor")


def stretches(units: Sequence[Unit]) -> Iterator[tuple[int, int]]:
    """Where each stretch of words without a comma or another sign between them begins and ends."""
    first = 0
    for at in range(1, len(units) + 1):
        if at == len(units) or units[at].gap != NONE:
            yield first, at
            first = at


def _denied_by(units: Sequence[Unit], at: int, first: int, last: int) -> list[int]:
    """The places of what the predicate at `at` denies in the clause `first:last`."""
    text = units[at].text.lower()
    behind = {units[place].text.lower() for place in range(at + 1, min(at + 4, last))}
    found: list[int] = []
    if text == "nicht" and (_INCLUDED & behind or (units[last - 1].text.lower() in _PARTICLES and at + 2 >= last)):
        found = _subjects(units, at, first)
    elif text == "nicht" and at + 1 < last and units[at + 1].text.lower() in _SUITED:
        found = _suited(units, at, first)
    elif text in _LATE:
        found = _denied_late(units, at, first) if at + 1 == last else []
    elif text == "nichts":
        found = _subjects(units, at, first) if _OUT_OF_PLACE & behind else []
    elif text in _APART:
        clause = {units[place].text.lower() for place in range(first, last)}
        found = _subjects(units, at, first) if _BOUGHT & clause else []
    elif not any(negates(units[place]) for place in range(first, last)):
        if text in _FORGONE:
            found = _behind_auf(units, at)
        elif text in _REPLACED:
            found = _listed_nouns(units, at + 1) or _subjects(units, at, first)
        else:
            found = _subjects(units, at, first) or named_nouns(units, at + 1, last)
    return found


def _behind_auf(units: Sequence[Unit], at: int) -> list[int]:
    """ "auf Nieten und Schnallen wurde verzichtet", "verzichtet auf Nieten"."""
    for step in (range(at - 1, max(-1, at - _LONGEST), -1), range(at + 1, min(len(units), at + _LONGEST))):
        for place in step:
            if units[place].text.lower() == "auf":
                return _listed_nouns(units, place + 1)
            if units[max(place, 0)].gap == STOP:
                break
    return []


def _listed_nouns(units: Sequence[Unit], place: int) -> list[int]:
    found: list[int] = []
    for at in range(place, min(len(units), place + _LONGEST)):
        unit = units[at]
        if unit.sense.noun:
            if found and unit.gap == NONE and units[at - 1].sense.noun:
                break
            found.append(at)
        elif unit.gap > COMMA or unit.text.lower() in _PREPOSITIONS or not _within_list(units, at):
            break
    return found


def _within_list(units: Sequence[Unit], at: int) -> bool:
    sense = units[at].sense
    return sense.role in ("function", "and", "number") or (sense.attributive and noun_after(units, at) is not None)


def named_nouns(units: Sequence[Unit], first: int, last: int) -> list[int]:
    """The nouns of a clause that neither a preposition nor a genitive leads."""
    found: list[int] = []
    led = False
    for at in range(first, last):
        unit = units[at]
        text = unit.text.lower()
        if unit.sense.noun:
            found += [] if led else [at]
        elif text in _PREPOSITIONS or (text in _OF_THE_KNOWN and at > first and units[at - 1].sense.noun):
            led = True
        elif unit.sense.role == "function":
            led = led and units[at - 1].text.lower() in _PREPOSITIONS
        elif not (unit.sense.attributive or unit.sense.role in ("number", "and")):
            led = False
    return found


def _subjects(units: Sequence[Unit], at: int, first: int) -> list[int]:
    """What a predicate is said of: the noun before a relative clause or a bracket, else the nouns of its clause, and
    the article itself only where nothing else is named."""
    opener = units[first].text.lower()
    named = named_nouns(units, first, at)
    if first and ((units[first].gap == COMMA and opener in _RELATIVE) or (units[first].gap == COLON and not named)):
        nouns = (place for place in range(first - 1, max(-1, first - _LONGEST), -1) if units[place].sense.noun)
        return [place for place in (next(nouns, None),) if place is not None]
    return [place for place in named if not _is_known(units, place)] or named


def _suited(units: Sequence[Unit], at: int, first: int) -> list[int]:
    """ "für den Trockner nicht geeignet", "Gravur nicht möglich"."""
    named = named_nouns(units, first, at)
    led = [place for place in range(first, at) if units[place].sense.noun and place not in named]
    return led[-1:] or _subjects(units, at, first)


def _is_known(units: Sequence[Unit], place: int) -> bool:
    """ "dieser Loafer", "das Kleid", "das Modell": the article that is spoken of."""
    sense = units[place].sense
    before = unit_before(units, place)
    return not sense.kind or (sense.type is not None and before is not None and before.text.lower() in _DEFINITE)


def _denied_late(units: Sequence[Unit], at: int, first: int) -> list[int]:
    """ "Einen Gürtel besitzt sie nicht": what stands before the verb, else its object; "wasserdicht ist er nicht"."""
    verb = next((place for place in range(first, at) if units[place].text.lower() in _FINITE), None)
    fronted = range(first, at if verb is None else verb)
    if verb is not None and units[verb].text.lower() in _NEEDING:
        nouns = named_nouns(units, first, verb) + named_nouns(units, verb + 1, at)
        return [place for place in nouns if not _is_known(units, place)]
    nouns = [place for place in fronted if units[place].sense.noun and not opens_as_adjective(units[place])]
    if nouns:  # "ein Nassfach ist vorhanden, ein Schuhfach nicht"
        single = verb is None and units[nouns[0] - 1].text in _INDEFINITE and nouns[0] > first
        return nouns[:1] if single else []
    return [place for place in fronted if units[place].sense.kind]
