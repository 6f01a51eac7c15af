"""Texts without finite verbs: "Weißer Slipper von Gemini mit Schlupfeinstieg. Obermaterial aus Glattleder."."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from description.domain.statement import Field
from description.realise.blocks import LAST, MATERIAL_WEIGHT, Block
from description.realise.clauses import listed, predicates
from description.realise.facts import Fact, without
from description.realise.items import item
from description.realise.opening import joined_words, opening_notes
from description.realise.plan import Plan
from description.realise.sentences import chunks_of, needs_colon, special_of
from description.realise.slots import Slots
from description.style.profile import Opening
from description.style.topics import Topic

_SOLES = ("Laufsohle", "Sohle")


def terse(plan: Plan) -> list[Block]:
    """Notes of one fact each: "ARKA. Kleid aus Leinen. Wadenlang. Zwei Taschen."."""
    article, profile = plan.content.article, plan.manner.profile
    slots = Slots(plan)
    groups = [group for group in plan.content.groups if group.main]
    of = f"aus {groups[0].of}" if groups else ""
    blocks = []
    if article.brand and profile.opening in (Opening.NAME, Opening.BRAND):
        brand = article.brand.upper() if profile.capitals else article.brand
        blocks.append(Block(Topic.OPENING, "line", text=brand, weight=101))
    heading = joined_words(slots.word("bare.nom"), of, slots.behind if blocks else slots.tail())
    blocks.append(Block(Topic.OPENING, "line", tuple(slots.front_facts), text=heading, weight=100))
    left = without(plan.content.facts, slots.front_facts)
    for topic in plan.order:
        told = [fact for fact in left if fact.topic is topic and not needs_colon(fact)]
        blocks += [Block(topic, "line", (fact,), text=item(fact), weight=fact.weight) for fact in told]
        if topic is Topic.MATERIAL:
            others = [group for group in plan.content.groups if group not in groups]
            blocks += [Block(topic, "line", text=group.bare, weight=70) for group in others]
    return blocks


def noted(plan: Plan) -> list[Block]:
    """The notes of a text in their order."""
    if plan.manner.terse:
        return terse(plan)
    slots = Slots(plan)
    lead = _lead(plan, slots)
    stuff = _stuff(plan)
    first, *shorter = opening_notes(plan, lead, stuff)
    told = [*lead, *slots.front_facts, *([slots.pack] if slots.pack else [])]
    occasion = [plan.content.occasion] if plan.content.occasion is not None and plan.content.article.audience else []
    left = without([*plan.content.facts, *occasion], told)
    opening = Block(Topic.OPENING, "noted", tuple(told), text=first, weight=100, shorter=lambda: shorter)
    blocks = [opening] if first else []
    for topic in plan.order:
        blocks += _topic(plan, topic, [fact for fact in left if fact.topic is topic])
    return _drawn(blocks)


def _lead(plan: Plan, slots: Slots) -> list[Fact]:
    """What the first note tells beside the looks: the closure of shoes, the most telling detail of others."""
    if plan.content.article.group == "shoes":
        return [fact for fact in plan.content.facts if fact.field is Field.CLOSURE and fact.dat][:1]
    return [fact for fact in slots.lead if fact.topic in (Topic.DETAILS, Topic.FIT)][:2]


def _topic(plan: Plan, topic: Topic, facts: list[Fact]) -> Iterator[Block]:
    if topic is Topic.MATERIAL:
        yield from _material(plan, facts)
    elif topic is Topic.SOLE:
        yield from _sole(plan, facts)
    elif topic is Topic.CARE:
        yield from _care(plan)
    elif topic is Topic.CONTENTS and facts:
        text = f"Lieferumfang: {', '.join(fact.listed for fact in facts)}"
        yield Block(topic, "", tuple(facts), text=text, weight=55)
    else:
        special = special_of(plan, facts) if topic is Topic.FEATURES else []
        if special:
            yield Block(topic, "special", tuple(special), weight=max(fact.weight for fact in special))
        yield from _plain(plan, topic, without(facts, special))


def _plain(plan: Plan, topic: Topic, facts: Sequence[Fact]) -> Iterator[Block]:
    for chunk in chunks_of([fact for fact in facts if not needs_colon(fact)], plan.manner.most_facts):
        yield Block(topic, "noted", tuple(chunk), weight=max(fact.weight for fact in chunk))
    for fact in filter(needs_colon, facts):
        yield Block(topic, "", (fact,), text=f"{fact.label}: {fact.listed}", weight=fact.weight - 10)


def note(facts: Sequence[Fact]) -> str:
    """ "Knielang, in A-Linie, mit kurzen Ärmeln", "Länge 64 cm, Gewicht 410 g"."""
    measured = [fact for fact in facts if fact.label and (fact.does or fact.np) and fact.topic is not Topic.SOLE]
    others = [fact for fact in facts if fact not in measured]
    having = [fact.dat for fact in others if fact.dat]
    parts = [predicates([_short(fact) for fact in others if fact.pred])]
    parts += [fact.words for fact in others if not fact.pred]
    parts.append(f"mit {listed(having)}" if having else "")
    parts += [f"{fact.label} {fact.listed}" for fact in measured]
    return ", ".join(part for part in parts if part)


def joined_notes(texts: Sequence[str]) -> list[str]:
    """No note of a single word: "Cape", "Hüftlang" → "Cape, hüftlang"."""
    done: list[str] = []
    for text in texts:
        if done and (" " not in text or done == [done[0].partition(" ")[0]]):
            first = text if text[1:2].isupper() else text[:1].lower() + text[1:]
            done[0] += f"{'' if first.startswith(('mit ', 'aus ')) else ','} {first}"
        else:
            done.append(text)
    return done


def _short(fact: Fact) -> str:
    if fact.topic is Topic.WIDTH:
        return f"{fact.label} {fact.listed}"
    return fact.words or fact.pred


def _stuff(plan: Plan) -> str:
    """The one material of an article, where a word says it: "aus Polyester" behind its noun."""
    groups = plan.content.groups
    lone = len(groups) == 1 and groups[0].whole and " " not in groups[0].of and plan.content.article.noun is not None
    return f"aus {groups[0].of}" if lone else ""


def _material(plan: Plan, facts: Sequence[Fact]) -> Iterator[Block]:
    groups = [group for group in plan.content.groups if group.parts[0].part.lemma not in _SOLES]
    if _stuff(plan):
        groups = []
    texts = [f"aus {each.of}" if each.whole and len(groups) == 1 else each.bare for each in groups]
    for at in range(0, len(texts), 3):
        yield Block(Topic.MATERIAL, text=", ".join(texts[at : at + 3]), weight=MATERIAL_WEIGHT - 5 * at)
    for part, said in plan.content.listed:
        yield Block(Topic.MATERIAL, text=f"{part}: {said}", weight=MATERIAL_WEIGHT - 8)
    if facts:
        yield Block(Topic.MATERIAL, "noted", tuple(facts), weight=max(fact.weight for fact in facts))


def _sole(plan: Plan, facts: Sequence[Fact]) -> Iterator[Block]:
    groups = [group for group in plan.content.groups if group.parts[0].part.lemma in _SOLES]
    heel = f"mit {listed([fact.dat for fact in facts])}" if facts else ""
    if groups or heel:
        text = joined_words(", ".join(each.bare for each in groups), heel)
        yield Block(Topic.SOLE, "", tuple(facts), text=text, weight=max([72, *(fact.weight for fact in facts)]))


def _care(plan: Plan) -> Iterator[Block]:
    care = plan.content.care
    said = [*([predicates(care.preds)] if care.preds else []), *care.todo]
    if said:
        yield Block(Topic.CARE, text=", ".join(said), weight=42)
    if care.listed:
        yield Block(Topic.CARE, text=f"Pflege: {', '.join(care.listed)}", weight=38)


def _drawn(blocks: Sequence[Block]) -> list[Block]:
    """No note of one word or two where the one before can take it."""
    done: list[Block] = []
    for block in blocks:
        last = done[-1] if done else None
        if last and block.kind == last.kind == "noted" and last.topic is not Topic.OPENING:
            both = (last.topic in LAST) == (block.topic in LAST)
            few = both and len(last.facts) + len(block.facts) <= 5
            short = len(note(block.facts).split()) <= 3 or len(note(last.facts).split()) <= 3
            alike = all(fact.dat and not fact.pred for fact in (*last.facts, *block.facts))
            if few and (short or alike):
                last.facts = (*last.facts, *block.facts)
                last.weight = max(last.weight, block.weight)
                continue
        done.append(block)
    return done
