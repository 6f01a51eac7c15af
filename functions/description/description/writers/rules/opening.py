"""The first sentence: type, look, brand, for whom; and ever shorter ones for tight limits."""

from __future__ import annotations

import re
from collections.abc import Sequence

from description.german.grammar import Adjective, Noun, Number, joined
from description.german.vocabulary import vocabulary
from description.product_data.model import Field, ProductData
from description.writers.rules.article import Article
from description.writers.rules.nouns import noun_number
from description.writers.rules.phrases import phrase
from description.writers.rules.pieces import Piece
from description.writers.rules.style import Topic
from description.writers.rules.values import fit_to_say
from description.writers.rules.voice import Sentence, Voice, sentence

WEIGHT = 100
_ITEMS = re.compile(r"\s*(?:/|,|&|\+|;|\bund\b)\s*")
_WITHOUT_ARTICLE = frozenset({"Business", "Homewear", "Outdoor", "Yoga", "Zuhause"})
_TO_DO = frozenset({"Fahrradfahren", "Laufen", "Wandern", "Trekking"})
_MOST_OCCASIONS = 3


def opening(article: Article, data: ProductData, voice: Voice, closure: Piece | None) -> Sentence:
    """The first sentence. `closure` is told in it when it is given."""
    look = _style_word(data) or article.pattern
    colour = article.colour
    fronts = [adjective for adjective in (look, colour.adjective) if adjective][:1]
    if look is not None and colour.adjective is not None and not colour.behind:
        fronts = [look, colour.adjective]
    may_follow = look is None and bool(colour.behind) and "meliert" not in colour.behind
    chosen = voice.free and voice.pick("colour", "before", "behind") == "behind"
    if may_follow and (chosen or not (article.brand or voice.nominal)):
        fronts = []
    behind = "" if colour.adjective in fronts else colour.behind
    occasion = "" if article.audience else for_occasions(data)
    name = f"„{article.name}“" if article.name else ""
    brand = f"von {article.brand}" if article.brand else ""
    audience = f"für {article.audience}" if article.audience else ""
    closing = closed_by(closure)
    if article.noun is None:
        first = article.type_as_written or "Modell"
        texts = [] if article.type_as_written else [_unnamed(voice, article, brand, audience, occasion, name)]
        behind = colour.behind or behind
        texts += [_joined(first, name, occasion, brand, audience, behind), _joined(first, brand, behind), first]
    else:
        noun = voice.bare(*fronts)
        order = (brand, audience) if voice.pick("order", "b", "a") == "b" else (audience, brand)
        texts = [] if voice.nominal else [_with_verb(voice, fronts, name, brand, audience, behind, occasion, closing)]
        texts += [
            _joined(noun, name, occasion, *order, behind, closing),
            _joined(noun, name, brand, behind, closing),
            _joined(noun, brand, behind),
            _joined(noun, brand),
            _joined(voice.bare(), brand),
            noun,
            voice.bare(),
        ]
    told = list(dict.fromkeys(sentence(text) for text in texts))
    return Sentence(Topic.OPENING, told[0], WEIGHT, tuple(told[1:]))


def closed_by(closure: Piece | None) -> str:
    """ "mit Reißverschluss"; the trade says Schlupf for what has no closure and is slipped into."""
    if closure is None:
        return ""
    if closure.source.word is not None and closure.source.word.lemma == "Schlupf":
        return "mit Schlupfeinstieg"
    return f"mit {closure.after_with}" if closure.after_with else closure.words


def for_occasions(data: ProductData) -> str:
    """ "für Freizeit und Alltag", "für den Winter": the occasions, or else the seasons."""
    for field, kind in ((Field.OCCASION, "occasion"), (Field.SEASON, "season")):
        nouns: dict[str, str] = {}
        for value in data.values(field):
            for part in [value] if vocabulary().named(value, kind) else _ITEMS.split(value):
                word = vocabulary().named(part, kind)
                if word is not None and word.adjective is not None:
                    continue
                own = (word.noun, "sg") if word is not None and word.noun is not None else _an_occasion(part)
                if own is None:
                    nouns = {}
                    break
                lemma = word.lemma if word is not None else part
                nouns[lemma] = _the(lemma, own[0].gender)
        if nouns and len(nouns) <= _MOST_OCCASIONS:
            lemmas = list(nouns)
            if lemmas == ["Ganzjahr"]:
                return "für das ganze Jahr"
            if "Ganzjahr" in lemmas:
                continue
            if len(lemmas) > 1:
                return f"für {joined(lemmas)}"
            return f"zum {lemmas[0]}" if lemmas[0] in _TO_DO else _joined("für", nouns[lemmas[0]], lemmas[0])
    return ""


def _an_occasion(part: str) -> tuple[Noun, Number] | None:
    """A noun that the vocabulary does not have as an occasion, yet as a noun: Sommerfest."""
    found = noun_number(part) if part[:1].isupper() and vocabulary().named(part) is None else None
    return found if found is not None and found[1] == "sg" and found[0].lemma == part else None


def _the(lemma: str, gender: str) -> str:
    if lemma in _WITHOUT_ARTICLE or "/" in lemma:
        return ""
    return {"m": "den", "f": "die", "n": "das", "p": "die"}[gender]


def _style_word(data: ProductData) -> Adjective | None:
    """The one style that the data names, when it is an adjective: "eleganter"."""
    values = data.values(Field.STYLE)
    said = fit_to_say(values[0]) if values else ""
    found = phrase(said, "style", "look") if said else None
    if found is None or found.kind != "adjective" or found.adjective is None or not found.adjective.declines:
        return None
    return found.adjective if found.word is None or found.word.kind in ("style", "look", "pattern") else None


def _with_verb(
    voice: Voice,
    fronts: Sequence[Adjective],
    name: str,
    brand: str,
    audience: str,
    behind: str,
    occasion: str,
    closing: str,
) -> str:
    """ "Dieser weiße Slipper für Damen kommt von Gemini"."""
    this = voice.this(*fronts)
    comes = voice.verb("kommt", "kommen")
    the = voice.the(*fronts)
    if behind and brand:
        return voice.pick(
            "first",
            _joined(this, name, audience, brand, closing, comes, behind),
            _joined(the, name, audience, brand, closing, comes, behind),
            _joined(brand, comes, this, name, audience, behind, closing),
            _joined(behind, comes, this, name, audience, brand, closing),
        )
    if behind:
        return _joined(voice.pick("first", this, the), name, audience, closing, comes, behind)
    if brand:
        return voice.pick(
            "first",
            _joined(this, name, audience or occasion, closing, comes, brand),
            _joined(brand, comes, this, name, audience or occasion, closing),
            _joined(the, name, audience or occasion, closing, comes, brand),
        )
    if closing.startswith("mit "):
        return _joined(this, name, audience or occasion, comes, closing)
    if audience or occasion:
        return _joined(this, name, voice.verb("ist", "sind"), audience or occasion, "gedacht")
    return _joined("das", voice.verb("ist", "sind"), voice.an(*fronts), name)


def _unnamed(voice: Voice, article: Article, brand: str, audience: str, occasion: str, name: str) -> str:
    """The first sentence of an article whose type nobody knows: "Das Modell von Gemini kommt in Weiß"."""
    colour = article.colour.behind
    if voice.nominal:
        return _joined(voice.bare(*([article.pattern] if article.pattern else [])), name, brand, audience, colour)
    if colour:
        return _joined("das Modell", name, brand, audience, "kommt", colour)
    if brand:
        return _joined("das Modell", name, audience or occasion, "kommt", brand)
    if audience or occasion:
        return _joined("das Modell", name, "ist", audience or occasion, "gedacht")
    look = article.pattern or article.colour.adjective
    return f"das Modell {name + ' ' if name else ''}ist {look.lemma}" if look else _joined("Modell", name)


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
