"""Facts: what the data says of an article, one by one, each in the forms in which a sentence can take it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from description.domain.statement import Field, Statement
from description.language.grammar import Adjective, Determiner
from description.realise.phrases import Phrase
from description.realise.tables import exact_pattern, words
from description.style.topics import Topic

_ENDING = re.compile(r"(?<=\w\w\w)(?:ungen|ung|em|en|er|es|e|n|s)$")
_WORD = re.compile(r"[^\W\d_]{3,}")
_SMALL = words("small")


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact. One of these is filled:

    np: what the article has ("abnehmbare Kapuze"); `bare` takes no article ("Stretch").
    after_with: what only "mit" can stand before.
    pred: what it is ("wasserdicht", "im Slim Fit geschnitten"). `front` is its adjective, where one may stand before
    the article's noun ("knielanges Kleid").
    words: after its noun ("im Slim Fit", "ohne Bügel").
    does: a verb in singular and plural, and what follows it ("wiegt", "wiegen", "480 g").
    listed: behind `label` and a colon.
    benefit: what may follow at the end of a sentence (", die jeden Schritt abfedert").
    """

    field: Field
    topic: Topic
    weight: int = 50
    np: Phrase | None = None
    bare: bool = False
    after_with: str = ""
    pred: str = ""
    front: Adjective | None = None
    words: str = ""
    does: tuple[str, str, str] | None = None
    label: str = ""
    listed: str = ""
    clause: str = ""  # a whole clause about another part, beside `listed`
    special: bool = False
    benefit: str = ""
    statement: Statement | None = None  # the source of a measure

    def _form(self, case: Literal["nom", "acc"], kind: Determiner = "indefinite") -> str:
        if self.np is None:
            return ""
        kind = "none" if self.bare else kind
        if self.np.tail in words("place"):  # "hinten ein Gehschlitz"
            return f"{self.np.tail} {replace(self.np, tail='').form(case, kind)}"
        return self.np.form(case, kind)

    @property
    def acc(self) -> str:
        """ "eine abnehmbare Kapuze"."""
        return self._form("acc")

    @property
    def nom(self) -> str:
        """ "eine abnehmbare Kapuze", as a subject."""
        return self._form("nom")

    @property
    def the(self) -> str:
        """ "die abnehmbare Kapuze"."""
        return self.np.form("nom", "none" if self.bare else "definite") if self.np else ""

    @property
    def dat(self) -> str:
        """ "abnehmbarer Kapuze", after "mit"."""
        return self.np.form("dat") if self.np else self.after_with

    @property
    def lemma(self) -> str:
        """The noun of what the article has; "" where it has no noun."""
        return self.np.noun.lemma if self.np is not None and self.np.noun is not None else ""

    @property
    def gear(self) -> bool:
        """Whether an article is equipped with it: a pocket is, a neckline is not."""
        return bool(exact_pattern("equipment").fullmatch(self.lemma)) and not self.listed

    @property
    def telling(self) -> bool:
        """Whether it may stand out in a first sentence: an ordinary part, a measure may not."""
        if self.np is None or self.statement is not None:
            return self.field in (Field.HEEL_HEIGHT, Field.PLATFORM)
        special = any(exact_pattern("telling-adjective").fullmatch(each.lemma) for _, each in self.np.adjectives)
        return bool(self.lemma) and (special or not exact_pattern("ordinary").fullmatch(self.lemma))

    @property
    def fastens(self) -> bool:
        """Whether one closes the article with it."""
        return self.field is Field.CLOSURE and self.lemma.endswith(tuple(words("fastener")))

    @property
    def stems(self) -> frozenset[str]:
        """What the fact says, as stems: facts with the same say the same."""
        return stems(self.np.form("nom") if self.np else self.after_with or self.pred or self.words or self.listed)


@lru_cache(maxsize=16384)
def stems(text: str) -> frozenset[str]:
    """The stems of the words of a text that carry meaning."""
    return frozenset(_stem(word) for word in _WORD.findall(text.lower().replace("ss", "ß")) if word not in _SMALL)


def _stem(word: str) -> str:
    """Without its endings: "unifarbene" and "unifarben" are the same."""
    for _ in range(2):
        word = _ENDING.sub("", word) or word
    return word


def is_in(fact: Fact, facts: Iterable[Fact]) -> bool:
    """Whether it is this very fact: two statements may have equal ones."""
    return any(fact is each for each in facts)


def without(facts: Iterable[Fact], told: Sequence[Fact]) -> list[Fact]:
    """The facts but these very ones."""
    return [fact for fact in facts if not is_in(fact, told)]


def without_repeats(facts: Sequence[Fact], said: Iterable[frozenset[str]] = ()) -> list[Fact]:
    """The facts without those that say no more than another one, or than what is said already."""
    kept: list[Fact] = []
    every = [fact.stems for fact in facts]
    before = list(said)
    for at, fact in enumerate(facts):
        mine = every[at]
        if fact.does or fact.statement or not mine:
            kept.append(fact)
            continue
        repeated = any(mine <= each for each in before) or any(
            (mine < each and not facts[index].does and not _only_beside(fact, facts[index]))
            or (index < at and (mine == each or _same(fact, facts[index])))
            for index, each in enumerate(every)
            if index != at
        )
        if not repeated:
            kept.append(fact)
    return kept


def _only_beside(fact: Fact, other: Fact) -> bool:
    """Whether another fact names a thing only as what a part of its own has: "Knopf", "Gesäßtaschen mit Knopf"."""
    if fact.np is None or other.np is None or not other.np.tail or not (fact.gear or fact.fastens):
        return False
    return not fact.stems & stems(replace(other.np, tail="").form("nom"))


def _same(one: Fact, other: Fact) -> bool:
    """Whether two facts are one word of the vocabulary by two names: Allover-Print, Allover-Druck."""
    first, second = one.np, other.np
    return first is not None and second is not None and first.word is not None and first.word == second.word
