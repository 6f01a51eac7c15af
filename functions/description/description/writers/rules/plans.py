"""Sentence plans: which topics a group of articles speaks of, in which order, and which fields are its details."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from description.product_data.model import Field
from description.writers.rules.style import Topic

_BODY = (Field.COLLAR, Field.SLEEVE, Field.SLEEVE_FORM, Field.CLOSURE, Field.POCKETS, Field.PATTERN)
_CUT = (Field.FIT, Field.CUT, Field.LENGTH, Field.RISE, Field.LEG)
_LAST = (Topic.CONTENTS, Topic.CARE, Topic.ORIGIN, Topic.MORE)
_ENDS = (Topic.WIDTH, Topic.MEASURES, *_LAST)


@dataclass(frozen=True, slots=True)
class Plan:
    """`details` and `fit` are told in this order. `closes_first`: the first sentence tells the closure."""

    order: tuple[Topic, ...]
    details: tuple[Field, ...] = _BODY
    fit: tuple[Field, ...] = _CUT
    closes_first: bool = False


_CLOTHES = (Topic.OPENING, Topic.DETAILS, Topic.FIT, Topic.FEATURES, Topic.MATERIAL, Topic.SOLE, *_ENDS)
_THINGS = (Topic.OPENING, Topic.FEATURES, Topic.MATERIAL, Topic.SOLE, Topic.DETAILS, Topic.FIT, *_ENDS)

_PLANS: dict[str, Plan] = {
    "shoes": Plan(
        _THINGS,
        (
            Field.TOE,
            Field.CLOSURE,
            Field.HEEL_FORM,
            Field.HEEL_HEIGHT,
            Field.SHAFT_HEIGHT,
            Field.SHAFT_WIDTH,
            Field.SHOE_WIDTH,
            Field.PATTERN,
            Field.COLLAR,
            Field.POCKETS,
            Field.SLEEVE,
        ),
        closes_first=True,
    ),
    "tops": Plan(_CLOTHES),
    "dresses": Plan(_CLOTHES, fit=(Field.LENGTH, Field.CUT, Field.FIT, Field.RISE, Field.LEG)),
    "trousers": Plan(
        (Topic.OPENING, Topic.FIT, Topic.DETAILS, Topic.FEATURES, Topic.MATERIAL, Topic.SOLE, *_ENDS),
        (Field.CLOSURE, Field.POCKETS, Field.PATTERN, Field.COLLAR, Field.SLEEVE, Field.SLEEVE_FORM),
        (Field.FIT, Field.CUT, Field.LEG, Field.RISE, Field.LENGTH),
    ),
    "outerwear": Plan(
        _CLOTHES,
        (Field.COLLAR, Field.CLOSURE, Field.POCKETS, Field.SLEEVE, Field.SLEEVE_FORM, Field.PATTERN),
    ),
    "underwear": Plan(
        (Topic.OPENING, Topic.CONTENTS, Topic.DETAILS, Topic.FIT, Topic.FEATURES, Topic.MATERIAL, Topic.SOLE, *_ENDS)
    ),
    "accessories": Plan(
        (Topic.OPENING, Topic.MATERIAL, Topic.DETAILS, Topic.FEATURES, Topic.SOLE, Topic.FIT, *_ENDS),
        (Field.CLOSURE, Field.POCKETS, Field.PATTERN, Field.COLLAR, Field.SLEEVE, Field.SLEEVE_FORM),
    ),
    "home": Plan(
        (Topic.OPENING, Topic.MATERIAL, Topic.MEASURES, Topic.FEATURES, Topic.DETAILS, Topic.SOLE, Topic.FIT, *_ENDS),
        (Field.PATTERN, Field.CLOSURE, Field.POCKETS, Field.COLLAR, Field.SLEEVE, Field.SLEEVE_FORM),
    ),
}
_ANY = Plan(_THINGS, (*_BODY, Field.TOE, Field.HEEL_FORM, Field.HEEL_HEIGHT, Field.SHAFT_HEIGHT, Field.SHAFT_WIDTH))


def plan_of(group: str) -> Plan:
    """The plan of a group; one that fits anything for a group that is not known."""
    return _PLANS.get(group, _ANY)


def ordered(plan: Sequence[Topic], wanted: Sequence[Topic]) -> tuple[Topic, ...]:
    """The plan's topics: those of the example in its order, each other one behind its neighbour in the plan, and the
    last ones last."""
    order = [topic for topic in dict.fromkeys((Topic.OPENING, *wanted)) if topic in plan]
    before = Topic.OPENING
    for topic in dict.fromkeys(plan):
        if topic not in order and topic in _LAST:
            order.append(topic)
        elif topic not in order:
            order.insert(order.index(before) + 1, topic)
        before = topic
    return tuple(order)
