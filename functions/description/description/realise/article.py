"""What the article is: type, audience, brand, name, colour and look. Tags of photos fill what the data lacks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from description.brands import brand_of
from description.domain.agreement import word_shown
from description.domain.article import ArticleView
from description.domain.statement import Field, ProductData
from description.evidence import Evidence
from description.language.grammar import Adjective, Noun, Number, joined
from description.language.vocabulary import Word, vocabulary
from description.language.words import key
from description.packs import pack_of
from description.realise.looks import Look, colour_of, pattern_of
from description.realise.nouns import noun_number, spelt
from description.realise.tables import pattern, words, words_in_order
from description.realise.values import fit_to_say

_PATH = re.compile(r"\s*(?:>|»|›|\||\\)\s*|\s+/\s+")
_NAME = re.compile(r"[A-ZÄÖÜ][\wäöüßéè’'-]*(?: [A-ZÄÖÜ0-9][\w’'-]*){0,2}")
_NAME_KEYS = re.compile(r"modell(?!nummer)|model\b|serie|name$|style|linie", re.I)
_SHOE_FIELDS = (Field.OUTSOLE, Field.INSOLE, Field.HEEL_HEIGHT, Field.HEEL_FORM, Field.TOE, Field.SHOE_WIDTH)
_TOO_WIDE = pattern("too-wide-stem")
_FOR_WHOM = pattern("for-whom-stem")


@dataclass(frozen=True, slots=True)
class Article:
    """What a text calls the article. `noun` is None where the type is not known; then `type_as_written` may be."""

    noun: Noun | None
    number: Number
    group: str
    type_as_written: str
    brand: str
    name: str
    audience: str
    colour: Look
    pattern: Adjective | None


def article_of(facts: Evidence) -> Article:
    """Reads the article out of its facts."""
    view = ArticleView(facts)
    noun, number, group, written = _type(view)
    brand = brand_of(facts.data)
    pack = pack_of(facts.data)
    if noun is not None and pack is not None and pack.unit in ("pack", "piece") and _is_plural(noun, written):
        number = "pl"
    return Article(
        noun=noun,
        number=number,
        group=group or ("shoes" if facts.data.stated(*_SHOE_FIELDS) else ""),
        type_as_written=written,
        brand=brand,
        name=_name(facts.data, brand),
        audience="" if _FOR_WHOM.match(noun.lemma if noun else written) else _audience(facts.data),
        colour=colour_of(view),
        pattern=pattern_of(view),
    )


def _type(view: ArticleView) -> tuple[Noun | None, Number, str, str]:
    """The article's noun and its number, its group, and the type as it was written."""
    words, data = vocabulary(), view.facts.data
    steps = [step for value in data.values(Field.TYPE) for step in reversed(_PATH.split(value))]
    stated = [step for step in steps if not _TOO_WIDE.fullmatch(step.strip())]
    known = {word: text for text in reversed(stated) if (word := words.named(text, "type")) is not None}
    best = words.narrowest(reversed(known))
    if best is not None and best.noun is not None:
        noun = _as_written(known[best], best) or best.noun
        return noun, _number(noun, best.group, known[best]), best.group, known[best]
    for text in (*stated, *(name for name in data.values(Field.NAME) if " " not in name.strip())):
        clean = fit_to_say(text)
        found = noun_number(clean.split()[-1]) if clean and clean.split()[-1][:1].isupper() else None
        if found is not None:
            return found[0], _number(found[0], "", clean), "", text
        if text in stated and clean[:1].isupper() and len(clean.split()) <= 2:
            return None, "sg", "", clean
    for tag in view.shown("category"):
        word = word_shown("type", tag)
        if word is not None and word.noun is not None:
            return word.noun, _number(word.noun, word.group, tag.name), word.group, ""
    return None, "sg", "", ""


def _as_written(text: str, word: Word) -> Noun | None:
    """The data's own word for a type that is known by another: "Kapuzensweatshirt", the "Sneaker" of "Sneaker low"."""
    said = fit_to_say(text)
    if any(key(f"{first}{second}") == key(word.lemma) for first, second in pairwise(said.split())):
        return None  # "Chino Hose" is a Chinohose
    for token in dict.fromkeys((said, *said.split())):
        found = noun_number(token)
        other = vocabulary().named(token, "type")
        if found is None or token[:1].islower() or (other is not None and not vocabulary().is_a(word, other.lemma)):
            continue
        if token == said or other is not None:
            noun, number = found
            return spelt(noun, number, token) if key(noun.form("nom", number)) == key(token) else noun
    return None


def _number(noun: Noun, group: str, written: str) -> Number:
    """Plural for plural nouns, and for pairs and packs that the data names in the plural ("Socken", "Handschuhe")."""
    if noun.gender == "p" or noun.lemma.endswith("gings"):
        return "pl"
    in_numbers = noun.lemma.lower().endswith(tuple(words("in-numbers-ending")))
    return "pl" if group in ("underwear", "accessories") and in_numbers and _is_plural(noun, written) else "sg"


def _is_plural(noun: Noun, written: str) -> bool:
    """Whether a type is written in the plural: "Creolen klein"."""
    own = noun.plural and noun.plural != noun.lemma
    return bool(own) and any(word.endswith(noun.plural.lower()) for word in written.lower().split())


def _name(data: ProductData, brand: str) -> str:
    """A model's name, such as „Anna“: short, capital, and none of the words that the text says anyway."""
    for statement in data.stated(Field.NAME):
        name = statement.text.strip()
        known = any(vocabulary().readings(token) for token in name.split())
        if _NAME.fullmatch(name) and _NAME_KEYS.search(statement.key) and not known and name != brand:
            return name
    return ""


def _audience(data: ProductData) -> str:
    """Damen, "Damen und Herren" of Unisex, the narrower of Kinder and Jungen; "" for more than two."""
    parts = [part.strip() for value in data.values(Field.AUDIENCE) for part in re.split(r"[,/&+]|\bund\b", value)]
    known = {word.lemma: word.noun for part in parts if (word := vocabulary().named(part, "audience")) is not None}
    every = known.pop("Unisex", None)
    found = {noun.form("acc", "pl"): None for noun in known.values() if noun is not None}
    if every is not None and not found:
        found = dict.fromkeys(words_in_order("everybody"))
    for name in data.values(Field.NAME) if not data.all_of(Field.AUDIENCE) else ():
        found.update(dict.fromkeys(token for token in name.split() if token in ("Damen", "Herren", "Kinder")))
    narrow = [each for each in found if each in words("a-child")]
    if len(narrow) == 1:
        found.pop("Kinder", None)
    return joined(list(found)) if len(found) <= 2 else ""
