"""Which part a material is said of: "Futter aus Fleece", "Leder am Schaft", "mit Daunen gefüllt"."""

from __future__ import annotations

from collections.abc import Sequence

from description.claims.binding import adjectives_before, genitive_head, noun_behind
from description.claims.line import COMMA, NONE, STOP, Unit, unit_behind
from description.claims.quantities import QUANTITIES
from description.claims.roles import FILLING, LINING, MAIN
from description.claims.senses import Sense
from description.claims.shares import is_fraction
from description.claims.stems import stem
from description.claims.targets import subject_of
from description.claims.world import is_of_the_world
from description.language.function_words import function_words

_LINED = f"~{stem('gefüttert')}"
_CLADDING = function_words("cladding-verb")
_CLAD = f"~{stem('ausgekleidet')}"
_FILLED = frozenset({f"~{stem('gefüllt')}", f"~{stem('wattiert')}"})
_PLACES = function_words("part-preposition")
_ARTICLES = function_words("part-article")
_MADE = function_words("made-verb")
_CROSSED = _ARTICLES | {"sich"}
_SHORTEST = 4
_QUANTITIES = frozenset(last for last in QUANTITIES.lasts if len(last) >= _SHORTEST)
_WHERE = function_words("part-place")
_FORMING = function_words("forming-verb")
_FRONTED_MADE = function_words("fronted-made-verb")
_LONGEST_LIST = 100  # words of materials and percentages in a row; what stands before more of them is far away
_REACH = 3  # words to a part behind its preposition
# A part's slot, and the place of the word that names it.
Part = tuple[str, int]


def material_parts(units: Sequence[Unit], place: int) -> tuple[Part, ...]:
    """The parts that a material is said of; the article itself, slot "", when none is named."""
    sense = units[place].sense
    own = "" if any(option.head is sense.material for option in sense.options) else sense.part
    if own and own != MAIN:
        return ((own, place),)
    behind = unit_behind(units, place)
    if behind is not None and behind.text in _CLADDING:
        return ((LINING, place),)
    return _lined(units, place) or _Before(units, place).parts() or part_behind(units, place) or (("", place),)


def _lined(units: Sequence[Unit], place: int) -> tuple[Part, ...]:
    """ "mit Fleece gefüttert", "gefüttert mit Fleece", "mit Daunen gefüllt"."""
    at = place - 1
    while at >= 0 and units[at + 1].gap in (NONE, COMMA) and _is_listed(units[at]) and place - at <= _LONGEST_LIST:
        at -= 1
    if at < 0 or place - at > _LONGEST_LIST or units[at].sense.role != "with" or units[at + 1].gap != NONE:
        return ()
    first = at
    while first > 0 and not units[first].gap:
        first -= 1
    for near in (place + 1, *range(at - 1, first - 1, -1)):
        sense = units[near].sense if near < len(units) else None
        if sense is None or sense.attributive:
            continue
        if _CLAD in sense.answers or _LINED in sense.answers:
            return ((LINING, near),)
        if not _FILLED.isdisjoint(sense.answers):
            return ((FILLING, near),)
    return ()


def _is_listed(unit: Unit) -> bool:
    sense = unit.sense
    return sense.role in ("number", "and") or unit.text in ("%", "Prozent") or sense.attributive or bool(sense.material)


class _Before:
    """Walks back from a material to what it is said of: "der Schaft ist aus Leder"."""

    def __init__(self, units: Sequence[Unit], place: int) -> None:
        self._units = units
        self._place = self._at = place
        self._linked = False  # "aus" is behind
        self._crossed = False  # a verb or another small word is behind

    def parts(self) -> tuple[Part, ...]:
        """The parts, as slots; () when none is said."""
        while self._at > 0 and self._place - self._at < _LONGEST_LIST:
            self._at -= 1
            found = self._step()
            if found is not None:
                return found
        return ()

    def _step(self) -> tuple[Part, ...] | None:
        """What the unit reached says; None to go on."""
        unit, behind = self._units[self._at], self._units[self._at + 1]
        sense = unit.sense
        if behind.gap == STOP:
            return ()
        if is_fraction(unit.text) or unit.text.lower() in _QUANTITIES:
            return None
        listed = sense.material is not None or sense.role == "number" or unit.text in "%‰"
        if not listed and (behind.gap == COMMA or behind.sense.role == "and"):
            return ()
        if sense.role == "link" and self._at and self._units[self._at - 1].sense.role == "and":
            return self._of_shared_subject()
        if sense.role:
            return self._small_word(unit, listed=listed)
        if sense.type is not None and self._skip_genitive():
            return None  # "das Hutband des Strohhuts"
        if listed:
            return self._material(sense, behind)
        if sense.noun and self._skip_genitive():
            return None  # "das Futter der Tasche"
        return self._other(unit)

    def _small_word(self, unit: Unit, *, listed: bool) -> tuple[Part, ...] | None:
        role = unit.sense.role
        if role == "inside":
            return ((_side(unit), self._at),)
        if role == "function" and unit.text.lower() not in _CROSSED:
            return ()
        if role == "with" and self._at > 0 and not _leads(self._units[self._at - 1].sense):
            return ()
        self._linked = self._linked or role == "from"
        if not listed and role not in ("from", "link"):
            self._cross(unit)
        return None

    def _material(self, sense: Sense, behind: Unit) -> tuple[Part, ...] | None:
        """Another material of the list, or one that the material is that of: "der Tweed besteht aus Wolle"."""
        if sense.material is None:
            return None
        if sense.part:  # "Lederfutter, Gummi": the list is over
            return ((sense.part, self._at),) if self._linked else ()
        if behind.sense.role == "from" or (self._linked and behind.text in _MADE):
            return self._of_type(sense)
        return None

    def _other(self, unit: Unit) -> tuple[Part, ...] | None:
        sense = unit.sense
        if sense.part:
            if self._linked and not sense.options:
                return self._of_type(sense)  # "der Mond aus Baumwolle"
            placed = any(before.text.lower() in _WHERE for before in self._units[max(0, self._at - 2) : self._at])
            found = self._linked or placed or not self._crossed
            return _joined_parts(self._units, self._at) if found else ()
        if sense.noun:
            return self._of_type(sense) if self._linked else ()
        self._cross(unit)
        return None

    def _of_shared_subject(self) -> tuple[Part, ...]:
        """ "Sie hat eine Bommel aus Pelz und besteht aus Wolle": of what the first verb is said."""
        subject = subject_of(self._units, self._place)
        if subject is None:
            return ()
        noun = self._units[subject].sense
        return ((noun.part or f"type:{noun.stem}", subject),)

    def _skip_genitive(self) -> bool:
        owner = genitive_head(self._units, self._at)
        if owner is not None:
            self._at = owner + 1
        return owner is not None

    def _cross(self, unit: Unit) -> None:
        verb = unit.text.endswith("en") and self._units[self._at + 1].sense.role == "function"
        self._crossed = self._crossed or verb or not (unit.sense.role or unit.sense.attributive)

    def _of_type(self, sense: Sense) -> tuple[Part, ...]:
        return ((f"type:{sense.stem}", self._place),)


def _leads(sense: Sense) -> bool:
    """Whether what stands before "mit" may go on to the material behind it."""
    return bool(sense.part) or sense.material is not None or sense.role == "inside"


def _joined_parts(units: Sequence[Unit], at: int) -> tuple[Part, ...]:
    """The part at this place, and those joined to it before: "Obermaterial und Innenausstattung"."""
    parts, kind = [(units[at].sense.part, at)], units[at].sense.kind
    joined = False
    while at >= 2 and (units[at - 1].sense.role == "and" or (joined and units[at].gap == COMMA)):
        at -= 2 if units[at - 1].sense.role == "and" else 1
        joined = True
        sense = units[at].sense
        other = sense.kind != kind and "closure" in (sense.kind, kind)  # "Verschluss und Bommel aus Pelz"
        if not sense.part or sense.material is not None or other or (at and units[at - 1].text == "in"):
            break  # "aus Kunstleder in Lackoptik, Futter und Sohle aus Leder"
        if at and not units[at].gap and units[at - 1].sense.attributive:
            break  # "mit besticktem Saum und Verschluss aus Stahl"
        parts.insert(0, (sense.part, at))
    return tuple(parts)


def _side(unit: Unit) -> str:
    return LINING if unit.text.lower() == "innen" else MAIN


def part_behind(units: Sequence[Unit], place: int) -> tuple[Part, ...]:
    """ "Leder am Schaft", "Fleece als Futter"."""
    at = place + 1
    if at == len(units):
        return ()
    if verbal := _of_verb(units, place):
        return verbal
    preposition = units[at]
    if preposition.gap != NONE:
        return ()
    if preposition.sense.role == "inside":
        return ((_side(preposition), at),)
    if preposition.text.lower() not in _PLACES:
        return ()
    for reached in range(at + 1, min(at + 1 + _REACH, len(units))):
        unit = units[reached]
        if unit.gap:
            return ()
        if unit.sense.part and is_of_the_world(units, reached):
            return ()  # "an der Leine trocknen"
        if unit.sense.part and not (preposition.text == "in" and unit.sense.kind == "feature"):
            return ((unit.sense.part, reached),)
        if unit.sense.noun or not (unit.sense.attributive or unit.text.lower() in _ARTICLES):
            return ()
    return ()


def _of_verb(units: Sequence[Unit], place: int) -> tuple[Part, ...]:
    """ "Mesh bildet das Futter", "aus Satin besteht der Kragen": the noun behind the verb."""
    verb = units[place + 1]
    first = adjectives_before(units, place)
    fronted = first > 0 and units[first - 1].sense.role == "from" and (first == 1 or units[first - 1].gap)
    forms = verb.text in _FORMING or (fronted and verb.text in _FRONTED_MADE)
    noun = noun_behind(units, place + 1) if forms and not verb.gap else None
    if noun is None:
        return ()
    sense = units[noun].sense
    return ((sense.part or f"type:{sense.stem}", noun),)
