"""Texts in whole sentences: which fact stands in which sentence, and in which order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from description.language.text import count_words
from description.realise.benefits import concluded
from description.realise.blocks import LAST, MATERIAL_WEIGHT, MOST_VERBALS, Block, block_of, merged
from description.realise.clauses import Verbal, after_with, coordinated, listed, predicates, verbals
from description.realise.constructions import chance
from description.realise.extras import contents_sentence, todo_of
from description.realise.facts import Fact, without
from description.realise.making import several_materials
from description.realise.opening import Opened, opening, opening_notes
from description.realise.plan import Plan
from description.realise.surface import SUBJECT
from description.style.profile import Turn
from description.style.topics import Topic

_STUB = 3  # words of a sentence beside its subject


def planned(plan: Plan) -> list[Block]:
    """The sentences of a text in their order."""
    return opened_with(plan, opening(plan, lambda each: not any(map(_is_stub, _after(plan, each)))))


def opened_with(plan: Plan, opened: Opened | None) -> list[Block]:
    """The sentences of a text that begins in this way."""
    blocks = _after(plan, opened)
    if opened is None:
        return blocks
    plan.families |= {opened.family, *_not_after(opened)}
    shorter = partial(opening_notes, plan)
    return [Block(Topic.OPENING, facts=opened.facts, text=opened.text, shorter=shorter, weight=100), *blocks]


def _after(plan: Plan, opened: Opened | None) -> list[Block]:
    """The sentences after the first one."""
    told, made = (opened.facts, opened.made) if opened is not None else ((), False)
    occasion = [plan.content.occasion] if plan.content.occasion is not None else []
    left = without([*plan.content.facts, *occasion], told)
    blocks: list[Block] = []
    for topics in _runs(plan.order):
        facts = [fact for topic in topics for fact in left if fact.topic is topic]
        if Topic.MATERIAL in topics:
            blocks += _material(plan, facts, made=made)
        elif Topic.CARE in topics:
            blocks += _ends(plan, facts)
        else:
            blocks += _body(plan, facts)
    return merged(blocks, long="long" in plan.manner.tones)


def _is_stub(block: Block) -> bool:
    """Whether a sentence says next to nothing: "Sie ist vorne offen.\""""
    words = " ".join(f"{verbal.singular} {verbal.rest}" for verbal in block.verbals)
    return not block.text and block.topic not in LAST and 0 < count_words(words) <= _STUB


def _not_after(opened: Opened) -> set[str]:
    """The families that "also" and "add" begin: with nothing before that they go on from, and after another "kommt"."""
    had = any(fact.np for fact in opened.facts)
    return set() if had and opened.family not in ("come", "with") else {"add"} if had else {"add", "also"}


def _runs(order: Sequence[Topic]) -> list[list[Topic]]:
    """Neighbouring topics that may share a sentence."""
    runs: list[list[Topic]] = []
    last = ""
    for topic in order:
        sort = "end" if topic in LAST else "material" if topic is Topic.MATERIAL else "body"
        if topic is Topic.OPENING:
            continue
        if runs and sort == last:
            runs[-1].append(topic)
        else:
            runs.append([topic])
        last = sort
    return runs


def _body(plan: Plan, facts: Sequence[Fact]) -> Iterator[Block]:
    special = special_of(plan, facts)
    if special:
        yield block_of(special, "special")
    rest = [fact for fact in without(facts, special) if not needs_colon(fact)]
    for chunk in chunks_of(rest, plan.manner.most_facts):
        yield block_of(chunk)
    yield from _apart([fact for fact in facts if needs_colon(fact)])


def needs_colon(fact: Fact) -> bool:
    return bool(fact.listed) and not (fact.np or fact.pred or fact.does or fact.words)


def _apart(facts: Sequence[Fact]) -> Iterator[Block]:
    """What is said of other parts in sentences of their own. What only a colon can tell no sentence tells."""
    clauses = [fact for fact in facts if fact.clause]
    if clauses:
        text = ", ".join(fact.clause for fact in clauses)
        yield Block(Topic.DETAILS, "", tuple(clauses), text=text, weight=max(fact.weight for fact in clauses))


def special_of(plan: Plan, facts: Sequence[Fact]) -> list[Fact]:
    """The facts that "Das Besondere sind …" tells: those under a key that says so, in a text that has that turn."""
    turn = plan.manner.profile.turn
    found = [fact for fact in facts if fact.special and fact.np and not fact.bare and fact.telling]
    if turn not in (None, Turn.SPECIAL):
        return []
    return found[:5] if len(found) > 1 or turn or chance(plan.seed + "special") < 0.5 else []


def chunks_of(facts: Sequence[Fact], most: int) -> list[list[Fact]]:
    """The facts in the fewest sentences, as even as can be; a new topic begins a new one where there is a choice."""
    if not facts:
        return []
    size = -(-len(facts) // -(-len(facts) // most))
    chunks: list[list[Fact]] = [[]]
    for fact in facts:
        turns = len(chunks[-1]) >= size and fact.topic is not chunks[-1][-1].topic
        if len(chunks[-1]) >= most or turns:
            chunks.append([])
        chunks[-1].append(fact)
    return chunks


def _material(plan: Plan, facts: Sequence[Fact], *, made: bool) -> Iterator[Block]:
    groups = [group for group in plan.content.groups if not (made and group.main)]
    lone = len(groups) == 1 and groups[0].main
    if lone and (groups[0].whole or plan.content.article.group != "shoes"):
        verbal = Verbal("besteht", "bestehen", f"aus {groups[0].of}")
        yield Block(Topic.MATERIAL, "made", (), (verbal,), of=groups[0].of, weight=MATERIAL_WEIGHT)
    elif groups:
        for at, text in enumerate(several_materials(groups, plan.named, plan.seed)):
            yield Block(Topic.MATERIAL, text=text, weight=MATERIAL_WEIGHT - 5 * at)
    if facts:
        yield block_of(facts)


def _ends(plan: Plan, facts: Sequence[Fact]) -> Iterator[Block]:
    contents = [fact for fact in facts if fact.topic is Topic.CONTENTS and fact.listed]
    rest = [fact for fact in without(facts, contents) if not needs_colon(fact)]
    if contents and (text := contents_sentence(contents)):
        yield Block(Topic.CONTENTS, "", tuple(contents), (), text, weight=contents[0].weight)
    units = [(fact, verbal) for fact in rest for verbal in verbals([fact])]
    tops = [units[at : at + MOST_VERBALS] for at in range(0, len(units), MOST_VERBALS)]
    for chunk in tops:
        told = tuple(fact for fact, _ in chunk)
        yield Block(Topic.MEASURES, "", told, tuple(verbal for _, verbal in chunk), weight=max(f.weight for f in told))
    yield from _apart([fact for fact in facts if needs_colon(fact) and fact not in contents])
    yield from _care(plan)


def _care(plan: Plan) -> Iterator[Block]:
    """What it stands, then in a sentence of its own what one is to do."""
    care = plan.content.care
    washed = next((text for text in care.preds if text.endswith(" waschbar")), "")
    address = plan.manner.tones[0]
    if len(care.preds) == 1 and washed and address in ("du", "sie"):
        you = "kannst du" if address == "du" else "können Sie"
        text = f"waschen {you} {plan.named.object} {washed.removesuffix(' waschbar')}"
        yield Block(Topic.CARE, text=text, weight=42)
    elif care.preds:
        yield Block(Topic.CARE, "", (), (Verbal("ist", "sind", predicates(care.preds)),), weight=42)
    if todo := todo_of(care):
        yield Block(Topic.CARE, text=f"Bitte {todo}", weight=40)


def said(plan: Plan, block: Block) -> str:
    """The sentence of a block, with SUBJECT for its subject."""
    form = form_of(plan, block)
    text = plan.say(form.kind, form.words, many=form.many, at=form.at) if form is not None else ""
    return concluded(text or with_verbs(plan, block), block.facts)


def with_verbs(plan: Plan, block: Block) -> str:
    """The sentence of a block whose verbs share one subject; "" where it has no verbs."""
    return f"{SUBJECT} {coordinated(block.verbals, plural=plan.named.plural)}" if block.verbals else ""


@dataclass(frozen=True, slots=True)
class Form:
    """Which constructions a block can take, and what their slots stand for; see Plan.say."""

    kind: str
    words: dict[str, str]
    many: bool
    at: int


def form_of(plan: Plan, block: Block) -> Form | None:
    """The form of a block; None where no construction takes it."""
    if block.kind == "made":
        mixed = block.of if " und " in block.of and "%" in block.of else ""
        return Form("made", {"er": SUBJECT, "of": block.of, "of.mix": mixed}, many=False, at=0)
    if not block.kind:
        return None
    nouns = [fact.np for fact in block.facts if fact.np]
    many = len(nouns) > 1 or any(np.plural for np in nouns)
    kind = "special-turn" if block.kind == "special" and plan.manner.profile.turn else block.kind
    return Form(kind, _words(block.facts), many=many, at=len(plan.families))


def _words(facts: Sequence[Fact]) -> dict[str, str]:
    nouns = [fact for fact in facts if fact.np]
    gear = all(fact.gear for fact in nouns)
    equipped = {"dat.gear": after_with([fact for fact in facts if fact.dat])} if gear else {}
    if any(fact.bare for fact in nouns):
        return {"er": SUBJECT, **equipped}
    acc, nom = listed([fact.acc for fact in nouns]), listed([fact.nom for fact in nouns])
    preds = [fact.pred for fact in facts if fact.pred]
    words = {"er": SUBJECT, "acc": acc, "nom": nom, "the": listed([fact.the for fact in nouns])}
    words |= {"pred": predicates(preds), "pred.one": preds[0] if len(preds) == 1 else ""}
    return words | ({"acc.gear": acc, "nom.gear": nom, **equipped} if gear else {})
