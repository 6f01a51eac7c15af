"""Finds what supports a mention: the same word, a synonym, something more exact, or the parts of a compound."""

from __future__ import annotations

import re
from decimal import Decimal

from description.claims.counts import LEVELS, OF_LEVELS
from description.claims.denials import of_care, of_denied
from description.claims.figures import places_of
from description.claims.halves import has_pocket, of_compound
from description.claims.held import held_by, is_bound_apart, of_extent
from description.claims.holders import stems_of
from description.claims.impressions import is_taste
from description.claims.index import Index, Source
from description.claims.located import of_position
from description.claims.materials import is_elsewhere, of_colour, of_material, of_namesake, of_shares, same_part
from description.claims.measures import with_digits
from description.claims.mention import Mention
from description.claims.nouns import noun_keys
from description.claims.opposites import opposed
from description.claims.options import Option
from description.claims.roles import DIMENSIONAL, FIELD_SLOTS
from description.claims.senses import Sense, keys_of, sense
from description.claims.stated import Stated
from description.claims.stems import MIN_STEM, folded, stem
from description.claims.tallies import of_pieces
from description.claims.targets import part_named, target_key
from description.claims.unlisted import of_unlisted
from description.german.text import tokens
from description.german.vocabulary import Word
from description.product_data.model import Field

_PACK = re.compile(r"(\d+)er(?:pack|set)")
_PARTED = re.compile(r"(\d+)tei")
_SHADES = {"hell": "hell", "dunkl": "dunkel", "dunkel": "dunkel"}
_MADE_OF = frozenset({*FIELD_SLOTS, Field.PART_MATERIAL, Field.TYPE, Field.NAME})


def source_of(mention: Mention, index: Index) -> int | None:
    """The place of the source that supports a mention, an undisputed one before a disputed one; None when none does."""
    if mention.against:
        return None
    if mention.figure is not None and mention.percent is None:
        return min(places_of(mention.figure, index), default=None)
    if mention.kind == "comparison":
        places = _literal(mention, index) or of_shares(mention.sense.text, index) or _named(mention.sense, index)
        return min(places, default=None)
    if mention.kind == "brand" and " " in mention.sense.text:
        return min(_literal(mention, index), default=None)
    if mention.kind == "position":
        return min(of_position(mention, index), default=None)
    if mention.care is not None:
        return min(of_care(mention.care, index), default=None)
    if mention.denied:
        return min(of_denied(mention, index), default=None)
    if mention.kind == "material":
        places = list(of_material(mention, index)) or of_namesake(mention, index)
        if (
            not places
            and not mention.slot
            and (mention.had if mention.percent is None else is_elsewhere(mention, index))
        ):
            places = [place for slot in index.materials for place in of_material(mention._replace(slot=slot), index)]
        if mention.pure or mention.mainly:
            return min(places, default=None)
        if not places and not mention.slot and mention.percent is None and not mention.sense.part:
            told = _named(mention.sense, index)  # "Bindung: Doppelripp", "Stein: Diamant"
            places = [place for place in told if index.sources[place].field not in _MADE_OF]
        own = any(option.head is mention.sense.material for option in mention.sense.options)
        if not places and mention.sense.part and mention.percent is None and not (own and mention.slot):
            places = _named(mention.sense, index)
        if not places and " " in mention.sense.text:
            places = _of_described(mention, index)
        return min(places, default=None)
    if mention.kind == "colour" and mention.sense.colour is not None:
        return min(of_colour(mention, index), default=None)
    if (extent := of_extent(mention, index)) is not None:
        return min(extent, default=None)
    return min(_of_word(mention, index) or _of_phrase(mention, index), default=None)


def _of_phrase(mention: Mention, index: Index) -> list[int]:
    """Words that belong together, each with support of its own: "flacher Absatz" ← Absatz: flach."""
    if " " not in mention.sense.text:
        return []
    *before, last = (token.text for token in tokens(mention.sense.text))
    words = [*map(_lowered, before), sense(last)]
    if any(word.role == "not" for word in words):
        return [place for word in words if word.noun or word.kind for place in index.denied.get(word.stem, ())]
    words = [word for word in words if not is_taste(word, index)] or words  # "weich gepolstert"
    telling = [word.names or (f"~{word.stem}",) for word in words if not word.role]
    together = []
    for place, source in enumerate(index.sources):
        pool = source.stated.answers | source.stated.about
        if all(any(name in pool for name in names) for names in telling):
            together.append(place)
    if together:
        return together
    nouns = [word for word in words if word.noun]
    found: list[int] = []
    for word in words:
        if word.kind or word.noun:
            about = nouns[-1] if nouns and word.attributive else None
            places = list(_of_word(Mention(0, 0, word.kind, word, about=about), index))
            if not places:
                return []
            found += places
    return found


def _lowered(word: str) -> Sense:
    """A word before a noun as the adjective that it is, also where it opens a sentence."""
    lower = sense(word.lower())
    return lower if lower.attributive and lower.kind else sense(word)


def _literal(mention: Mention, index: Index) -> list[int]:
    """What compares must be in the data as it is."""
    said = mention.sense.text.lower()
    return [place for place, source in enumerate(index.sources) if said in source.says.lower()]


def _of_word(mention: Mention, index: Index) -> list[int]:
    sense = mention.sense
    if mention.kind == "care" and any(key.startswith(sense.stem) for key in index.denied):
        return []
    found = _named(sense, index)
    about = mention.about
    part = "" if about is None or index.is_article(about) else part_named(about)
    if about is not None and not part and not about.options and target_key(about) in index.parts:
        part = target_key(about)  # "Klappe", which no list has
    if part and found:
        stems = stems_of(sense) | {sense.stem}
        found = [place for place in found if not _said_of_another(stems, part, index.sources[place].stated)]
        if not found or is_bound_apart(stems, part, found, index):
            return []
    if mention.holder is not None and found:
        return list(held_by(mention, found, index))
    if mention.about is not None and part and sense.stem in DIMENSIONAL:
        measured = noun_keys(mention.about)
        found = [
            place
            for place in found
            if not measured.isdisjoint(index.sources[place].stated.answers | index.sources[place].stated.about)
        ]
    if mention.about is not None and part and (sense.stem in DIMENSIONAL or sense.stem.endswith("lang")):
        length = sense.stem.removesuffix("lang") or sense.stem  # "dreiviertellange Ärmel" ← 3/4-Arm
        for noun in mention.about.answers:
            found += index.words.get(f"~{length}{noun[1:]}", ()) if noun[0] == "~" else ()
    if found:
        return found
    levels = LEVELS.match(sense.stem)
    if levels:
        return [
            place for count, keys, place in index.counts if count == int(levels[1]) and not OF_LEVELS.isdisjoint(keys)
        ]
    packed = _PACK.match(sense.stem) or _PARTED.match(with_digits(sense.stem))
    if packed:
        return list(of_pieces(Decimal(packed[1]), index))
    if sense.kind == "care" and sense.attributive and sense.text.endswith("en"):  # a verb; how is said beside it
        found = [place for place, source in enumerate(index.sources) if source.field is Field.CARE]
    if found:
        return found
    if sense.stem in _SHADES and mention.about is not None and mention.about.colour is not None:
        shade = f"colour:{_SHADES[sense.stem]}{stem(mention.about.colour.lemma)}"
        return [place for keys, place in index.colours.get("", ()) if shade in keys]
    if sense.type is not None and _is_namesake(sense):  # a Tasche may be a pocket
        found = [
            place for option in sense.options for key in keys_of(option.head) for place in index.words.get(key, ())
        ]
        found = found or [place for place, source in enumerate(index.sources) if has_pocket(sense.stem, source)]
    if not found and sense.type is not None and len(sense.options) == 1 and _is_written(sense.type, sense):
        ending = folded(sense.type.head.lemma)
        found = [place for place, source in enumerate(index.sources) if _is_short_for(ending, source)]
    if not found and sense.type is not None and not sense.type.openers:
        found = _named_apart(sense.type.head, index)
    if found:
        return found
    if sense.denies and sense.denies in index.denied:
        return index.denied[sense.denies]
    if sense.denies and about is not None and (found := opposed(sense.denies, about, index)):
        return found  # "nicht abnehmbar" ← Kapuze: fest
    for option in sense.options:
        if option.openers:
            found = of_compound(option, sense, index)
            if found:
                return found
    return of_unlisted(sense, index) if sense.type is None and sense.material is None else []


def _is_namesake(sense: Sense) -> bool:
    heads = {option.head.lemma for option in sense.options}
    return len(sense.options) > 1 and len(heads) == 1 and not any(option.openers for option in sense.options)


def _is_written(option: Option, sense: Sense) -> bool:
    return not option.openers and stem(option.head.lemma) == sense.stem


def _is_short_for(ending: str, source: Source) -> bool:
    """ "Das Hemd" of an Unterhemd."""
    return source.field is Field.TYPE and any(
        key.startswith("type:") and key.endswith(ending) for key in source.stated.answers
    )


def _named_apart(word: Word, index: Index) -> list[int]:
    """ "Kniebundhose": a Hose in the data, and Kniebund beside it."""
    for parent in word.parents:
        opening = word.lemma[: -len(parent)]
        if len(opening) >= MIN_STEM and word.lemma.lower().endswith(parent.lower()):
            wanted = f"~{stem(opening)}"
            places = [*index.words.get(wanted, ()), *index.words.get(f"{wanted}sport", ())]
            if places and f"type:{parent.lower()}" in index.words:
                return places
    return []


def _said_of_another(adjective: frozenset[str], part: str, told: Stated) -> bool:
    parts = [bound for said, bound in told.bound if said in adjective and bound]
    return bool(parts) and not any(same_part(part, bound) for bound in parts)


def _named(sense: Sense, index: Index) -> list[int]:
    return [place for name in sense.names for place in index.words.get(name, ())]


def _of_described(mention: Mention, index: Index) -> list[int]:
    """ "chromfreies Leder" ← leather, and chrome-free."""
    *before, last = (token.text for token in tokens(mention.sense.text))
    places = list(of_material(mention._replace(sense=sense(last)), index))
    described = all(_of_word(Mention(0, 0, word.kind, word), index) for word in map(_lowered, before) if word.kind)
    return places if described else []
