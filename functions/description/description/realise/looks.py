"""Colour and pattern of the article, from its data or else from the tags of its photos."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from description.domain.article import ArticleView
from description.domain.statement import Field, ProductData, Statement
from description.language.grammar import Adjective, joined
from description.language.vocabulary import Word, vocabulary
from description.realise.facts import Fact
from description.realise.nouns import exactly, noun_number
from description.realise.phrases import Phrase, phrase
from description.realise.tables import exact_pattern, rewritten
from description.realise.values import fit_to_say
from description.shown import colour_adjective, colour_name
from description.style.topics import Topic

_MOST_COLOURS = 4
_PARTS_OF_COLOUR = re.compile(r"\s*(?:/|,|&|\+|;|\bund\b|\bmit\b)\s*")
_OF_ONE = re.compile(r"\S/\S")  # "rot/blau" is one article's, "rot / blau" may be two
_MEL = re.compile(r" mel\.?$")  # An abbreviation, as in "grau mel.", is not said.
_PART = re.compile(r"([A-ZÄÖÜ][\w-]+)(?:: | in | )([\w-]+)")
_SIZE = re.compile(r"(?:Gr\.|Größen?)?[\s\dXSML/–-]+")
_ALSO = re.compile(r"auch (?:in|erhältlich)\b", re.I)  # another variant of the article
_LISTED = re.compile(r"[,;]|\d ?x ")
_WITH_MORE = re.compile(r"([\w-]+) mit ((?:[a-zäöüß]+e[nm] )?[A-ZÄÖÜ][\w-]+)")  # "blau mit Sternen"


@dataclass(frozen=True, slots=True)
class Look:
    """Colour and pattern: one adjective before the noun, or words behind it ("in Schwarz und Weiß"). `choice`: the
    article comes in one of several colours."""

    adjective: Adjective | None = None
    behind: str = ""
    choice: bool = False


def colour_of(view: ArticleView) -> Look:
    data = view.facts.data
    for statement in data.stated(Field.COLOUR):
        if (look := _stated(statement)) is not None:
            return look
    if data.all_of(Field.COLOUR):
        return Look()
    tags = [word for tag in view.shown("colour") if (word := vocabulary().named(tag.name, "colour"))]
    return _look(tags[:1], "")


def _stated(statement: Statement) -> Look | None:
    more = _WITH_MORE.fullmatch(statement.text.strip())
    if more is not None and (ground := vocabulary().named(more[1], "colour")) is not None:
        return Look(behind=f"in {_name(ground)} mit {more[2]}")
    whole = vocabulary().named(statement.text, "colour")
    if whole is not None and len(statement.values) == 1:
        return _look([whole], statement.values[0])
    texts = [_MEL.sub("", part) for value in statement.values for part in _colour_parts(value)]
    texts = [text for text in texts if _of_part(text) is None and not _ALSO.match(text)]  # "creme, Kragen marineblau"
    words = [_trade_colour(text) for text in texts]
    known = list({word.lemma: word for word in words if word is not None}.values())
    if None in words and len(texts) > 1 and (names := _names(statement)):
        return Look(behind=f"in den Farben {joined(names)}", choice=True)
    if known and len(known) <= _MOST_COLOURS and None not in words:
        if is_choice(statement, known):
            return Look(behind=f"in den Farben {joined([_name(word) for word in known])}", choice=True)
        return _look(known, texts[0])
    trade = fit_to_say(texts[0]) if texts == list(statement.values) and len(texts) == 1 else ""
    return Look(behind=f"in der Farbe {trade[:1].upper()}{trade[1:]}") if trade else None


def _names(statement: Statement) -> list[str]:
    """The values that begin with a colour, as names: "Schwarz, Rosa geringelt, Grau mit Herzen"; [] where one does not.
    Sizes among them are left out."""
    values = [value for value in statement.values if not _SIZE.fullmatch(value)]
    named = [value for value in values if vocabulary().named(value.split()[0], "colour") and fit_to_say(value)]
    return [f"{value[:1].upper()}{value[1:]}" for value in named] if len(named) == len(values) <= _MOST_COLOURS else []


def _of_part(text: str) -> tuple[str, str] | None:
    """The part and its colour in "Kragen marineblau", "Naht: ecru" or "Kontrastnaht in Rot"; None for a colour."""
    found = _PART.fullmatch(text)
    word = exactly(found[1]) if found is not None else None
    if found is None or word is None or word.kind in ("colour", "material"):
        return None
    return (found[1], found[2])


def part_colours(data: ProductData) -> list[Fact]:
    """ "ein marineblauer Kragen": the colours of parts beside the article's own."""
    found: list[Fact] = []
    for statement in data.stated(Field.COLOUR):
        for text in (part for value in statement.values for part in _colour_parts(value)):
            part, said = _of_part(text) or ("", "")
            noun, word = noun_number(part) if part else None, vocabulary().named(said, "colour")
            if noun is not None and word is not None:
                adjective = colour_adjective(word, said)
                before = (("", adjective),) if adjective is not None else ()
                behind = "" if before else f"in {_name(word)}"
                np = Phrase("noun", text, noun[0], noun[1], before, "", behind)
                found.append(Fact(Field.COLOUR, Topic.DETAILS, np=np))
    return found


def is_choice(statement: Statement, colours: Sequence[Word]) -> bool:
    """Whether an article comes in one of several colours: "Farben: rot, blau", not "Farbe: rot/blau"."""
    one = _OF_ONE.search(statement.text) is not None and len(colours) < 3
    listed = len(statement.values) == len(colours) > 1 and not one
    return listed and exact_pattern("colours-key").fullmatch(statement.key.strip()) is not None


def _trade_colour(text: str) -> Word | None:
    """The colour of a value; of a trade name such as "core black" the colour that it ends with."""
    last = text.rpartition(" ")[2]
    return vocabulary().named(text, "colour") or (vocabulary().named(last, "colour") if last.islower() else None)


def _colour_parts(value: str) -> list[str]:
    whole = vocabulary().named(value, "colour") is not None
    return [value] if whole else [part for part in _PARTS_OF_COLOUR.split(value) if part]


def _look(words: Sequence[Word], written: str) -> Look:
    if not words:
        return Look()
    behind = f"in {joined([_name(word) for word in words])}"
    adjective = colour_adjective(words[0], written.strip()) if len(words) == 1 else None
    if adjective is None:
        return Look(behind=behind)
    # what is silberfarben is not "in Silber", and nothing is "in Bunt"
    alone = adjective.lemma == written.strip().lower() != words[0].lemma
    return Look(adjective, "" if alone or (words[0].family == "multicoloured" and "-" not in written) else behind)


def _name(colour: Word) -> str:
    return colour.lemma.capitalize() if " " in colour.lemma else colour_name(colour)  # "Hellgrau meliert"


def is_of_one_colour(statement: Statement, data: ProductData) -> bool:
    """Whether a pattern is that of one of several colours: "2x navy, 2x grau meliert", "gelb, Innenseite gestreift"."""
    several = (each.text for each in data.all_of(Field.COLOUR) if len(each.values) > 1 and _LISTED.search(each.text))
    return statement.field is Field.PATTERN and statement.text in several


def pattern_of(view: ArticleView) -> Adjective | None:
    data = view.facts.data
    whole = [each for each in data.stated(Field.PATTERN) if not is_of_one_colour(each, data)]
    for value in (value for each in whole for value in each.values):
        plain = rewritten(Field.PATTERN, value.strip())
        if plain is not None and plain.startswith("="):
            return Adjective(plain[1:])
        said = fit_to_say(value)
        if said and (adjective := phrase(said, "pattern").declining):
            return adjective
    shown = () if data.all_of(Field.PATTERN) else view.shown("pattern")
    found = (phrase(tag.name, "pattern").declining for tag in shown if tag.name != "Unifarben")
    return next(filter(None, found), None)
