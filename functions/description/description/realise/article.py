"""What the article is: type, audience, brand, name, colour and look. Tags of photos fill what the data lacks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from description.domain.article import ArticleView
from description.domain.statement import Field, ProductData, Statement
from description.evidence import Evidence
from description.language.grammar import Adjective, Noun, Number, joined
from description.language.vocabulary import Word, vocabulary
from description.language.words import key
from description.realise.looks import Look, colour_of, pattern_of
from description.realise.nouns import noun_number, spelt
from description.realise.tables import pattern, words
from description.realise.values import fit_to_say, proper_name

_PATH = re.compile(r"\s*(?:>|»|›|\||\\)\s*|\s+/\s+")


_SEVERAL = re.compile(r"&|\+|\bund\b")
_NAME = re.compile(r"[A-ZÄÖÜ][\wäöüßéè’'-]*(?: [A-ZÄÖÜ0-9][\w’'-]*){0,2}")
_NAME_KEYS = re.compile(r"modell(?!nummer)|model\b|serie|name$|style|linie", re.I)
_SHOE_FIELDS = (Field.OUTSOLE, Field.INSOLE, Field.HEEL_HEIGHT, Field.HEEL_FORM, Field.TOE, Field.SHOE_WIDTH)
_TOO_WIDE = pattern("too-wide-stem")
_COMPANY = re.compile(
    r"(?<!\s)(?<!&)(?<!und)\s++(?:GmbH|AG|KG|SE|e\.\s?K|Ltd|Inc|S\.?p\.?A|B\.?V|KGaA|OHG|Vertriebs)\b.*", re.S
)
_ARTICLE_KEY = pattern("article-key")
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
    noun, number, word, written = _type(view)
    audience = "" if _FOR_WHOM.match(noun.lemma if noun else written) else _audience(facts.data)
    brand = _brand(facts.data)
    return Article(
        noun=noun,
        number=number,
        group=_group(word, noun, facts.data),
        type_as_written=written,
        brand=brand,
        name=_name(facts.data, brand, noun),
        audience=audience,
        colour=colour_of(view),
        pattern=pattern_of(view),
    )


def _type(view: ArticleView) -> tuple[Noun | None, Number, Word | None, str]:
    """The article's noun and its number, the vocabulary's word, and the type as it was written."""
    words = vocabulary()
    data = view.facts.data
    parts = [part for statement in data.stated(Field.TYPE) for part in _one_of(statement)]
    stated = [part for part in parts if part and not _TOO_WIDE.fullmatch(part.strip())]
    known = [(word, text) for text in stated if (word := words.named(text, "type")) is not None]
    best = words.narrowest(word for word, _ in known)
    if best is not None and best.noun is not None:
        written = next(text for word, text in known if word == best)
        noun = _as_written(written, best) or best.noun
        return noun, _number(noun, best.group, written), best, written
    single = [value.strip() for value in data.values(Field.NAME) if " " not in value.strip()]
    for text in (*stated, *single):
        clean = fit_to_say(text)
        last = clean.split()[-1] if clean else ""
        found = noun_number(last) if last[:1].isupper() else None
        if found is not None:
            head = _head(last)
            return found[0], _number(found[0], head.group if head else "", last), head, text
        if text in (*stated, *_names_of_articles(data)) and clean[:1].isupper() and len(clean.split()) <= 2:
            return None, "sg", None, clean
    return _type_from_tags(view)


def _names_of_articles(data: ProductData) -> list[str]:
    """Names under a key that asks for what the article is: "Artikel: Anorak"."""
    return [
        statement.text.strip() for statement in data.stated(Field.NAME) if _ARTICLE_KEY.fullmatch(statement.key.strip())
    ]


def _one_of(statement: Statement) -> list[str]:
    """The types that a statement names, the last step of a path first; of "Stiefel & Stiefeletten" the wider one."""
    words = vocabulary()
    steps = [part for value in statement.values for part in reversed(_PATH.split(value))]
    if not _SEVERAL.search(statement.text) or words.named(statement.text, "type") is not None:
        return steps
    parts = [part.strip() for step in steps for part in _SEVERAL.split(step)]
    known = {part: words.named(part, "type") for part in parts}
    return [
        part
        for part, word in known.items()
        if word is not None and all(other is not None and words.is_a(other, word.lemma) for other in known.values())
    ]


def _as_written(text: str, word: Word) -> Noun | None:
    """The data's own word for a type that is known by another: "Kapuzensweatshirt", the "Sneaker" of "Sneaker low"."""
    said = fit_to_say(text)
    tokens = [said, *(said.split() if " " in said else ())]
    for token in tokens:
        found = noun_number(token) if not token[:1].islower() and not (token.isupper() and len(token) > 3) else None
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


def _type_from_tags(view: ArticleView) -> tuple[Noun | None, Number, Word | None, str]:
    for tag in view.shown("category"):
        word = vocabulary().named(tag.name, "type")
        if word is not None and word.noun is not None:
            return word.noun, _number(word.noun, word.group, tag.name), word, ""
    return None, "sg", None, ""


def _number(noun: Noun, group: str, written: str) -> Number:
    """Plural for plural nouns, and for pairs and packs that the data names in the plural ("Socken", "Handschuhe")."""
    if noun.gender == "p" or noun.lemma.endswith("gings"):
        return "pl"
    plural = noun.plural and noun.plural != noun.lemma and written.lower().endswith(noun.plural.lower())
    return "pl" if plural and group in ("underwear", "accessories") and _comes_in_numbers(noun) else "sg"


def _comes_in_numbers(noun: Noun) -> bool:
    return noun.lemma.lower().endswith(tuple(words("in-numbers-ending")))


def _head(token: str) -> Word | None:
    for reading in vocabulary().readings(token):
        if reading.parts and reading.parts[-1].kind == "type":
            return reading.parts[-1]
    return None


def _group(word: Word | None, noun: Noun | None, data: ProductData) -> str:
    if word is not None and word.group:
        return word.group
    head = _head(noun.lemma) if noun is not None else None
    if head is not None:
        return head.group
    return "shoes" if data.stated(*_SHOE_FIELDS) else ""


def _brand(data: ProductData) -> str:
    for value in data.values(Field.BRAND):
        clean = proper_name(_COMPANY.sub("", value.split(",")[0]))
        if clean:
            return clean
    return ""


def _name(data: ProductData, brand: str, noun: Noun | None) -> str:
    """A model's name, such as „Anna“: short, capital, and none of the words that the text says anyway."""
    words = vocabulary()
    for statement in data.stated(Field.NAME):
        clean = fit_to_say(statement.text)
        if not clean or not _NAME_KEYS.search(statement.key) or not _NAME.fullmatch(clean):
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
