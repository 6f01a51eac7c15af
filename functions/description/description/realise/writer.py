"""The rule-based writer: facts → plan → sentences → a text that fits, the weightier ones first. No model, no chance."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from bildtext.errors import InvalidProductData
from description.claims.model import Finding
from description.domain.statement import Field
from description.language.text import count_words
from description.language.text import sentences as sentences_in
from description.realise.article import Article
from description.realise.benefits import with_benefits
from description.realise.blocks import Block
from description.realise.facts import Fact, is_in, stems
from description.realise.items import itemised, lines, told_by_headings
from description.realise.looks import Look
from description.realise.notes import joined_notes, note, noted
from description.realise.opening import named_of, opening_notes
from description.realise.plan import Manner, Plan, manner_of
from description.realise.select import content_of, last_resort
from description.realise.sentences import planned, said
from description.realise.surface import SUBJECT, exclaimed, notated, settled
from description.style.topics import Topic
from description.writers import Draft, WritingTask


class RulesWriter:
    """Writes from the data alone, at once. Keeps description.writers.Writer."""

    name = "rules"
    model = "rules@2"

    def write(self, task: WritingTask, *, deadline: float) -> Draft:  # noqa: ARG002
        """Write a text of at most `task.max_words` words.

        Raises:
            InvalidProductData: nothing in the data can be said.
        """
        return _written(task, ())

    def repair(self, task: WritingTask, draft: Draft, findings: Sequence[Finding], *, deadline: float) -> Draft:  # noqa: ARG002
        """Write the text from the data, without the words of these and of earlier findings. Raises as `write` does."""
        return _written(task, (*draft.left_out, *(finding.text for finding in findings)))


def plan_of(task: WritingTask, bad: Sequence[str] = ()) -> Plan:
    """The plan of a text about the facts that say no `bad` thing."""
    content = content_of(task.facts)
    manner = manner_of(task.style)
    content = content.within(manner.asked)
    named = named_of(content.article, manner.profile.quotes)
    seed = task.article or "|".join((*task.facts.data.values(Field.NUMBER)[:1], content.article.brand))
    facts = tuple(fact for fact in content.facts if not is_bad(fact, bad))
    article = _without(content.article, bad)
    return Plan(replace(content, article=article, facts=with_benefits(facts, manner, seed)), manner, named, seed)


def _written(task: WritingTask, bad: tuple[str, ...]) -> Draft:
    plan = plan_of(task, bad)
    content, manner, named = plan.content, plan.manner, plan.named
    if manner.listing:
        return Draft(notated(_list(plan, bad), manner.profile), left_out=bad)
    if manner.mixed:
        return Draft(notated(_mixed(plan, bad), manner.profile), left_out=bad)
    blocks = noted(plan) if manner.telegraphic else planned(plan)
    chosen = fitted(blocks, manner, bad, named.the(), lambda block: say(plan, block))
    if not chosen:
        resort = last_resort(task.facts.data)
        fits = resort and count_words(resort) <= manner.most_words
        chosen = [Block(Topic.OPENING, text=resort)] if fits else []
    if not chosen:
        raise InvalidProductData("The product data says nothing that can be told; add a type, a colour or a material.")
    known = content.article.noun is not None or not content.article.type_as_written
    introduced = chosen[0].topic is Topic.OPENING and known
    texts = [each.text for each in chosen]
    told = settled(
        joined_notes(texts) if manner.telegraphic and not manner.terse else texts, named, introduced=introduced
    )
    text = " ".join(exclaimed(told, manner.profile.exclamations))
    return Draft(notated(text, manner.profile), left_out=bad)


def _without(article: Article, bad: Sequence[str]) -> Article:
    """The article without what of its look, brand and audience says a bad thing."""
    colour, pattern = article.colour, article.pattern
    look = colour.behind or (colour.adjective.lemma if colour.adjective is not None else "")
    return replace(
        article,
        brand="" if holds(article.brand, bad) else article.brand,
        audience="" if holds(article.audience, bad) else article.audience,
        colour=Look() if holds(look, bad) else colour,
        pattern=None if pattern is None or holds(pattern.lemma, bad) else pattern,
    )


def say(plan: Plan, block: Block) -> str:
    """The sentence or the note of a block."""
    return note(block.facts) if block.kind == "noted" else said(plan, block)


def _list(plan: Plan, bad: Sequence[str]) -> str:
    """A heading and its items."""
    heading, *shorter = opening_notes(plan)
    blocks = itemised(plan, told_by_headings(plan), heading=heading)
    if blocks and blocks[0].topic is Topic.OPENING:
        blocks[0].shorter = lambda: shorter
    chosen = fitted(blocks, plan.manner, bad, "", lambda block: block.text)
    return lines(chosen, plan)


def _mixed(plan: Plan, bad: Sequence[str]) -> str:
    """A sentence or two of prose, then items."""
    prose = fitted(planned(plan)[:1], plan.manner, bad, plan.named.the(), lambda block: say(plan, block))
    told = [fact for block in prose for fact in block.facts]
    text = " ".join(settled([block.text for block in prose], plan.named, introduced=True))
    room = replace(plan.manner, most_words=max(1, plan.manner.most_words - count_words(text)))
    chosen = fitted(itemised(plan, told, heading=""), room, bad, "", lambda block: block.text)
    return lines(chosen, plan, prose=text) if chosen else text


CORE = 80  # Sentences of this weight may go beyond the example's length, never beyond the limit.
_LEEWAY = 1.4
_LEAST_LEEWAY = 12


def fitted(
    blocks: Sequence[Block], manner: Manner, bad: Sequence[str], subject: str, say: Callable[[Block], str]
) -> list[Block]:
    """The blocks that fit, each with its text. `subject` is the longest that a sentence may get for its own.

    A sentence that holds one of the `bad` words is left out, or tells less, without them.
    """
    length = manner.most_words
    if (words := manner.profile.words) > 0:
        more = _LEAST_LEEWAY * (2 if manner.listing else 1)
        length = min(length, max(round(words * _LEEWAY), words + more))
    chosen: dict[int, Block] = {}
    used = 0
    for at in sorted(range(len(blocks)), key=lambda index: -blocks[index].weight):
        if len(chosen) >= manner.most_sentences:
            break
        room = (manner.most_words if blocks[at].weight >= CORE else length) - used
        for block in _shorter(blocks[at]):
            block.text = block.text or say(block)
            whole = block.text.replace(SUBJECT, subject)
            words = count_words(whole)
            if block.text and words <= room and not holds(whole, bad):
                chosen[at] = block
                used += words
                break
    return [chosen[at] for at in sorted(chosen)]


def _shorter(block: Block) -> Iterator[Block]:
    """The block, then those that tell less."""
    yield block
    for text in block.shorter():
        yield Block(block.topic, text=text, weight=block.weight)
    if block.kind in ("", "made", "line") or block.topic is Topic.OPENING:
        return
    ranked = sorted(block.facts, key=lambda fact: -fact.weight)
    for number in range(len(ranked) - 1, 0, -1):
        yield block.with_facts([fact for fact in block.facts if is_in(fact, ranked[:number])])


def is_bad(fact: Fact, bad: Sequence[str]) -> bool:
    """Whether the words of a fact say a bad thing."""
    said = (fact.clause, fact.pred, fact.words, fact.after_with, *(fact.does or ()))
    return holds(fact.np.form("nom") if fact.np else " ".join(said), bad)


def holds(text: str, bad: Sequence[str]) -> bool:
    """Whether a sentence says one of these things, in whatever form. What goes over a full stop is two things."""
    said = stems(text) if bad else frozenset()
    for thing in (part for each in bad for part in sentences_in(each)):
        wanted = stems(thing)
        if wanted <= said if wanted else re.search(rf"(?<!\w){re.escape(thing)}(?!\w)", text):
            return True
    return False
