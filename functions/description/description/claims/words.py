"""Finds what supports one word: the same word, a synonym, something more exact, or the parts of a compound."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from description.claims.counts import LEVELS, OF_LEVELS
from description.claims.cover import covering, of_alike, opened_by, saying
from description.claims.halves import of_compound
from description.claims.held import held_by, is_bound_apart
from description.claims.holders import stems_of
from description.claims.index import Index, Source
from description.claims.measures import with_digits
from description.claims.mention import Mention
from description.claims.nouns import noun_keys
from description.claims.opposites import opposed
from description.claims.options import Option
from description.claims.parts import same_part
from description.claims.renamed import of_renamed
from description.claims.roles import DIMENSIONAL
from description.claims.senses import Sense, sense
from description.claims.stated import Stated
from description.claims.stems import MIN_STEM, folded, stem
from description.claims.tallies import of_pieces
from description.claims.targets import part_named, target_key
from description.claims.word_keys import word_key
from description.domain.statement import Field
from description.language.vocabulary import Word

_PACK = re.compile(r"(\d+)er(?:pack|set)")
_PARTED = re.compile(r"(\d+)tei")
_LONG = "lang"
_SHORTEST_OPENING = 3


def of_word(mention: Mention, index: Index) -> list[int]:
    """The places of the sources that support the word of a mention: those that the first way to find any finds."""
    for way in _WAYS:
        found = way(mention, index)
        if found is not None:
            return found
    return []


# Each way gives None where it says nothing of the word, and [] where no source may support it.


def _of_itself(mention: Mention, index: Index) -> list[int] | None:
    """The word itself, or what is a kind of it, said of the same part."""
    found = named(mention.sense, index)
    about = mention.about
    part = "" if about is None or index.is_article(about) else part_named(about)
    if about is not None and not part and not about.options and target_key(about) in index.parts:
        part = target_key(about)  # "Klappe", which no list has
    if about is not None and part and (together := saying(mention.sense, about, index)):
        return together
    if part and found:
        stems = stems_of(mention.sense) | {mention.sense.stem}
        found = [place for place in found if not _said_of_another(stems, part, index.sources[place].stated)]
        if not found or is_bound_apart(stems, part, found, index):
            return []
    if mention.holder is not None and found:
        return list(held_by(mention, found, index))
    if about is not None and part:
        found = _of_dimension(mention.sense, about, found, index)
    return found or None


def _of_dimension(sense: Sense, noun: Sense, found: list[int], index: Index) -> list[int]:
    """Of what was found for "lang", "weit", …, that which is said of the noun; "dreiviertellange Ärmel" ← 3/4-Arm."""
    if sense.stem in DIMENSIONAL:
        measured = noun_keys(noun)
        told = ((place, index.sources[place].stated) for place in found)
        found = [place for place, stated in told if not measured.isdisjoint(stated.answers | stated.about)]
    elif not sense.stem.endswith(_LONG):
        return found
    length = sense.stem.removesuffix(_LONG) or sense.stem
    for key in noun.answers:
        found += index.words.get(f"~{length}{key[1:]}", ()) if key[0] == "~" else ()
    return found


def _of_levels(mention: Mention, index: Index) -> list[int] | None:
    levels = LEVELS.match(mention.sense.stem)
    if levels is None:
        return None
    wanted = int(levels[1])
    levels_told = [(count, place) for count, keys, place in index.counts if not OF_LEVELS.isdisjoint(keys)]
    told = levels_told or [(count, place) for count, _, place in index.counts]  # "umläuft ihn zweifach"
    return [place for count, place in told if count == wanted]


def _of_pack(mention: Mention, index: Index) -> list[int] | None:
    packed = _PACK.match(mention.sense.stem) or _PARTED.match(with_digits(mention.sense.stem))
    return list(of_pieces(Decimal(packed[1]), index)) if packed else None


def _of_type(mention: Mention, index: Index) -> list[int] | None:
    """A type by another name: the Hemd of an Unterhemd."""
    sense = mention.sense
    if sense.type is None:
        return None
    found: list[int] = []
    if len(sense.options) == 1 and _is_written(sense.type, sense):
        ending = folded(sense.type.head.lemma)
        found = [place for place, source in enumerate(index.sources) if _is_short_for(ending, source)]
    if not found and not sense.type.openers:
        found = _named_apart(sense.type.head, index)
    return found or None


def _of_denial(mention: Mention, index: Index) -> list[int] | None:
    denies = mention.sense.denies
    if not denies:
        return None
    if denies in index.denied:
        return index.denied[denies]
    if mention.about is None:
        return None
    return opposed(denies, mention.about, index) or None  # "nicht abnehmbar" ← Kapuze: fest


def _of_compound(mention: Mention, index: Index) -> list[int] | None:
    opened = (option for option in mention.sense.options if option.openers)
    return next(filter(None, (of_compound(option, mention.sense, index) for option in opened)), None)


def _of_pieces(mention: Mention, index: Index) -> list[int] | None:
    sense = mention.sense
    if sense.material is not None:
        return None
    if sense.type is not None and not sense.type.openers and not index.is_article(sense):
        return opened_by(sense, index) or covering(sense, mention.about, index)
    return covering(sense, mention.about, index) or (of_alike(sense, index) if sense.type is None else None)


_WAYS: tuple[Callable[[Mention, Index], list[int] | None], ...] = (
    _of_itself,
    _of_levels,
    _of_pack,
    _of_type,
    _of_denial,
    _of_compound,
    of_renamed,
    _of_pieces,
)


def _is_written(option: Option, sense: Sense) -> bool:
    return not option.openers and stem(option.head.lemma) == sense.stem


def _is_short_for(ending: str, source: Source) -> bool:
    """ "Das Hemd" of an Unterhemd."""
    if source.field is not Field.TYPE:
        longer = len(ending) + _SHORTEST_OPENING  # "ein Tuch" ← Lieferumfang: Putztuch
        return any(key[0] == "~" and key.endswith(ending) and len(key) > longer for key in source.stated.answers)
    return any(key.startswith("type:") and key.endswith(ending) for key in source.stated.answers)


def _named_apart(word: Word, index: Index) -> list[int]:
    """ "Kniebundhose": a Hose in the data, and Kniebund beside it."""
    for parent in word.parents:
        opening = word.lemma[: -len(parent)]
        if len(opening) >= MIN_STEM and word.lemma.lower().endswith(parent.lower()):
            wanted = f"~{stem(opening)}"
            places = [*index.words.get(wanted, ()), *index.words.get(f"{wanted}sport", ())]
            if places and f"type:{parent.lower()}" in index.words and _may_be_made(opening, parent, index):
                return places
    return []


def _may_be_made(material: str, garment: str, index: Index) -> bool:
    """Whether a garment of a set may be of a material: not "Jerseyhose", where the data has another one of the Hose."""
    said = sense(material).material
    own = [item for slot, items in index.materials.items() if slot == f"part:{stem(garment)}" for item in items]
    return said is None or not own or any(word_key(said) in keys for keys, _, _ in own)


def _said_of_another(adjective: frozenset[str], part: str, told: Stated) -> bool:
    parts = [bound for said, bound in told.bound if said in adjective and bound]
    return bool(parts) and not any(same_part(part, bound) for bound in parts)


def named(sense: Sense, index: Index) -> list[int]:
    """The places of the sources that have a word by one of its names."""
    return index.places(sense.names)
