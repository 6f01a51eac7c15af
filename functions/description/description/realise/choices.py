"""What a text can say of one article, sentence by sentence, with every way that the constructions give to say it.

The rules choose one way and write it; a language model that is held to these (writers/claim_safe.py) chooses another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from description.language.text import count_words, sentences
from description.realise.benefits import concluded
from description.realise.blocks import Block
from description.realise.clauses import verbals
from description.realise.facts import is_in
from description.realise.items import itemised, line, mark_of, told_by_headings
from description.realise.making import MOST_MATERIALS, several_materials
from description.realise.notes import note, noted
from description.realise.opening import Opened, first_sentences, opening_notes
from description.realise.plan import Plan
from description.realise.sentences import form_of, opened_with, with_verbs
from description.realise.surface import Named, notated, sentence
from description.realise.writer import CORE, fitted, plan_of, say
from description.style.topics import Topic
from description.writers import WritingTask

_LEADS = 4  # choices of the facts that a first sentence tells
_MATERIAL_WAYS = 12  # tries, most of which say the same
_MOST_OUTLINES, _MOST_OPENINGS, _MOST_WAYS = 3, 12, 40


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence or an item, in all its ways, with surface.SUBJECT for the article. `needed`: no text is without it."""

    texts: tuple[str, ...]
    needed: bool


@dataclass(frozen=True, slots=True)
class Outline:
    """The first sentences that tell the same, and the parts that can follow; without `openings` the parts are all."""

    openings: tuple[str, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """The texts of one article. `between` stands before each part but the first; `introduced`: the first sentence says
    what the article is, so a pronoun can follow; `free_order`: the style leaves the order of the parts open."""

    outlines: tuple[Outline, ...]
    named: Named
    between: str
    introduced: bool
    free_order: bool


def choices_of(task: WritingTask) -> Choices:
    """The texts that the rules could write within the limits of the task; no outline where they have nothing to say."""
    plan = plan_of(task)
    manner, article = plan.manner, plan.content.article
    items = manner.listing or manner.mixed
    if manner.listing:
        outlines = [_listed(plan)]
    elif manner.telegraphic and not items:
        outlines = [_noted(plan)]
    else:
        outlines = list(_told(plan))
    return Choices(
        tuple(outline for outline in outlines if outline.openings or outline.parts),
        plan.named,
        f"\n{mark_of(plan)} " if items else " ",
        article.noun is not None or not article.type_as_written,
        not manner.profile.order and not items,
    )


def _told(plan: Plan) -> Iterator[Outline]:
    """A first sentence, then sentences; items where the style is mixed."""
    alike: dict[tuple[frozenset[int], bool], dict[str, Opened]] = {}
    for lead in range(_LEADS):
        for each in first_sentences(replace(plan, seed=f"{plan.seed}{lead or ''}", families=set())):
            told = frozenset(map(id, each.facts))
            alike.setdefault((told, each.made), {}).setdefault(each.text, each)
    ranked = sorted(alike.values(), key=lambda each: -len(each))[:_MOST_OUTLINES]
    opened = [sorted(each.values(), key=lambda one: count_words(one.text)) for each in ranked]
    if fitting := [each for each in opened if count_words(each[0].text) <= plan.manner.most_words]:
        yield from (_opened(plan, each) for each in fitting)
    elif ranked:  # where there is no room for a sentence, the first note that fits
        notes = (sentence(text) for text in opening_notes(plan) if 0 < count_words(text) <= plan.manner.most_words)
        yield Outline(tuple(notated(text, plan.manner.profile) for text in notes)[:1], ())
    else:
        yield _outline(plan, opened_with(replace(plan, families=set()), None))


def _opened(plan: Plan, alike: Sequence[Opened]) -> Outline:
    """The outline of first sentences that tell the same, the shortest first, which fits."""
    fitting = [each for each in alike if count_words(each.text) <= plan.manner.most_words][-_MOST_OPENINGS:]
    own = replace(plan, families=set())
    first, *body = opened_with(own, fitting[-1])
    if plan.manner.mixed:
        body = itemised(plan, fitting[-1].facts, heading="")
    first = Block(Topic.OPENING, "line", text=fitting[-1].text, weight=first.weight)
    outline = _outline(own, [first, *body])
    room = plan.manner.most_sentences - len(outline.parts)
    texts = dict.fromkeys(notated(sentence(each.text), plan.manner.profile) for each in fitting)
    openings = tuple(text for text in texts if len(sentences(text)) <= room)  # a question is a sentence more
    return Outline(openings, outline.parts if openings else ())


def _noted(plan: Plan) -> Outline:
    """Notes without finite verbs."""
    return _outline(plan, noted(plan))


def _listed(plan: Plan) -> Outline:
    """A heading and items."""
    return _outline(plan, itemised(plan, told_by_headings(plan), heading=next(opening_notes(plan))))


def _outline(plan: Plan, blocks: Sequence[Block]) -> Outline:
    """The outline of the blocks that fit, the weightier ones first."""
    used = set(plan.families)
    chosen = fitted(blocks, plan.manner, (), plan.named.the(), lambda block: say(plan, block))
    first = [_finished(plan, block, block.text) for block in chosen if block.topic is Topic.OPENING]
    rest = [block for block in chosen if block.topic is not Topic.OPENING]
    spare = plan.manner.most_words - sum(count_words(block.text) for block in chosen)
    own = _families(plan, rest, used)
    parts = []
    for at, block in enumerate(rest):
        longest = count_words(block.text) + spare // len(rest)
        ways = dict.fromkeys(text for text in _ways(plan, block, own[at]) if count_words(text) <= longest)
        texts = tuple(dict.fromkeys(_finished(plan, block, text) for text in ways))[:_MOST_WAYS]
        parts.append(Part(texts, block.weight >= CORE))
    return Outline((" ".join(first),) if first else (), tuple(parts))


def _families(plan: Plan, blocks: Sequence[Block], used: set[str]) -> list[set[str]]:
    """The families of verbs of each block: those not `used` yet, each in one block. No text has "Dazu kommt" twice."""
    own: list[set[str]] = [set() for _ in blocks]
    forms = [form_of(plan, block) for block in blocks]
    able: dict[str, list[int]] = {}
    for at, form in enumerate(forms):
        for _, family in plan.ways(form.kind, form.words, many=form.many, at=0) if form is not None else ():
            if at not in able.setdefault(family, []):
                able[family].append(at)
    for family, places in able.items():
        if family not in used:
            own[min(places, key=lambda at: len(own[at]))].add(family)
    return own


def _ways(plan: Plan, block: Block, families: set[str]) -> Iterator[str]:
    """The texts of a block: all constructions of these families, with all of its facts and with fewer."""
    if block.kind == "line" or not (block.kind or block.verbals):
        yield block.text
        yield from _materials(plan, block)
        return
    for each in (block, *_with_fewer_facts(block)):
        form = form_of(plan, each) if each.kind != "noted" else None
        texts = plan.ways(form.kind, form.words, many=form.many, at=0) if form is not None else ()
        said_of_it = [text for text, family in texts if family in families]
        if not plan.manner.telegraphic:
            said_of_it.append(with_verbs(plan, each))
        elif " " in (short := note(each.facts)):  # one word alone is no note
            said_of_it.append(short)
        for text in filter(None, said_of_it):
            yield concluded(text, each.facts)


def _materials(plan: Plan, block: Block) -> Iterator[str]:
    """The other sentences about the materials of several parts that a block tells."""
    groups = plan.content.groups
    for told in (groups, [group for group in groups if not group.main]):
        if told and block.text in several_materials(told, plan.named, plan.seed)[:1] and len(told) <= MOST_MATERIALS:
            for chosen in range(_MATERIAL_WAYS):
                yield from several_materials(told, plan.named, f"{plan.seed}{chosen}")


def _with_fewer_facts(block: Block) -> Iterator[Block]:
    """The block without one of its facts, and with each alone, but not without those that no text is without."""
    facts = block.facts
    if len(facts) < 2 or (not block.kind and len(verbals(facts)) != len(block.verbals)):
        return  # what it says beside its facts would be lost
    needed = [fact for fact in facts if fact.weight >= CORE]
    fewer = [[fact for fact in facts if fact is not out] for out in facts] + [[fact] for fact in facts]
    for some in fewer:
        if all(is_in(fact, some) for fact in needed):
            yield block.with_facts(some)


def _finished(plan: Plan, block: Block, text: str) -> str:
    """The text as it stands in the description, with a capital and a full stop."""
    is_item = (plan.manner.listing or plan.manner.mixed) and block.kind == "line"
    return notated(line(text, plan) if is_item else sentence(text), plan.manner.profile)
