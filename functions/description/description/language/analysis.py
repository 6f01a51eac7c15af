"""What an inflected token of a text may be: a known word in any of its forms, or a compound of known words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import cast

from description.language.compounds import Compounds
from description.language.csv_tables import LEXICON, table_rows
from description.language.forms import ADJECTIVE_ENDINGS, GENITIVE_ENDINGS, LONGEST_ENDING, Forms
from description.language.function_words import alternatives, function_words
from description.language.grammar import Adjective, Gender, Noun
from description.language.rows import Row
from description.language.words import Reading, Word, key

# Words that end in these mean something as a whole: "PVC-frei" is no PVC, "Lederoptik" no leather.
_SEALED_ADJECTIVES = function_words("sealed-adjective")
_SEALED_NOUNS = {row["noun"]: cast(Gender, row["gender"]) for row in table_rows(LEXICON / "sealed_nouns.csv")}
_SEALED_NOUN_ENDINGS = GENITIVE_ENDINGS | {"e", "en"}
_COLOURED = ("farben", "farbig")
_SHADE = re.compile(rf"(?:{alternatives('shade-noun-ending')})$")  # "Puderton", "Beerentöne"
_SHADE_NAMES = function_words("shade")
UNITS = function_words("unit")
_SHORTEST_SEALED_OPENING = 3
# A known compound that opens with one of these may be read by its parts as well: a Lederjacke is a Jacke of Leder.
_STATED_BY_PARTS = ("material", "colour")
# A head that says what something is or is made of is heard behind an unknown opening too: "Känguruleder".
_HEARD_MATERIALS = ("leather", "fur", "fibre", "fabric")
_SHORTEST_HEARD = 5
_SHORTEST_UNKNOWN = 4


class Analysis:
    """Finds the readings of tokens."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.forms = Forms(rows)
        self.compounds = Compounds(rows, self.forms.heads)
        self.readings = lru_cache(maxsize=16384)(self._readings)

    def _readings(self, token: str) -> tuple[Reading, ...]:
        if token.endswith("-"):
            return self._elliptic(token[:-1])
        words = _fitting(token, self.forms.words(key(token)))
        found = [Reading(word, word.lemma, (word,)) for word in words]
        if not found:
            parts = self.parts(token)
            return (Reading(None, token, parts),) if parts else ()
        parts = () if _sealed(token) else self.compounds.split(key(token))
        if parts and parts[0].kind in _STATED_BY_PARTS:
            found.append(Reading(None, token, parts))
        return tuple(found)

    def _elliptic(self, stem: str) -> tuple[Reading, ...]:
        """ "Leder- und Textilfutter": the first part alone."""
        words = self.forms.words(key(stem))
        word = words[0] if words else self.compounds.opener(stem.rpartition("-")[2])
        return (Reading(word, word.lemma, (word,)),) if word is not None else ()

    def parts(self, token: str) -> tuple[Word, ...]:
        """The parts of a compound in their order; empty when its head is not known."""
        whole = _sealed(token) or self._coloured(token)
        if whole is not None:
            return (whole,)
        segments = token.split("-")
        found = [
            (*self._openings(segments[:start]), *head)
            for start in range(1 if len(segments) > 1 else 0, len(segments))
            if (head := self.forms.heads(key("".join(segments[start:])))[:1])
        ]
        if found:
            return _shaded(min(found, key=lambda parts: (sum(part.kind == "name" for part in parts), len(parts))))
        last = segments[-1]
        head = self.compounds.split(key(last))
        if not head and last[:1].isupper():
            head = self._heard(last)
        return _shaded((*self._openings(segments[:-1]), *head)) if head else ()

    def _openings(self, segments: Sequence[str]) -> Iterator[Word]:
        """What the segments before the head stand for, known words of several segments ("Öko-Tex-") first."""
        start = 0
        while start < len(segments):
            for end in range(len(segments), start + 1, -1):
                words = self.forms.words(key("".join(segments[start:end])))
                if words:
                    yield words[0]
                    start = end
                    break
            else:
                yield from self._opening(segments[start], segments[:start])
                start += 1

    def _heard(self, compound: str) -> tuple[Word, ...]:
        """An unknown opening and a long known head."""
        for cut in range(_SHORTEST_UNKNOWN, len(compound) - _SHORTEST_HEARD + 1):
            head = next(filter(_is_heard, self.forms.heads(key(compound[cut:]))), None)
            if head is not None:
                return (Word(compound[:cut], "name"), head)
        return ()

    def _opening(self, segment: str, earlier: Sequence[str]) -> tuple[Word, ...]:
        """What a segment before a hyphen stands for; nothing for numbers and their units."""
        if not any(letter.isalpha() for letter in segment):
            return ()
        folded = key(segment)
        if folded in UNITS and earlier and earlier[-1][-1:].isdigit():
            return ()
        opener = self.compounds.opener(folded)
        if opener is not None:
            return (opener,)
        return self.forms.words(folded)[:1] or self.compounds.split(folded) or (Word(segment, "name"),)

    def _coloured(self, token: str) -> Word | None:
        """ "goldfarbene" is gold, declined as it is written; "Puderton" is puder."""
        shade = _SHADE.search(token)
        if shade is not None:
            opening = key(token[: shade.start()].rstrip("-"))
            return next((word for word in self.forms.words(opening) if word.kind == "colour"), None)
        for base in _bases(token.casefold(), ADJECTIVE_ENDINGS | {""}):
            if base.endswith(_COLOURED):
                opening = key(base[: -len(_COLOURED[0])])
                colour = next((word for word in self.forms.words(opening) if word.kind == "colour"), None)
                return None if colour is None else replace(colour, adjective=Adjective(base))
        return None


def _is_heard(word: Word) -> bool:
    return len(word.lemma) >= _SHORTEST_HEARD and (word.kind == "type" or word.group in _HEARD_MATERIALS)


def _fitting(token: str, words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Words in lower case are no nouns when they may be anything else."""
    if not token[:1].islower():
        return words
    return tuple(word for word in words if word.adjective is not None or word.noun is None) or words


def _bases(form: str, endings: frozenset[str]) -> list[str]:
    cuts = range(min(LONGEST_ENDING, len(form) - 1) + 1)
    return [form[: len(form) - cut] for cut in cuts if form[len(form) - cut :] in endings]


def _sealed(token: str) -> Word | None:
    small = token.lower()
    for base in _bases(small, _SEALED_NOUN_ENDINGS):
        head = _closing(base, _SEALED_NOUNS)
        if head and not token[0].islower():
            lemma = token[: len(base)]
            return Word(lemma, "feature", Noun(lemma, _SEALED_NOUNS[head], ""))
    for base in _bases(small, ADJECTIVE_ENDINGS | {""}):
        head = _closing(base, _SEALED_ADJECTIVES)
        if head and not (head == "fest" and token[0].isupper() and "-" not in token):
            lemma = token[: len(base)]
            return Word(lemma if "-" in lemma else lemma.lower(), "feature", None, Adjective(lemma))
    return None


def _closing(base: str, heads: Iterable[str]) -> str:
    for head in heads:
        if base.endswith(head) and len(base.removesuffix(head).rstrip("-")) >= _SHORTEST_SEALED_OPENING:
            return head
    return ""


def _shaded(parts: tuple[Word, ...]) -> tuple[Word, ...]:
    """A shade and a colour are one colour: hell and grau, "hellgrau"."""
    if len(parts) != 2 or parts[1].kind != "colour" or parts[0].lemma not in _SHADE_NAMES:
        return parts
    colour = parts[1]
    lemma = parts[0].lemma + colour.lemma
    adjective = Adjective(lemma, colour.adjective is None or colour.adjective.declines)
    parents = (colour.lemma, *colour.parents)
    return (Word(lemma, "colour", Noun(lemma.capitalize(), "n", ""), adjective, "", parents, (), "", colour.family),)
