"""The plan of a text: what it may say, how the examples and the prompt want it, under which name, in which order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from description.realise.blocks import LAST
from description.realise.constructions import constructions, shuffled
from description.realise.select import Content
from description.realise.surface import Named
from description.realise.tables import rows
from description.style.asked import Style
from description.style.instructions import Instructions
from description.style.profile import Address, Layout, StyleProfile
from description.style.topics import Topic

_USUAL_FACTS = 4
_WORDS_PER_FACT = 3.2
_CLAUSES = 0.7  # subordinate clauses per sentence
_TERSE = 2.3
_LONG = 17.0  # words per sentence


@dataclass(frozen=True, slots=True)
class Manner:
    """A style within the limits of one text, and what follows from it."""

    profile: StyleProfile
    asked: Instructions
    most_words: int
    most_sentences: int

    @property
    def tones(self) -> tuple[str, ...]:
        """The constructions that fit, the preferred ones first."""
        profile = self.profile
        if profile.address is not Address.NONE:
            return profile.address.value, "full"
        if self.mixed and profile.telegraphic:
            return "mixed", "full"
        if profile.clauses >= _CLAUSES or profile.sentence_words >= _LONG:
            return "long", "full"
        return ("full",)

    @property
    def telegraphic(self) -> bool:
        """Whether it is notes, without finite verbs."""
        return self.profile.telegraphic

    @property
    def terse(self) -> bool:
        """Whether it is notes of one fact each."""
        profile = self.profile
        return profile.telegraphic and profile.layout is Layout.PROSE and profile.sentence_words < _TERSE

    @property
    def listing(self) -> bool:
        """Whether it is a list."""
        return self.profile.layout is Layout.LIST

    @property
    def mixed(self) -> bool:
        """Whether it is prose and a list."""
        return self.profile.layout is Layout.MIXED

    @property
    def most_facts(self) -> int:
        """How many facts a sentence may hold, by the length of the example's sentences."""
        profile = self.profile
        if not profile.sentence_words or profile.telegraphic:
            return _USUAL_FACTS
        return max(2, min(7, round(profile.sentence_words / _WORDS_PER_FACT)))


def manner_of(style: Style) -> Manner:
    """The manner of a style, within the limits that the caller and the prompt set."""
    return Manner(style.profile, style.instructions, style.most_words, style.most_sentences)


@dataclass(slots=True)
class Plan:
    """A text in the making."""

    content: Content
    manner: Manner
    named: Named
    seed: str
    families: set[str] = field(default_factory=set)

    @property
    def order(self) -> tuple[Topic, ...]:
        """The topics in the order of the text."""
        return _order(self.content.article.group, self.manner.profile.order, self.manner.asked.first)

    def say(self, kind: str, words: dict[str, str], *, many: bool, at: int) -> str:
        """The words in a construction of this kind whose verb is new to the text, if one is."""
        found = ""
        for text, family in self.ways(kind, words, many=many, at=at):
            if family not in self.families:
                self.families.add(family)
                return text
            found = found or text
        return found

    def ways(self, kind: str, words: dict[str, str], *, many: bool, at: int) -> Iterator[tuple[str, str]]:
        """The words in each construction of this kind, with its family; those of the preferred tone first."""
        for tone in self.manner.tones:
            for each in shuffled(constructions().get(kind, ()), f"{self.seed}{kind}{at}", tone):
                text = each.fill(lambda name: words.get(name, ""), article_plural=self.named.plural, facts_plural=many)
                if text:
                    yield text, each.family


@lru_cache(maxsize=64)
def _order(group: str, wanted: tuple[Topic, ...], first: tuple[Topic, ...]) -> tuple[Topic, ...]:
    """The topics of a group of articles; those of the example in its order, each other one behind its neighbour."""
    table = {row["group"]: tuple(map(Topic, row["topics"].split("|"))) for row in rows("orders")}
    plan = table.get(group, table[""])
    order = [topic for topic in dict.fromkeys((Topic.OPENING, *wanted)) if topic in plan]
    before = Topic.OPENING
    for topic in plan:
        if topic not in order and topic in LAST:
            order.append(topic)
        elif topic not in order:
            order.insert(order.index(before) + 1 + (len(first) if before is Topic.OPENING else 0), topic)
        before = topic
    return tuple(order)
