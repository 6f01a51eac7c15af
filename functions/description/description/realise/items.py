"""Texts as lists: a heading, and one fact or one label with its values per line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from description.language.grammar import joined
from description.realise.article import Article
from description.realise.blocks import Block
from description.realise.clauses import CUT, predicates
from description.realise.facts import Fact, without
from description.realise.plan import Plan
from description.realise.tables import field_wordings
from description.style.profile import Opening
from description.style.topics import Topic

_BULLET = "•"
_MANY = 0.5


def itemised(plan: Plan, told: Sequence[Fact], *, heading: str) -> list[Block]:
    """The lines of a list in their order; `told` are the facts that the heading tells."""
    labelled = plan.manner.profile.labels >= _MANY
    blocks: list[Block] = []
    if heading and plan.manner.profile.opening is Opening.LABEL:
        blocks += _named(plan.content.article)
    elif heading:
        blocks.append(Block(Topic.OPENING, "line", tuple(told), text=heading, weight=100))
    occasion = [plan.content.occasion] if plan.content.occasion is not None else []
    left = [*without(plan.content.facts, told), *occasion]
    for topic in plan.order:
        facts = [fact for fact in left if fact.topic is topic]
        if topic is Topic.MATERIAL:
            blocks += _material(plan, labelled=labelled)
        if labelled:
            blocks += _labelled(topic, facts)
        else:
            blocks += [Block(topic, "line", (fact,), text=item(fact), weight=fact.weight) for fact in facts]
        if topic is Topic.CARE:
            blocks += _care(plan, labelled=labelled)
    return blocks


def _named(article: Article) -> Iterator[Block]:
    """What the article is, in lines of its own."""
    noun = article.noun.form("nom", article.number) if article.noun else article.type_as_written
    colour = article.colour.behind.removeprefix("in ").removeprefix("der Farbe ")
    adjective = article.colour.adjective.lemma if article.colour.adjective else ""
    told = (("Artikel", noun), ("Marke", article.brand), ("Farbe", colour or adjective))
    for at, (label, said) in enumerate(told):
        if said:
            yield Block(Topic.MORE, "line", text=f"{label}: {said}", weight=99 - at)


def item(fact: Fact) -> str:
    """ "Gewicht 410 g", "abnehmbare Kapuze", "wasserdicht"."""
    if fact.label and not (fact.np and fact.topic is Topic.SOLE):
        amount = fact.does or fact.np or fact.topic is Topic.WIDTH
        return f"{fact.label} {fact.listed}" if amount else fact.pred or f"{fact.label}: {fact.listed}"
    if fact.np:
        return fact.np.form("nom") + fact.benefit
    return fact.words or fact.pred or f"mit {fact.after_with}"


def _labelled(topic: Topic, facts: Sequence[Fact]) -> Iterator[Block]:
    """ "Ausschnitt: V-Ausschnitt": the facts under the labels of their fields."""
    labels: dict[str, list[Fact]] = {}
    for fact in facts:
        labels.setdefault(_label(fact), []).append(fact)
    for label, each in labels.items():
        said = [
            fact.listed
            or (fact.np.form("nom") if fact.np else fact.words or fact.pred.removesuffix(CUT) or fact.after_with)
            for fact in each
        ]
        yield Block(topic, "line", tuple(each), text=f"{label}: {', '.join(said)}", weight=max(f.weight for f in each))


def _label(fact: Fact) -> str:
    wording = field_wordings().get(fact.field)
    return fact.label or (wording.label if wording else "") or "Details"


def _material(plan: Plan, *, labelled: bool) -> Iterator[Block]:
    for at, group in enumerate(plan.content.groups):
        parts = joined([part.part.lemma for part in group.parts])
        of = group.of.removeprefix("einer ").removeprefix("einem ").replace(" und ", ", ")
        text = f"{parts}: {of}" if labelled else f"aus {group.of}" if group.whole else group.bare
        yield Block(Topic.MATERIAL, "line", text=text, weight=86 - 3 * at)
    for part, said in plan.content.listed:
        yield Block(Topic.MATERIAL, "line", text=f"{part}: {said}", weight=70)


def _care(plan: Plan, *, labelled: bool) -> Iterator[Block]:
    care = plan.content.care
    said = [*([predicates(care.preds)] if care.preds else []), *care.todo, *care.listed]
    if said:
        yield Block(Topic.CARE, "line", text=f"{'Pflege: ' if labelled else ''}{', '.join(said)}", weight=45)


def told_by_headings(plan: Plan) -> list[Fact]:
    """The facts that the first note tells, which is the heading of a list."""
    return [fact for fact in plan.content.facts if fact.topic is Topic.CONTENTS and fact.words]


def lines(blocks: Sequence[Block], plan: Plan, *, prose: str = "") -> str:
    """The lines as one text, each item behind the example's mark."""
    heading = [line(block.text, plan) for block in blocks if block.topic is Topic.OPENING]
    said = [f"{mark_of(plan)} {line(block.text, plan)}" for block in blocks if block.topic is not Topic.OPENING]
    return "\n".join([*([prose] if prose else heading), *said])


def mark_of(plan: Plan) -> str:
    """The mark of the items."""
    return plan.manner.profile.bullet or _BULLET


def line(text: str, plan: Plan) -> str:
    """A heading or an item as a line, without its mark."""
    profile = plan.manner.profile
    return f"{text[:1].upper()}{text[1:]}{'.' if profile.full_stop and profile.examples else ''}"
