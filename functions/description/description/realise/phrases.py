"""A value of the data as German may use it: a noun phrase that declines, an adjective, words after a preposition, or
words that only a colon may stand before."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from description.language.grammar import Adjective, Determiner, Noun, Number, determiner
from description.language.vocabulary import Word, vocabulary
from description.language.words import key
from description.realise.adjectives import ENDINGS, base_adjective, declined
from description.realise.nouns import exactly, noun_number, spelt
from description.realise.tables import pattern, words, words_in_order

PREPOSITIONS = words("preposition")
_ADVERBS = words("adverb")
_AND = frozenset({"und", "oder", "sowie"})
_TAIL = PREPOSITIONS | _ADVERBS | _AND
_OWN = frozenset({"Stretch", "Karabiner", "Memory Foam"})  # Better than what the vocabulary calls them.
_COUNTS = dict(zip("12345678", ("", *words_in_order("numerals-in-words")), strict=True))
_ARTICLES = words("article")
# Nouns whose plural is like their singular, and that come in numbers.
_MANY = tuple(words("many-ending"))
_NUMBERED = re.compile(r"\d+-\w+-[A-ZÄÖÜ]")  # 2-Wege-Reißverschluss
_UNSURE_ENDING = re.compile(r"(?:e|el|er)$")
_LIKE_AN_ADJECTIVE = pattern("adjective-ending")

_PARTICIPLE = re.compile(r"\w{3,}end|(?>\w*?(?:ge|ver|zer|ent))\w{3,}(?:t|en)|(?:be|er|unter|über)\w{3,}t")

Kind = Literal["noun", "adjective", "words", "free"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A value and its grammar.

    noun: `noun` in `number` with its adjectives, each with the adverb before it ("leicht", Adjective("ausgestellt")).
    adjective: `text` is its base form. words: `text` is whole and begins with a preposition. free: it has no grammar.
    """

    kind: Kind
    text: str
    noun: Noun | None = None
    number: Number = "sg"
    adjectives: tuple[tuple[str, Adjective], ...] = ()
    count: str = ""
    tail: str = ""
    adjective: Adjective | None = None
    word: Word | None = None

    def form(self, case: Literal["nom", "acc", "dat"], determiner_kind: Determiner = "none") -> str:
        """The noun phrase in this case: "weicher Polsterung", "die weiche Polsterung"."""
        if self.noun is None:
            return self.text
        plural: Number = "pl" if self.plural else "sg"
        article = (
            ""
            if self.count and determiner_kind == "indefinite"
            else determiner(determiner_kind, self.noun.gender, case, plural)
        )
        kind: Determiner = determiner_kind if article else "none"
        adjectives = [
            f"{before} {adjective.form(self.noun.gender, case, plural, kind)}".lstrip()
            for before, adjective in self.adjectives
        ]
        return " ".join(
            part for part in (article, self.count, *adjectives, self.noun.form(case, plural), self.tail) if part
        ).replace(" ,", ",")

    @property
    def plural(self) -> bool:
        """Whether a verb after it stands in the plural."""
        return self.noun is not None and (self.number == "pl" or self.noun.gender == "p")

    @property
    def declining(self) -> Adjective | None:
        """The adjective that it is, where that declines and so can stand before a noun."""
        return self.adjective if self.kind == "adjective" and self.adjective and self.adjective.declines else None

    def after_with(self) -> str:
        """The words without a grammar after "mit"; "" when they cannot stand there for sure."""
        words = self.text.split()
        if any(not word[:1].isupper() for word in words) or any(word.endswith(ENDINGS) for word in words[:-1]):
            return ""
        sure = len(words) == 1 and self.text.endswith("er")
        return "" if _UNSURE_ENDING.search(self.text) and not sure else self.text


@lru_cache(maxsize=16384)
def phrase(text: str, *kinds: str) -> Phrase:
    """What a value that is fit to say is. `kinds` are the vocabulary's kinds to prefer."""
    return (
        _prepositional(text)
        or _single(text)
        or _noun_phrase(text)
        or _postponed(text)
        or _adjective_phrase(text)
        or _of_word(text, exactly(text, *kinds) if kinds else None)
        or _of_word(text, exactly(text))
        or _unknown(text)
    )


def _single(text: str) -> Phrase | None:
    """One word, or several that the vocabulary knows as one ("Haken und Ösen", "Regular Fit")."""
    if " " in text:
        before, _, last = text.rpartition(" ")
        placed = _several_as_one(before) if " " in before and last in _ADVERBS else None  # "Haken und Ösen hinten"
        return replace(placed, text=text, tail=last) if placed is not None else _several_as_one(text)
    adjective = base_adjective(text)
    if adjective is None and text.islower() and text.endswith("farben"):
        return Phrase("adjective", text, adjective=Adjective(text))
    if adjective is not None and (text[:1].islower() or not _is_noun(text)):
        return Phrase("adjective", adjective.lemma, adjective=adjective, word=exactly(text))
    found = noun_number(text)
    if found is None:
        return None
    noun, number = found
    return Phrase("noun", text, spelt(noun, number, text), _many(noun, number), word=exactly(text))


def _many(noun: Noun, number: Number) -> Number:
    return "pl" if noun.plural == noun.lemma and noun.lemma.lower().endswith(_MANY) else number


def _several_as_one(text: str) -> Phrase | None:
    word = exactly(text) if text[:1].isupper() else None
    if word is None or word.noun is None or key(word.noun.lemma) != key(text):
        return None
    return Phrase("noun", word.noun.lemma, word.noun, word=word)


def _is_noun(text: str) -> bool:
    return noun_number(text) is not None and not any(
        reading.word is not None and reading.word.adjective is not None for reading in vocabulary().readings(text)
    )


def _prepositional(text: str) -> Phrase | None:
    first, _, rest = text.partition(" ")
    tokens = rest.split()
    if first.lower() not in PREPOSITIONS or not tokens or tokens[-1].lower() in PREPOSITIONS | _AND:
        return None
    whole = f"{first.lower()} {rest}"
    if len(tokens) > 1 and tokens[-1].islower() and tokens[-1] not in _ADVERBS and not tokens[-2][-1:].isdigit():
        last = base_adjective(tokens[-1])
        return Phrase("adjective", whole, adjective=Adjective(whole, declines=last is not None and last.declines))
    return Phrase("words", whole)


def _noun_phrase(text: str) -> Phrase | None:
    tokens = text.split()
    if len(tokens) < 2:
        return None
    count = ""
    if tokens[0].lower() in _ARTICLES:
        tokens = tokens[1:]
    elif tokens[0] in _COUNTS or tokens[0].lower() in _COUNTS.values():
        count = _COUNTS.get(tokens[0], tokens[0].lower())
        tokens = tokens[1:]
    elif tokens[0].isdigit() and len(tokens[0]) <= 2 and tokens[0] != "0":
        count, tokens = tokens[0], tokens[1:]
    cut = next((at for at, token in enumerate(tokens) if at and _opens_tail(token)), len(tokens))
    *before, head = tokens[:cut] or [""]
    tail = " ".join(tokens[cut:])
    after = {token.lower() for token in (*tokens[cut : cut + 1], *tokens[-1:]) if tail}
    found = noun_number(head) if head[:1].isupper() or _NUMBERED.match(head) else None
    if found is None or after & _AND or (tail and tokens[-1].lower() in PREPOSITIONS):
        return None
    noun, number = found
    adjectives = _adjectives(before, noun)
    if adjectives is None:
        return None
    pairs, numbers = adjectives
    behind = (
        base_adjective(tokens[-1]) if tail and tokens[cut].lower() in PREPOSITIONS and tokens[-1].islower() else None
    )
    if behind is not None and behind.declines and tokens[-1] not in _ADVERBS and len(tokens) > cut + 1:
        pairs, tail = (*pairs, ("", behind)), " ".join(tokens[cut:-1])  # "Kapuze mit Druckknöpfen abnehmbar"
    fits = [each for each in numbers if noun.form("nom", each) == head]
    if count:
        number = "pl"
    elif fits and number not in fits:
        number = fits[0]
    elif not fits:
        number = _many(noun, number)
    return Phrase("noun", text, spelt(noun, number, head), number, pairs, count, tail)


def _postponed(text: str) -> Phrase | None:
    """ "Ripsband schwarz", as a table has it: "schwarzes Ripsband"; "Henkel Leder": "Henkel aus Leder"."""
    first, _, rest = text.partition(" ")
    found = noun_number(first) if first[:1].isupper() else None
    if found is None or not rest:
        return None
    made = exactly(rest, "material") if rest[:1].isupper() and exactly(first, "material") is None else None
    if made is not None:
        return Phrase("noun", text, found[0], _many(*found), (), "", f"aus {made.lemma}")
    *before, last = rest.split()
    if rest == "geeignet":  # "Fußbodenheizung geeignet: ja"
        return Phrase("adjective", f"für {first} {rest}", adjective=Adjective(f"für {first} {rest}"))
    adjective = base_adjective(last) if rest.islower() and len(before) < 2 and last not in _ADVERBS else None
    if adjective is None or not adjective.declines or PREPOSITIONS & {*before}:
        return None
    return Phrase("noun", text, found[0], _many(*found), ((" ".join(before), adjective),))


def _opens_tail(token: str) -> bool:
    return token.lower() in _TAIL or token[:1] == "„" or (token[:1].isdigit() and not _NUMBERED.match(token))


def _adjectives(tokens: list[str], noun: Noun) -> tuple[tuple[tuple[str, Adjective], ...], tuple[Number, ...]] | None:
    """The adjectives before a noun, each with its adverb, and the numbers of the noun that their endings allow."""
    pairs: list[tuple[str, Adjective]] = []
    allowed: set[Number] = {"sg", "pl"} if tokens else set()
    adverb: list[str] = []
    for token in (token.rstrip(",") for token in tokens):
        lower = token[:1].lower() + token[1:]
        found = declined(lower, noun.gender)
        if found is not None:
            allowed &= found[1]
            pairs.append((" ".join(adverb), found[0]))
            adverb = []
        elif not lower.isalpha() or (token[:1].isupper() and vocabulary().adjective(lower) is None):
            return None
        else:
            adverb.append(lower)
    if adverb or (pairs and not allowed):
        return None
    return tuple(pairs), tuple(sorted(allowed, reverse=True))


def _adjective_phrase(text: str) -> Phrase | None:
    tokens = text.split()
    if not 2 <= len(tokens) <= 4 or (tokens[0][:1].isupper() and noun_number(tokens[0]) is not None):
        return None
    lower = [tokens[0][:1].lower() + tokens[0][1:], *tokens[1:]]
    first = base_adjective(lower[0])
    if tokens[0][:1].isupper() and first is None and lower[0] not in words("degree"):
        return None  # "Packmaß klein"
    if tokens[1] in PREPOSITIONS and first is not None:
        return Phrase("adjective", " ".join((*tokens[1:], first.lemma)), adjective=Adjective(lower[0], declines=False))
    adjective = base_adjective(lower[-1]) if lower[-1][:1].islower() else None
    if adjective is None or not all(
        (word[:1].islower() and word.isalpha()) or word[-5:] == "-fach" for word in lower[:-1]
    ):
        return None
    whole = " ".join(lower)
    return Phrase("adjective", whole, adjective=Adjective(whole, adjective.declines))


def _of_word(text: str, word: Word | None) -> Phrase | None:
    """What the vocabulary knows by another name: "Klett" → Klettverschluss, "lace-up" → Schnürung."""
    if word is None:
        return None
    # "rutschhemmend" is less than rutschfest, "austauschbar" more than herausnehmbar
    own = text.islower() and text.isalpha() and (_PARTICIPLE.fullmatch(text) or _LIKE_AN_ADJECTIVE.fullmatch(text))
    if word.adjective is not None and own:
        return Phrase("adjective", text, adjective=Adjective(text), word=word)
    if word.adjective is not None and word.kind != "colour":
        return Phrase("adjective", word.lemma, adjective=word.adjective, word=word)
    if word.noun is not None and text not in _OWN:
        english = text.isascii() and text.islower() and text.endswith("s") and bool(word.noun.plural)  # "pleats"
        number = _many(word.noun, "pl" if word.noun.gender == "p" or english else "sg")
        return Phrase("noun", word.noun.lemma, word.noun, number, word=word)
    return None


def _unknown(text: str) -> Phrase:
    """A word that nobody knows: an adjective when it ends like one."""
    like = _LIKE_AN_ADJECTIVE.fullmatch(text) or (text.islower() and _PARTICIPLE.fullmatch(text))
    if like and noun_number(text) is None:
        lower = text[:1].lower() + text[1:]
        return Phrase("adjective", lower, adjective=Adjective(lower))
    return Phrase("free", text)
