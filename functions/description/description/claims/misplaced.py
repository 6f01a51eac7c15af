"""What a text says to be at a place where the data has it at another: "das Logo in der Ferse" of one on the tongue,
"die Spitze ist verstärkt" of a boot whose Ferse is so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from description.claims.binding import adjectives_before, genitive_head, noun_after
from description.claims.everywhere import everywhere, only
from description.claims.index import Index, Told
from description.claims.known_places import fits, placed, relations_of
from description.claims.line import COMMA, NONE, Unit
from description.claims.material_parts import material_parts
from description.claims.mention import Otherwise
from description.claims.places import Located, Place, compounded, is_place, located, names_place, place_of, same_region
from description.claims.positions import side_of
from description.claims.roles import INHERENT
from description.claims.targets import FINITE, clause_of, is_nominative, subject_of
from description.language.function_words import function_words

_AFFECTING = function_words("affecting-verb")
_HAVING = function_words("having-verb")
_WEARER = function_words("wearer-place")
_FIGURE = function_words("figure-verb")
_PLACING = function_words("place-preposition")
_BUT = "sondern"
_CORRECTING = function_words("correcting")
_RELATIVE = function_words("relative")


def misplaced(units: Sequence[Unit], index: Index) -> Iterator[Otherwise]:
    """What a text relates otherwise than the data does, in order."""
    if not index.relations:
        return
    yield from _compounded(units, index)
    telling = _telling(units, index)
    for first, last in _clauses(units) if telling else ():
        if telling.isdisjoint(range(first, last)) and telling.isdisjoint(_antecedent(units, first)):
            continue
        for found in (*located(units, first, last), *_affected(units, first, last)):
            beside = any(placed(units[at].sense, index) for at in _beside(units, found, first))
            wearer = found.first < found.at and not beside
            if _is_meant(units[found.at], found.place, index, wearer=wearer):
                yield from _elsewhere(units, found, first, last, index)
        yield from _of_another(units, first, last, index)
        yield from _at_side(units, first, last, index)
        yield from everywhere(units, first, last, index)
        yield from only(units, first, last, index)


def _telling(units: Sequence[Unit], index: Index) -> set[int]:
    """The places of the words that name a thing that the data has at a place; most texts have few."""
    return {at for at, unit in enumerate(units) if relations_of(unit.sense, index)}


def _clauses(units: Sequence[Unit]) -> Iterator[tuple[int, int]]:
    """The clauses, also those that "und" parts where a verb stands on either side of it."""
    at = 0
    while at < len(units):
        _, last = clause_of(units, at)
        while last < len(units) and units[last].text == _BUT:
            _, last = clause_of(units, last)
        first = at
        for place in range(at + 1, last):
            if units[place].sense.role == "and" and _joins_clauses(units, first, place, last):
                yield first, place
                first = place + 1
        yield first, last
        at = max(last, at + 1)


def _is_meant(unit: Unit, place: Place, index: Index, *, wearer: bool) -> bool:
    """Whether a place is one on the article, not another garment nor, where it may be, one of the wearer."""
    if (wearer and unit.text in _WEARER) or (unit.sense.type is not None and not is_place(unit.sense.stem)):
        own = (part for relation, _ in index.relations for part in (relation.place.part, relation.host) if part)
        return not index.is_article(unit.sense) and any(same_region(place.part, part) for part in own)
    return True


def _joins_clauses(units: Sequence[Unit], first: int, at: int, last: int) -> bool:
    """Whether an "und" parts two clauses; the first one of "hat A und B und ist C" does not."""
    verb = next((place for place in range(at + 1, last) if _is_verb(units[place])), None)
    joined = verb is not None and (verb == at + 1 or units[verb - 1].sense.role != "and")
    return joined and any(_is_verb(units[place]) for place in range(first, at))


def _is_verb(unit: Unit) -> bool:
    text = unit.text.lower()
    return text in FINITE or text in _AFFECTING or text in _HAVING


def _affected(units: Sequence[Unit], first: int, last: int) -> Iterator[Located]:
    """ "Cordura verstärkt Knie und Gesäß": the parts that a verb is done to."""
    verb = next((at for at in range(first, last) if units[at].text in _AFFECTING), None)
    if verb is None or verb == first:
        return
    figure = units[verb].text in _FIGURE
    behind = list(_objects(units, verb + 1, last))
    ahead = [at for at in range(first, verb) if units[at].sense.noun][:1]
    for nouns in (behind, ahead):
        places = [at for at in nouns if names_place(units[at].sense)]
        yield from (Located(at, at, place_of(units[at])) for at in places if not (figure and units[at].text in _WEARER))
        if places:
            return


def _objects(units: Sequence[Unit], at: int, last: int) -> Iterator[int]:
    """The nouns from here on that no preposition leads: "den Korpus, sondern auch die Ärmel"."""
    for place in range(at, last):
        unit = units[place]
        if unit.sense.noun:
            yield place
        elif (
            unit.text.lower() in _PLACING
            or unit.sense.role in ("with", "from", "of")
            or (not _determines(unit) and unit.text not in _CORRECTING and unit.sense.role not in ("and", "not"))
        ):
            return


def _determines(unit: Unit) -> bool:
    return unit.sense.attributive or (unit.sense.role in ("function", "number") and unit.text.lower() not in _PLACING)


def _elsewhere(units: Sequence[Unit], found: Located, first: int, last: int, index: Index) -> Iterator[Otherwise]:
    """A thing that the data has at other places only."""
    beside = [
        at
        for at in _beside(units, found, first)
        if relations_of(units[at].sense, index) or not index.is_article(units[at].sense)
    ]
    told = _told(units, beside, index)
    if not told and not beside:
        near = [at for at in range(first, last) if not found.first <= at <= found.at and not _describes(units, at)]
        told = _told(units, [*near, *_antecedent(units, first)], index)
    if told and not any(fits(found.place, relations, index) for _, relations in told):
        at, relations = told[0]
        yield Otherwise(found.first, found.at, units[at].sense, units[found.at].sense, relations[0][1], "place")


def _told(units: Sequence[Unit], places: Sequence[int], index: Index) -> list[tuple[int, Sequence[Told]]]:
    """Those of the units that the data has at places, and there alone, each with where."""
    return [(at, told) for at in places if (told := placed(units[at].sense, index))]


def _antecedent(units: Sequence[Unit], first: int) -> list[int]:
    """ "Lurex, der am Bund eingewebt ist": what a relative clause is about."""
    if first and units[first].gap == COMMA and units[first].text in _RELATIVE and units[first - 1].sense.noun:
        return [first - 1]
    return []


def _of_another(units: Sequence[Unit], first: int, last: int, index: Index) -> Iterator[Otherwise]:
    """ "Kariert ist nur das Oberteil", "die Unterseite schimmert in Satin": what the data says of other parts only."""
    for at in range(first, last):
        sense = units[at].sense
        if sense.role or not sense.kind or not (told := placed(sense, index)):
            continue
        part = _part_of(units, at, first, last)
        if part is None or part == at or not names_place(units[part].sense) or index.is_article(units[part].sense):
            continue
        place = place_of(units[part])
        if sense.colour is not None and not place.sides:
            continue  # the colours of parts are looked up by the parts
        if not fits(place, told, index):
            yield Otherwise(min(at, part), max(at, part), sense, units[part].sense, told[0][1], "feature")


def _compounded(units: Sequence[Unit], index: Index) -> Iterator[Otherwise]:
    """ "Die Fleece-Außenseite", of one that is inside of fleece."""
    for at, unit in enumerate(units):
        found = compounded(unit.text) if unit.sense.noun and unit.sense.stem not in INHERENT else None
        told = placed(found[0], index) if found is not None else ()
        if found is not None and told and not index.places(unit.sense.names) and not fits(found[1], told, index):
            yield Otherwise(at, at, found[0], unit.sense, told[0][1], "feature")


def _at_side(units: Sequence[Unit], first: int, last: int, index: Index) -> Iterator[Otherwise]:
    """ "Weiß liegt oben": a colour or a material that the data has at another side."""
    sides = [at for at in range(first, last) if not units[at].sense.noun or at == first]
    for at in sides:
        side = side_of(units[at].text)
        if side is None or (units[at].sense.attributive and noun_after(units, at) is not None):
            continue
        said = Place("", frozenset({side}))
        shown = (near for near in range(first, last) if units[near].sense.colour or units[near].sense.material)
        told = _told(units, [near for near in shown if near != at], index)
        if told and not any(fits(said, relations, index) for _, relations in told):
            thing, relations = told[0]
            yield Otherwise(
                min(at, thing), max(at, thing), units[thing].sense, units[at].sense, relations[0][1], "value"
            )


def _part_of(units: Sequence[Unit], at: int, first: int, last: int) -> int | None:
    """The noun that an adjective is said of, or that has a thing."""
    sense = units[at].sense
    if sense.material is not None and sense.noun:
        made = next((place for _, place in material_parts(units, at) if place != at), None)
        if made is not None and units[made].sense.noun:
            return made
    if not sense.noun:
        return noun_after(units, at) if sense.attributive else subject_of(units, at)
    subject = next((place for place in range(first, at) if is_nominative(units, place, first)), None)
    return subject if subject is not None and _is_had(units, subject, at, last) else None


def _is_had(units: Sequence[Unit], subject: int, at: int, last: int) -> bool:
    """Whether a subject has a thing: "hat Satin", "glänzt in Satin", "dass die Rückseite Palmen zeigt"."""
    if any(units[place].text.lower() in _HAVING for place in range(subject + 1, at)):
        return True
    between = (place for place in range(subject + 1, at) if units[place].sense.noun)
    if any(genitive_head(units, place) is None for place in between):  # "Taschen und Träger mit Knöpfen"
        return False
    before = units[at - 1].text.lower() if units[at].gap == NONE else ""
    return before in ("in", "mit") or units[last - 1].text.lower() in _HAVING


def _beside(units: Sequence[Unit], found: Located, first: int) -> list[int]:
    """The noun right before the preposition, with its adjectives: "verstärktes Gewebe am Gesäß"."""
    at = found.first - 1
    if at < first or units[found.first].gap != NONE or not units[at].sense.noun or _is_led(units, at, first):
        return []
    begin = max(first, adjectives_before(units, at))
    return [place for place in range(at, begin - 1, -1) if not _describes(units, place)]


def _is_led(units: Sequence[Unit], at: int, first: int) -> bool:
    """Whether a noun is a place itself: "beim Sakko auf der linken Seite"."""
    return names_place(units[at].sense) and any(place.at == at for place in located(units, first, at + 1))


def _describes(units: Sequence[Unit], at: int) -> bool:
    """Whether a word only describes a noun that says something itself: "ein verdeckter Reißverschluss"."""
    noun = noun_after(units, at) if units[at].sense.attributive else None
    return noun is not None and bool(units[noun].sense.kind) and units[noun].sense.stem not in INHERENT
