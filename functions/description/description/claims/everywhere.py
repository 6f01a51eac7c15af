"""What a text says to be everywhere, or at one place only, where the data has it at one side or at others, too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from description.claims.binding import noun_after
from description.claims.extents import ENTIRE
from description.claims.index import Index, Told
from description.claims.known_places import is_loose, relations_of
from description.claims.line import Unit
from description.claims.mention import Otherwise
from description.claims.places import agree, located, names_place, same_region
from description.claims.polarity import negates
from description.claims.stems import stem
from description.claims.targets import subject_of, target_key
from description.language.function_words import function_words, lower_words

_ONLY = function_words("exclusive")
_EVERYWHERE = lower_words("everywhere")
_BOTH = function_words("both")
_SIDE = stem("Seite")


def everywhere(units: Sequence[Unit], first: int, last: int, index: Index) -> Iterator[Otherwise]:
    """ "rundum dehnbarer Bund", "ganz mit Fleece gefüttert": what the data says of one side or part only."""
    for at in range(first, last):
        end = _says_everywhere(units, at, last)
        denying = at + 1 < last and units[at + 1].sense.role == "not"  # "ganz ohne Bügel"
        if end is None or denying or (at and units[at - 1].text.lower() == "nicht"):
            continue
        near = (*range(end + 1, last), *range(at - 1, first - 1, -1))
        for thing in near:
            told = [] if names_place(units[thing].sense) else relations_of(units[thing].sense, index)
            if not told or (units[thing].sense.noun and is_loose(units[thing].sense, index)):
                continue
            if end > at and all("side" in relation.place.sides for relation, _ in told):
                break  # "an beiden Seiten" ← seitlich
            if not _is_of_its_part([*units[first:at], *units[end + 1 : last]], told) and _is_limited(
                units, thing, told, index
            ):
                yield Otherwise(at, end, units[thing].sense, units[at].sense, told[0][1], "place")
            break


def _says_everywhere(units: Sequence[Unit], at: int, last: int) -> int | None:
    """The last unit of "rundum", "beide Seiten"."""
    text = units[at].text.lower()
    if at + 1 < last and (negates(units[at + 1]) or units[at + 1].sense.denies):  # "ganz ohne Bügel"
        return None
    if text in _EVERYWHERE:
        behind = units[at + 1] if at + 1 < last and not units[at + 1].gap else None
        return None if behind is not None and (negates(behind) or behind.sense.denies) else at  # "ganz ohne Bügel"
    both = text in _BOTH and at + 1 < last and not units[at + 1].gap and units[at + 1].sense.stem == _SIDE
    return at + 1 if both else None


def _is_of_its_part(clause: Sequence[Unit], told: Sequence[Told]) -> bool:
    """Whether a clause names the part that the data says it of: "Den Riemen kann man ganz abnehmen"."""
    parts = {relation.place.part for relation, _ in told}
    sided = any(relation.host or not relation.place.part for relation, _ in told)
    named = (unit.sense.stem for unit in clause if unit.sense.noun)
    return not sided and any(same_region(part, noun) for noun in named for part in parts)


def _is_limited(units: Sequence[Unit], at: int, told: Sequence[Told], index: Index) -> bool:
    """Whether the data has a thing at a side or at a part only of what the text says it of."""
    if any(extent.adjective == units[at].sense.stem and extent.much == ENTIRE for extent, _ in index.extents):
        return False
    noun = None if units[at].sense.noun else noun_after(units, at) if units[at].sense.attributive else None
    noun = subject_of(units, at) if noun is None and not units[at].sense.noun else noun
    about = units[noun].sense if noun is not None and not index.is_article(units[noun].sense) else None
    sided = {place for relation, place in told if relation.host or not relation.place.part}
    if about is None:
        loose = is_loose(units[at].sense, index)
        return not loose and all(place in sided or relation.place.part for relation, place in told)
    part = target_key(about).partition(":")[2]
    own = {
        place for relation, place in told for of in (relation.host, relation.place.part) if of and same_region(of, part)
    }
    return bool(own) and own <= sided


def only(units: Sequence[Unit], first: int, last: int, index: Index) -> Iterator[Otherwise]:
    """ "allein an der Ferse" of what the data has at the Schaft, too."""
    for found in located(units, first, last):
        if found.first == first or units[found.first - 1].text.lower() not in _ONLY:
            continue
        for at in (*range(found.first - 2, first - 1, -1), *range(found.at + 1, last)):
            told = relations_of(units[at].sense, index)
            if told and not is_loose(units[at].sense, index):
                others = [place for relation, place in told if not agree(found.place, relation.place)]
                if others and any(agree(found.place, relation.place) for relation, _ in told):
                    yield Otherwise(
                        found.first - 1, found.at, units[at].sense, units[found.at].sense, others[0], "place"
                    )
                break
