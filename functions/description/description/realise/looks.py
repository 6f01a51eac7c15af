"""Colour and pattern of the article, from its data or else from the tags of its photos."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from description.domain.article import ArticleView
from description.domain.statement import Field, Statement
from description.language.grammar import Adjective, joined
from description.language.vocabulary import Word, vocabulary
from description.realise.parts import stands_alone
from description.realise.phrases import phrase
from description.realise.tables import exact_pattern, rewritten
from description.realise.values import fit_to_say

_MOST_COLOURS = 4
_PARTS_OF_COLOUR = re.compile(r"\s*(?:/|,|&|\+|;|\bund\b|\bmit\b)\s*")
_MEL = re.compile(r" mel\.?$")  # An abbreviation, as in "grau mel.", is not said.
_WITH_MORE = re.compile(r"([\w-]+) mit ((?:[a-zäöüß]+e[nm] )?[A-ZÄÖÜ][\w-]+)")  # "blau mit Sternen"
_COLOURED = re.compile(r"[^\W\d_-]+farb(?:en|ig)", re.I)  # "silberfarben" is no silver


@dataclass(frozen=True, slots=True)
class Look:
    """Colour and pattern: one adjective before the noun, or words behind it ("in Schwarz und Weiß"). `choice`: the
    article comes in one of several colours."""

    adjective: Adjective | None = None
    behind: str = ""
    choice: bool = False


def colour_of(view: ArticleView) -> Look:
    data, trade = view.facts.data, ""
    for statement in data.stated(Field.COLOUR):
        more = _WITH_MORE.fullmatch(statement.text.strip())
        if more is not None and (ground := vocabulary().named(more[1], "colour")) and (noun := _colour_noun(ground)):
            return Look(behind=f"in {noun} mit {more[2]}")
        texts = [_MEL.sub("", part) for value in statement.values for part in _colour_parts(value)]
        words = [_trade_colour(text) for text in texts]
        known = list({word.lemma: word for word in words if word is not None}.values())
        whole = vocabulary().named(statement.text, "colour")
        if whole is not None and len(statement.values) == 1:
            return _look([whole], statement.values[0])
        if not all(stands_alone(value, statement.text) for value in statement.values):
            trade = trade or (fit_to_say(statement.text) if " " not in statement.text.strip() else "")
        elif known and len(known) <= _MOST_COLOURS and None not in words:
            return _choice(known) if _is_choice(statement, known) else _look(known, texts[0])
        clean = fit_to_say(statement.values[0]) if len(statement.values) == 1 else ""
        if clean and not trade and len(clean.split()) <= 3 and not re.search(r"\d", clean):
            trade = clean
    if trade:
        return Look(behind=f"in der Farbe {trade[:1].upper()}{trade[1:]}")
    if not data.all_of(Field.COLOUR):
        tokens = [token for name in data.values(Field.NAME) for token in name.split() if token.islower()]
        in_name = [word for token in tokens if (word := vocabulary().named(token, "colour"))]
        if len(in_name) == 1:
            return _look(in_name, "")
        tags = [word for tag in view.shown("colour") if (word := vocabulary().named(tag.name, "colour"))]
        return _look(tags[:1], "")
    return Look()


def _is_choice(statement: Statement, colours: Sequence[Word]) -> bool:
    """Whether an article comes in one of several colours: "Farben: rot, blau", not "Farbe: rot/blau"."""
    listed = len(statement.values) == len(colours) > 1 and "/" not in statement.text
    return listed and exact_pattern("colours-key").fullmatch(statement.key.strip()) is not None


def _choice(colours: Sequence[Word]) -> Look:
    nouns = [_colour_noun(word) for word in colours]
    return Look(None, f"in den Farben {joined(nouns)}", choice=True) if all(nouns) else Look()


def _trade_colour(text: str) -> Word | None:
    """The colour of a value; of a trade name such as "core black" the colour that it ends with."""
    known = vocabulary().named(text, "colour")
    last = text.split()[-1] if " " in text else ""
    return known or (vocabulary().named(last, "colour") if last.islower() else None)


def _colour_parts(value: str) -> list[str]:
    if vocabulary().named(value, "colour") is not None:
        return [value]
    return [part for part in _PARTS_OF_COLOUR.split(value) if part]


def _look(words: list[Word], written: str) -> Look:
    if not words:
        return Look()
    if len(words) == 1 and _COLOURED.fullmatch(written.strip()):
        return Look(Adjective(written.strip().lower()))
    adjective = words[0].adjective
    nouns = [_colour_noun(word) for word in words]
    if len(words) == 1 and adjective is not None and adjective.declines:
        behind = "" if words[0].family == "multicoloured" and "-" not in words[0].lemma else f"in {nouns[0]}"
        return Look(adjective, behind if nouns[0] else "")
    if all(nouns):
        return Look(None, f"in {joined(nouns)}")
    return Look(None, f"in der Farbe {words[0].lemma}") if len(words) == 1 else Look()


def _colour_noun(word: Word) -> str:
    """ "Weiß", "Rot-Schwarz", "Hellgrau meliert"."""
    first, space, rest = word.lemma.partition(" ")
    if space:
        return f"{first.capitalize()} {rest}"
    noun = word.noun.lemma if word.noun is not None else ""
    return "-".join(part[:1].upper() + part[1:] for part in noun.split("-"))


def pattern_of(view: ArticleView) -> Adjective | None:
    data = view.facts.data
    statements = data.stated(Field.PATTERN)
    for value in (
        value for statement in statements for value in statement.values if stands_alone(value, statement.text)
    ):
        plain = rewritten(Field.PATTERN, value.strip())
        if plain is not None and plain.startswith("="):
            return Adjective(plain[1:])
        said = fit_to_say(value)
        if said and (adjective := phrase(said, "pattern").declining):
            return adjective
    if not data.all_of(Field.PATTERN):
        for tag in view.shown("pattern"):
            if tag.name != "Unifarben" and (adjective := phrase(tag.name, "pattern").declining):
                return adjective
    return None
