"""What the article is: type, audience, brand, name, colour and look. Tags of photos fill what the data lacks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from description.facts import Facts
from description.german.grammar import Adjective, Noun, Number, joined
from description.german.vocabulary import Word, vocabulary
from description.german.words import key
from description.product_data.model import Field, ProductData
from description.writers.rules.nouns import noun_number, spelt
from description.writers.rules.phrases import phrase
from description.writers.rules.pieces import PLAIN
from description.writers.rules.values import fit_to_say

_SURE_TAG = 0.6
_MOST_COLOURS = 4
_PATH = re.compile(r"\s*(?:>|»|›|\||/|\\)\s*")
_PARTS_OF_COLOUR = re.compile(r"\s*(?:/|,|&|\+|;|\bund\b|\bmit\b)\s*")
_COLOURED = re.compile(r"[^\W\d_-]+farb(?:en|ig)", re.I)  # "silberfarben" is no silver
_PREPOSITION = re.compile(r"\b(?:mit|aus|in|im|für|von|by|ohne|zum)\b", re.I)
_NAME = re.compile(r"[A-ZÄÖÜ][\wäöüßéè’'-]*(?: [A-ZÄÖÜ0-9][\w’'-]*){0,2}")
_NAME_KEYS = re.compile(r"modell(?!nummer)|model\b|serie|name$|style|linie", re.I)
_SHOE_FIELDS = (Field.OUTSOLE, Field.INSOLE, Field.HEEL_HEIGHT, Field.HEEL_FORM, Field.TOE, Field.SHOE_WIDTH)
_TOO_WIDE = re.compile(
    r"(?:(?:damen|herren|kinder|baby|sport|ober|arbeits)?(?:be)?kleidung|(?:damen|herren|kinder)?mode|accessoires?|textilien"
    r"|(?:damen|herren)?wäsche|heimtextilien|sortiment|artikel|produkte?|neuheiten|basics?|sonstiges|ware|fashion|apparel)",
    re.I,
)
_FOR_WHOM = re.compile("damen|herren|kinder|baby|mädchen|jungen", re.I)


@dataclass(frozen=True, slots=True)
class Look:
    """Colour and pattern: one adjective before the noun, or words behind it ("in Schwarz und Weiß")."""

    adjective: Adjective | None = None
    behind: str = ""


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


def article_of(facts: Facts) -> Article:
    """Reads the article out of its facts."""
    noun, number, word, written = _type(facts)
    audience = (
        ""
        if re.search("damen|herren|kinder|baby|mädchen|jungen", written, re.I) and noun is None
        else _audience(facts.data)
    )
    if noun is not None and noun.lemma.lower().startswith(("damen", "herren", "kinder", "baby", "mädchen", "jungen")):
        audience = ""
    brand = _brand(facts.data)
    return Article(
        noun=noun,
        number=number,
        group=_group(word, noun, facts.data),
        type_as_written=written,
        brand=brand,
        name=_name(facts.data, brand, noun),
        audience=audience,
        colour=_colour(facts),
        pattern=_pattern(facts),
    )


def _type(facts: Facts) -> tuple[Noun | None, Number, Word | None, str]:
    """The article's noun and its number, the vocabulary's word, and the type as it was written."""
    words = vocabulary()
    parts = [part for value in facts.data.values(Field.TYPE) for part in reversed(_PATH.split(value))]
    stated = [part for part in parts if part and not _TOO_WIDE.fullmatch(part.strip())]
    known = [(word, text) for text in stated if (word := words.named(text, "type")) is not None]
    named = [(word, text) for value in facts.data.values(Field.NAME) for word, text in _types_in(value)]
    best = _most_specific(known)
    if best is None or any(words.is_a(word, best[0].lemma) for word, _ in named):
        best = _most_specific([*known, *named]) if known or named else None
    if best is not None and best[0].noun is not None:
        noun = _as_written(best[1], best[0]) or best[0].noun
        return noun, _number(noun, best[0].group, best[1]), best[0], best[1]
    for text in stated:
        clean = fit_to_say(text)
        last = clean.split()[-1] if clean else ""
        found = noun_number(last) if last[:1].isupper() else None
        if found is not None:
            head = _head(last)
            return found[0], _number(found[0], head.group if head else "", last), head, text
        if clean and clean[:1].isupper() and len(clean.split()) <= 2:
            return None, "sg", None, clean
    return _type_from_tags(facts)


def _as_written(text: str, word: Word) -> Noun | None:
    """The data's own word for a type that is known by another: "Kapuzensweatshirt", the "Sneaker" of "Sneaker low"."""
    said = fit_to_say(text)
    tokens = [said, *(said.split() if " " in said else ())]
    for token in tokens:
        found = noun_number(token) if token[:1].isupper() and not (token.isupper() and len(token) > 3) else None
        other = vocabulary().named(token, "type")
        if (
            found is None
            or found[0].lemma[:1].islower()
            or (other is not None and not vocabulary().is_a(word, other.lemma))
        ):
            continue
        if token == said or (other is not None and key(token) in (key(found[0].lemma), key(found[0].plural))):
            noun, number = found
            return spelt(noun, number, token) if key(noun.form("nom", number)) == key(token) else noun
    return None


def _type_from_tags(facts: Facts) -> tuple[Noun | None, Number, Word | None, str]:
    for tag in _sure_tags(facts, "category"):
        word = vocabulary().named(tag, "type")
        if word is not None and word.noun is not None:
            return word.noun, _number(word.noun, word.group, tag), word, ""
    return None, "sg", None, ""


def _number(noun: Noun, group: str, written: str) -> Number:
    """Plural for plural nouns, and for pairs and packs that the data names in the plural ("Socken", "Handschuhe")."""
    if noun.gender == "p" or noun.lemma.endswith("gings"):
        return "pl"
    plural = noun.plural and noun.plural != noun.lemma and written.lower().endswith(noun.plural.lower())
    return "pl" if plural and group in ("underwear", "accessories") and _comes_in_numbers(noun) else "sg"


def _comes_in_numbers(noun: Noun) -> bool:
    return noun.lemma.lower().endswith(
        ("socke", "strumpf", "handschuh", "ohrring", "stulpe", "söckchen", "füßling", "stecker")
    )


def _head(token: str) -> Word | None:
    for reading in vocabulary().readings(token):
        if reading.parts and reading.parts[-1].kind == "type":
            return reading.parts[-1]
    return None


def _types_in(name: str) -> Iterable[tuple[Word, str]]:
    """The types that a product name holds before its first preposition, the last one first."""
    for token in reversed(_PREPOSITION.split(name, maxsplit=1)[0].replace(",", " ").split()):
        word = vocabulary().named(token, "type") if len(token) > 1 else None
        if word is not None:
            yield word, token


def _most_specific(words: list[tuple[Word, str]]) -> tuple[Word, str] | None:
    found = None
    for word, text in words:
        if found is None or (word.lemma != found[0].lemma and vocabulary().is_a(word, found[0].lemma)):
            found = (word, text)
    return found


def _group(word: Word | None, noun: Noun | None, data: ProductData) -> str:
    if word is not None and word.group:
        return word.group
    head = _head(noun.lemma) if noun is not None else None
    if head is not None:
        return head.group
    return "shoes" if data.stated(*_SHOE_FIELDS) else ""


def _brand(data: ProductData) -> str:
    for value in data.values(Field.BRAND):
        clean = fit_to_say(value.split(",")[0])
        if clean and len(clean.split()) <= 4:
            return clean
    return ""


def _name(data: ProductData, brand: str, noun: Noun | None) -> str:
    """A model's name, such as „Anna“: short, capital, and none of the words that the text says anyway."""
    words = vocabulary()
    for entry in data.stated(Field.NAME):
        clean = fit_to_say(entry.text)
        if not clean or not _NAME_KEYS.search(entry.key) or not _NAME.fullmatch(clean):
            continue
        known = any(words.named(token) is not None or words.readings(token) for token in clean.split())
        if not known and clean.casefold() != brand.casefold() and (noun is None or clean != noun.lemma):
            return clean
    return ""


def _audience(data: ProductData) -> str:
    found: dict[str, None] = {}
    for value in data.values(Field.AUDIENCE):
        for part in re.split(r"[,/&+]|\bund\b", value):
            word = vocabulary().named(part.strip(), "audience")
            if word is not None and word.noun is not None and word.lemma != "Unisex":
                found[word.noun.form("acc", "pl")] = None
    for name in data.values(Field.NAME) if not data.all_of(Field.AUDIENCE) else ():
        found.update(dict.fromkeys(token for token in name.split() if token in ("Damen", "Herren", "Kinder")))
    return joined(list(found)) if len(found) <= 2 else ""


def _colour(facts: Facts) -> Look:
    trade = ""
    for entry in facts.data.stated(Field.COLOUR):
        texts = [part for value in entry.values for part in _colour_parts(value)]
        words = [vocabulary().named(text, "colour") for text in texts]
        known = list({word.lemma: word for word in words if word is not None}.values())
        if known and len(known) <= _MOST_COLOURS and None not in words:
            return _look(known, texts[0])
        clean = fit_to_say(entry.values[0]) if len(entry.values) == 1 else ""
        if clean and not trade and len(clean.split()) <= 3 and not re.search(r"\d", clean):
            trade = clean
    if trade:
        return Look(behind=f"in der Farbe {trade}")
    if not facts.data.all_of(Field.COLOUR):
        tokens = [token for name in facts.data.values(Field.NAME) for token in name.split() if token.islower()]
        in_name = [word for token in tokens if (word := vocabulary().named(token, "colour"))]
        if len(in_name) == 1:
            return _look(in_name, "")
        tags = [word for tag in _sure_tags(facts, "colour") if (word := vocabulary().named(tag, "colour"))]
        return _look(tags[:1], "")
    return Look()


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


def _pattern(facts: Facts) -> Adjective | None:
    for value in facts.data.values(Field.PATTERN):
        plain = PLAIN.get(value.strip().casefold())
        if plain is not None:
            return Adjective(plain)
        said = fit_to_say(value)
        found = phrase(said, "pattern") if said else None
        if found is not None and found.kind == "adjective" and found.adjective is not None and found.adjective.declines:
            return found.adjective
    if not facts.data.all_of(Field.PATTERN):
        for tag in _sure_tags(facts, "pattern"):
            found = phrase(tag, "pattern")
            if (
                found.kind == "adjective"
                and found.adjective is not None
                and found.adjective.declines
                and tag != "Unifarben"
            ):
                return found.adjective
    return None


def _sure_tags(facts: Facts, facet: str) -> list[str]:
    tags = [tag for tag in facts.tags if tag.facet == facet and tag.score >= _SURE_TAG]
    return list(dict.fromkeys(tag.name for tag in sorted(tags, key=lambda tag: -tag.score)))
