"""Everything that a text could say of one article, as sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from description.evidence import Evidence
from description.german.grammar import joined
from description.product_data.model import Field, ProductData
from description.writers.rules.article import Article
from description.writers.rules.clauses import sentences_of
from description.writers.rules.features import features
from description.writers.rules.making import materials, sole
from description.writers.rules.materials import is_a_part
from description.writers.rules.measures import height_of, measures
from description.writers.rules.opening import for_occasions, opening
from description.writers.rules.phrases import Phrase
from description.writers.rules.pieces import Piece, stems, without_repeats
from description.writers.rules.plans import Plan
from description.writers.rules.reading import pieces_of
from description.writers.rules.remarks import care, contents, is_coded, more, origin, sizes, width
from description.writers.rules.style import Topic
from description.writers.rules.values import fit_to_say
from description.writers.rules.voice import SUBJECT, Sentence, Voice, sentence

_LAYERS = (Field.LINING, Field.INSOLE, Field.OUTSOLE, Field.FILLING)
_DETAILS_WEIGHT = 76
_FIT_WEIGHT = 68
_OCCASION_WEIGHT = 64
_MOST_IN_ONE = 4
_LONGEST_STEM = 12


def told(facts: Evidence, article: Article, plan: Plan, voice: Voice) -> list[Sentence]:
    """The sentences of one article, in no order yet; empty when the data says nothing."""
    data = facts.data
    closures = pieces_of(data.stated(Field.CLOSURE))
    first = (
        closures[0] if plan.closes_first and closures and not closures[0].listed and not closures[0].predicate else None
    )
    introduced = _has_first(article, data)
    found: list[Sentence] = []
    if introduced:
        found.append(opening(article, data, voice, first))
    else:
        voice = replace(voice, introduced=False)
    occasions = for_occasions(data)
    if occasions and not (found and occasions in found[0].text):
        is_ = voice.verb("ist", "sind")
        text = (
            occasions
            if voice.nominal
            else voice.pick(
                "occasion", f"{SUBJECT} {is_} {occasions} gedacht", f"gedacht {is_} {voice.pronoun} {occasions}"
            )
        )
        found.append(Sentence(Topic.OPENING, sentence(text), _OCCASION_WEIGHT))
    making = materials(data, article.group, voice)
    heel = _heel(data, voice)
    bottom = sole(data, voice, heel)
    said = [stems(each.text) for each in (*found[:1], *bottom)]
    details = [*([first] if first else []), *_details(data, plan, heel, bottom)]
    fit = pieces_of(data.stated(*plan.fit)) if plan.fit else []
    every = pieces_of(
        [*data.stated(Field.FEATURES), *(each for each in data.stated(Field.OTHER) if not is_coded(each))]
    )
    details += [piece for piece in every if piece.label not in ("Besonderheiten", "")]
    special = [piece for piece in every if piece not in details]
    kept = without_repeats([*details, *_in_order(fit, plan.fit), *special], said)
    kept = [piece for piece in kept if piece is not first]
    kept = [piece for piece in kept if not _is_in_type(piece, article)]
    made = [stems(each.text) for each in making]
    if making:
        kept = [piece for piece in kept if not piece.words.startswith("aus ")]
    about_parts = [piece for piece in kept if piece in details]
    about_fit = [piece for piece in kept if piece in fit and piece not in details]
    both = (*about_parts, *about_fit)
    alike = all(piece.predicate for piece in both) or all(piece.has for piece in both)
    if about_parts and alike and len(both) <= _MOST_IN_ONE:
        about_parts, about_fit = about_parts + about_fit, []
    found += sentences_of(Topic.DETAILS, about_parts, voice, _DETAILS_WEIGHT)
    found += sentences_of(Topic.FIT, about_fit, voice, _FIT_WEIGHT)
    own = without_repeats([piece for piece in kept if piece in special], made)
    found += features(own, data.stated(Field.FEATURES), voice)
    found += [*making, *bottom, *width(data, voice), *measures(data, voice), *contents(data, voice)]
    found += [*care(data, voice), *origin(data, voice), *more(data, " ".join(each.text for each in found))]
    return found or sizes(data) or _last_resort(data)


def _is_in_type(piece: Piece, article: Article) -> bool:
    """Whether the type says it already: the collar of a Rollkragenpullover, the sleeves of a Langarmshirt."""
    found = piece.source
    name = found.word.lemma if found.word is not None else found.noun.lemma if found.noun is not None else ""
    if (
        piece.field is Field.SLEEVE
        and article.noun is not None
        and article.noun.lemma.startswith(("Langarm", "Kurzarm"))
    ):
        return True
    plain = found.kind == "noun" and not (found.adjectives or found.tail or found.count)
    return plain and article.noun is not None and article.noun.lemma.lower().startswith(name.lower()[:_LONGEST_STEM])


def _has_first(article: Article, data: ProductData) -> bool:
    return bool(
        article.noun
        or article.type_as_written
        or article.brand
        or article.audience
        or article.name
        or article.colour.behind
        or article.colour.adjective
        or for_occasions(data)
    )


def _heel(data: ProductData, voice: Voice) -> Phrase | None:
    """The heel's name, where the sentence about the sole can take it up."""
    for piece in pieces_of(data.stated(Field.HEEL_FORM)):
        found = piece.source
        named = found.word.kind == "heel" if found.word else found.text.endswith("absatz")
        if found.kind == "noun" and named and not found.adjectives and not found.tail:
            usable = height_of(data, about=False) or (voice.nominal and data.stated(Field.OUTSOLE))
            return found if usable else None
    return None


def _details(data: ProductData, plan: Plan, heel: Phrase | None, bottom: Sequence[Sentence]) -> list[Piece]:
    pieces = pieces_of(data.stated(*plan.details))
    parts = [piece for piece in pieces_of(data.stated(*_LAYERS)) if piece.after_with and is_a_part(piece.source.text)]
    return parts + [
        piece
        for piece in _in_order(pieces, plan.details)
        if not (heel is not None and bottom and piece.source == heel)
        and not (piece.field in (Field.SHAFT_WIDTH, Field.SLEEVE) and _measured(piece))
        and not (piece.field in (Field.SHOE_WIDTH, Field.HEEL_HEIGHT, Field.SHAFT_HEIGHT) and piece.listed)
    ]


def _in_order(pieces: Sequence[Piece], fields: Sequence[Field]) -> list[Piece]:
    return sorted(pieces, key=lambda piece: fields.index(piece.field))


def _measured(piece: Piece) -> bool:
    return bool(re.search(r"\d", piece.source.text)) and bool(piece.listed)


def _last_resort(data: ProductData) -> list[Sentence]:
    """For data that no topic can tell: a name, a sentence of the supplier's, the article number."""
    for entry in data.stated(Field.NAME):
        said = fit_to_say(entry.text)
        if said:
            return [Sentence(Topic.OPENING, sentence(f"das Modell „{said}“"), 100)]
    for label, field in (("Größe", Field.SIZE), ("Stil", Field.STYLE)):
        values = [value.strip() for value in data.values(field) if re.fullmatch(r"[\w,./ -]{1,20}", value.strip())]
        if values:
            return [Sentence(Topic.OPENING, sentence(f"{label}: {joined(values[:3])}"), 100)]
    for entry in data.stated(Field.NUMBER):
        if re.fullmatch(r"[\w./ -]{1,30}", entry.text.strip()):
            return [Sentence(Topic.OPENING, sentence(f"Artikelnummer {entry.text.strip()}"), 100)]
    return []
