"""What a text says to be at a place, or everywhere, or nowhere else, where the data says otherwise: "das Logo in der
Ferse" of one on the tongue, "rundum elastisch" of a waistband that is so at the back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from description.claims.binding import noun_after
from description.claims.extents import ENTIRE
from description.claims.index import Index
from description.claims.line import COMMA, NONE, Unit
from description.claims.mention import Otherwise
from description.claims.places import Located, Place, agree, located, names_place, place_of, same_region
from description.claims.relations import Relation
from description.claims.roles import INHERENT, NOTHING
from description.claims.senses import Sense
from description.claims.stems import stem
from description.claims.targets import FINITE, clause_of, is_nominative, subject_of, target_key
from description.german.function_words import function_words, lower_words

_AFFECTING = function_words("affecting-verb")
_ONLY = function_words("exclusive")
_EVERYWHERE = lower_words("everywhere")
_HAVING = function_words("having-verb")
_WEARER = function_words("wearer-place")
_FIGURE = function_words("figure-verb")
_PLACING = function_words("place-preposition")
_BOTH = function_words("both")
_SIDE = stem("Seite")
_BUT = "sondern"
_CORRECTING = function_words("correcting")
_RELATIVE = function_words("relative")
_CLOSING = function_words("closing-verb")
_CLOSURE = f"~{stem('Verschluss')}"
_SHORTEST = 4
_LONG = 6
_ENDING = re.compile(r"(?<=^[a-zäöü]{4})(?:t|en)$|(?<=^[a-zäöü]{5})(?:t|en)$|(?<=^[a-zäöü]{6})(?:t|en)$")


def misplaced(units: Sequence[Unit], index: Index) -> Iterator[Otherwise]:
    """What a text relates otherwise than the data does, in order."""
    if not index.relations:
        return
    for first, last in _clauses(units):
        for found in (*located(units, first, last), *_affected(units, first, last)):
            if _is_meant(units[found.at], found.place, index, wearer=found.first < found.at):
                yield from _elsewhere(units, found, first, last, index)
        yield from _of_another(units, first, last, index)
        yield from _everywhere(units, first, last, index)
        yield from _only(units, first, last, index)


def _clauses(units: Sequence[Unit]) -> Iterator[tuple[int, int]]:
    """The clauses, also those that "und" parts where a verb stands on either side of it."""
    at = 0
    while at < len(units):
        _, last = clause_of(units, at)
        while last < len(units) and units[last].text == _BUT:
            _, last = clause_of(units, last)
        first = at
        for place in range(at + 1, last):
            if units[place].sense.role == "and" and _has_verb(units, first, place) and _has_verb(units, place, last):
                yield first, place
                first = place + 1
        yield first, last
        at = max(last, at + 1)


def _is_meant(unit: Unit, place: Place, index: Index, *, wearer: bool) -> bool:
    """Whether a place is one on the article, not another garment nor, where it may be, one of the wearer."""
    if (wearer and unit.text in _WEARER) or unit.sense.type is not None:
        own = (part for relation, _ in index.relations for part in (relation.place.part, relation.host) if part)
        return not index.is_article(unit.sense) and any(same_region(place.part, part) for part in own)
    return True


def _has_verb(units: Sequence[Unit], first: int, last: int) -> bool:
    return any(_is_verb(units[at]) for at in range(first, last))


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
    beside = _beside(units, found, first)
    told = _told(units, beside, index)
    if not told and not beside:
        near = [at for at in range(first, last) if not found.first <= at <= found.at and not _describes(units, at)]
        told = _told(units, [*near, *_antecedent(units, first)], index)
    if not told and any(units[at].text.lower() in _CLOSING for at in range(first, last)):
        closure = [item for item in index.relations if _CLOSURE in item[0].thing]
        told = [(found.at, closure)] if closure else []
    if told and not any(_fits(found.place, relations, index) for _, relations in told):
        at, relations = told[0]
        yield Otherwise(found.first, found.at, units[at].sense, units[found.at].sense, relations[0][1], "place")


def _told(units: Sequence[Unit], places: Sequence[int], index: Index) -> list[tuple[int, list[tuple[Relation, int]]]]:
    """Those of the units that the data has at places, and there alone, each with where."""
    told = ((at, _relations(units[at].sense, index)) for at in places)
    return [(at, relations) for at, relations in told if relations and not _is_loose(units[at].sense, index)]


def _antecedent(units: Sequence[Unit], first: int) -> list[int]:
    """ "Lurex, der am Bund eingewebt ist": what a relative clause is about."""
    if first and units[first].gap == COMMA and units[first].text in _RELATIVE and units[first - 1].sense.noun:
        return [first - 1]
    return []


def _of_another(units: Sequence[Unit], first: int, last: int, index: Index) -> Iterator[Otherwise]:
    """ "Kariert ist nur das Oberteil", "die Unterseite schimmert in Satin": what the data says of other parts only."""
    subject = next((at for at in range(first, last) if is_nominative(units, at, first)), None)
    for at in range(first, last):
        sense = units[at].sense
        if sense.role or not sense.kind or sense.colour is not None:
            continue
        if sense.material is not None or (sense.noun and sense.options and sense.options[0].head.noun is not None):
            part = subject if subject is not None and subject < at and _is_had(units, subject, at) else None
        else:
            part = noun_after(units, at) if sense.attributive else subject_of(units, at)
        if part is None or part == at or not names_place(units[part].sense) or index.is_article(units[part].sense):
            continue
        told = _relations(sense, index)
        if told and not _is_loose(sense, index) and not _fits(place_of(units[part]), told, index):
            yield Otherwise(min(at, part), max(at, part), sense, units[part].sense, told[0][1], "feature")


def _is_had(units: Sequence[Unit], subject: int, at: int) -> bool:
    """Whether a subject has a thing: "hat Satin", "glänzt in Satin"."""
    before = units[at - 1].text.lower() if units[at].gap == NONE else ""
    beside = not any(unit.sense.noun for unit in units[subject + 1 : at])  # "Taschen und Träger mit Knöpfen"
    return (before in ("in", "mit") and beside) or any(
        units[place].text.lower() in _HAVING for place in range(subject + 1, at)
    )


def _beside(units: Sequence[Unit], found: Located, first: int) -> list[int]:
    """The noun right before the preposition, with its adjectives: "verstärktes Gewebe am Gesäß"."""
    at = found.first - 1
    if at < first or units[found.first].gap != NONE or not units[at].sense.noun or _is_led(units, at, first):
        return []
    nouns = [at]
    while at > first and units[at].gap == NONE and units[at - 1].sense.attributive:
        at -= 1
        nouns.append(at)
    return [at for at in nouns if not _describes(units, at)]


def _is_led(units: Sequence[Unit], at: int, first: int) -> bool:
    """Whether a noun is a place itself: "beim Sakko auf der linken Seite"."""
    return names_place(units[at].sense) and any(place.at == at for place in located(units, first, at + 1))


def _describes(units: Sequence[Unit], at: int) -> bool:
    """Whether a word only describes a noun: "ein verdeckter Reißverschluss"."""
    noun = noun_after(units, at) if units[at].sense.attributive else None
    return noun is not None and units[noun].sense.stem not in INHERENT


def _called(said: Place, told: Sequence[tuple[Relation, int]], index: Index) -> Iterator[tuple[Relation, int]]:
    """What the data calls by the name of a place: "Unterteil: Hose mit Gummibund", of "die Hose"."""
    places = {relation.place.part for relation, _ in told}
    for relation, source in index.relations:
        if f"~{said.part}" in relation.thing and relation.place.part in places:
            yield relation, source


def _fits(said: Place, told: Sequence[tuple[Relation, int]], index: Index) -> bool:
    """Whether the data may have a thing at a place that a text names."""
    for relation, source in (*told, *_called(said, told, index)):
        if (relation.host and said.sides & relation.place.sides) or _is_called(said.part, relation.thing):
            return True
        if agree(said, relation.place) and (relation.place.part or not _is_of_others(said, source, told, index)):
            return True
    return False


def _is_called(part: str, thing: frozenset[str]) -> bool:
    """Whether a thing has the name of a part: the Schluppenkragen is at the Kragen."""
    return bool(part) and any(key.endswith(part) for key in thing)


def _is_of_others(said: Place, source: int, told: Sequence[tuple[Relation, int]], index: Index) -> bool:
    """Whether the entry names the place, of other things alone: "Zopfmuster vorn; Ärmel glatt"."""
    own = [relation for relation, _ in told]
    beside = [relation for relation, place in index.relations if place == source and relation not in own]
    return bool(said.part) and any(
        relation.place.part and same_region(said.part, relation.place.part) for relation in beside
    )


def _everywhere(units: Sequence[Unit], first: int, last: int, index: Index) -> Iterator[Otherwise]:
    """ "rundum dehnbarer Bund", "ganz mit Fleece gefüttert": what the data says of one side or part only."""
    for at in range(first, last):
        end = _says_everywhere(units, at, last)
        if end is None or (at and units[at - 1].text.lower() == "nicht"):
            continue
        near = (*range(end + 1, last), *range(at - 1, first - 1, -1))
        for thing in near:
            told = _relations(units[thing].sense, index)
            if not told or (units[thing].sense.noun and _is_loose(units[thing].sense, index)):
                continue
            if end > at and all("side" in relation.place.sides for relation, _ in told):
                break  # "an beiden Seiten" ← seitlich
            if _is_limited(units, thing, told, index):
                yield Otherwise(at, end, units[thing].sense, units[at].sense, told[0][1], "place")
            break


def _says_everywhere(units: Sequence[Unit], at: int, last: int) -> int | None:
    """The last unit of "rundum", "beide Seiten"."""
    text = units[at].text.lower()
    if text in _EVERYWHERE:
        return at
    both = text in _BOTH and at + 1 < last and not units[at + 1].gap and units[at + 1].sense.stem == _SIDE
    return at + 1 if both else None


def _is_limited(units: Sequence[Unit], at: int, told: Sequence[tuple[Relation, int]], index: Index) -> bool:
    """Whether the data has a thing at a side or at a part only of what the text says it of."""
    if any(extent.adjective == units[at].sense.stem and extent.much == ENTIRE for extent, _ in index.extents):
        return False
    noun = None if units[at].sense.noun else noun_after(units, at) if units[at].sense.attributive else None
    noun = subject_of(units, at) if noun is None and not units[at].sense.noun else noun
    about = units[noun].sense if noun is not None and not index.is_article(units[noun].sense) else None
    sided = {place for relation, place in told if relation.host or not relation.place.part}
    if about is None:
        loose = _is_loose(units[at].sense, index)
        return not loose and all(place in sided or relation.place.part for relation, place in told)
    part = target_key(about).partition(":")[2]
    own = {
        place for relation, place in told for of in (relation.host, relation.place.part) if of and same_region(of, part)
    }
    return bool(own) and own <= sided


def _only(units: Sequence[Unit], first: int, last: int, index: Index) -> Iterator[Otherwise]:
    """ "allein an der Ferse" of what the data has at the Schaft, too."""
    for found in located(units, first, last):
        if found.first == first or units[found.first - 1].text.lower() not in _ONLY:
            continue
        for at in (*range(found.first - 2, first - 1, -1), *range(found.at + 1, last)):
            told = _relations(units[at].sense, index)
            if told and not _is_loose(units[at].sense, index):
                others = [place for relation, place in told if not agree(found.place, relation.place)]
                if others and any(agree(found.place, relation.place) for relation, _ in told):
                    yield Otherwise(
                        found.first - 1, found.at, units[at].sense, units[found.at].sense, others[0], "place"
                    )
                break


def _relations(sense: Sense, index: Index) -> list[tuple[Relation, int]]:
    """The relations of the data of a thing."""
    if sense.role or sense.stem in NOTHING:
        return []
    if not (sense.kind or sense.noun):
        return _done(sense.text, index)
    own = f"~{sense.stem}"
    found = [item for item in index.relations if own in item[0].thing]
    names = frozenset(sense.names)
    found = found or [item for item in index.relations if not names.isdisjoint(item[0].thing)]
    if not found and sense.noun and len(sense.stem) >= _SHORTEST:
        found = [item for item in index.relations if _ends_alike(sense.stem, item[0].thing)]
    return found


def _done(verb: str, index: Index) -> list[tuple[Relation, int]]:
    """ "formt" of what is formend: by the root of a verb."""
    root = f"~{_ENDING.sub('', verb)}"
    if len(root) <= _SHORTEST or not _ENDING.search(verb):
        return []
    return [item for item in index.relations if any(key == root or key == f"{root}end" for key in item[0].thing)]


def _ends_alike(own: str, thing: frozenset[str]) -> bool:
    """ "Markenlogo" of a Logo, "Streifen" of a Reflexstreifen, "Geröllschutz" of a Geröllschutzrand."""
    ends = [key[1:] for key in thing if key[0] == "~" and len(key) > _SHORTEST]
    if any(own.endswith(end) or end.endswith(own) for end in ends):
        return True
    return len(own) >= _LONG - 1 and any(end.startswith(own) for end in ends)


def _is_loose(sense: Sense, index: Index) -> bool:
    """Whether the data also has the thing at no place in particular."""
    placed = {place for _, place in _relations(sense, index)}
    return any(place not in placed for name in sense.names for place in index.words.get(name, ()))
