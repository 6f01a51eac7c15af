"""The plan of a text: what it may say, how, under which name, in which order."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from description.realise.blocks import LAST
from description.realise.constructions import constructions, shuffled
from description.realise.manner import Manner
from description.realise.select import Content
from description.realise.surface import Named
from description.realise.tables import rows
from description.style.topics import Topic


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
        for tone in self.manner.tones:
            for each in shuffled(constructions().get(kind, ()), f"{self.seed}{kind}{at}", tone):
                text = each.fill(lambda name: words.get(name, ""), article_plural=self.named.plural, facts_plural=many)
                if text and each.family not in self.families:
                    self.families.add(each.family)
                    return text
                found = found or text
        return found


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
