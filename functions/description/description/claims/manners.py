"""How something is done or felt, and what is compared with nothing: "fühlt sich weich an", "wird es wärmer"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from description.claims.fragments import is_verb
from description.claims.line import STOP, Unit, unit_behind
from description.claims.roles import DIMENSIONAL
from description.claims.shares import is_greatest
from description.claims.stems import stem
from description.claims.suppositions import clause_around
from description.language.function_words import function_words

_ADVISING = function_words("advising")
_SIZES = frozenset(map(str.lower, function_words("size-said")))
_SUPERLATIVE = re.compile(r"e?ste[nrsm]?$")
_LONG = 7
_DOING = function_words("manner-verb")
_BECOMING = function_words("passive-auxiliary")
_LITTLE = function_words("after-manner")
_CARING = function_words("caring")  # how the article is cared for is said beside these
_FROM = frozenset({"von", "weg", "hinaus"})
_THAN = function_words("than")
_EXPECTED = function_words("expected")
_COPULAS = function_words("copula")
_SO = function_words("equally")
_TIED = function_words("tied")


def is_caring(unit: Unit) -> bool:
    """Whether a word says that the article is washed, dried or ironed."""
    return unit.text.lower() in _CARING


def is_manner(units: Sequence[Unit], at: int) -> bool:
    """ "fühlt sich weich an", "gerade einmal": how something is done or felt."""
    following = unit_behind(units, at)
    if following is not None and (following.text in _LITTLE or following.sense.role == "number"):
        return True
    if following is not None and (following.sense.noun or following.text in _FROM):
        return True  # "locker Platz", "ein Stück weit von unten"
    if following is not None and (following.text in _TIED or is_caring(following) or _is_infinitive(following)):
        return True
    if following is not None and following.sense.kind and not is_verb(units, at + 1):
        return False
    clause = [other.text.lower() for other in clause_around(units, at)]
    if at and units[at - 1].text.lower() in _SO and _COPULAS.isdisjoint(clause):
        return True  # "schließt man ebenso leicht"
    return not _DOING.isdisjoint(clause) and clause[-1] != "aus"


def _is_infinitive(unit: Unit) -> bool:
    """ "kurz durchspülen"."""
    return unit.text[0].islower() and unit.text.endswith("en") and not unit.sense.options and len(unit.text) > _LONG


def is_no_comparison(units: Sequence[Unit], at: int) -> bool:
    """ "zum größten Teil", "die Kleinsten", "wird es wärmer"."""
    unit = units[at]
    behind = unit_behind(units, at)
    following = behind.text if behind is not None else ""
    measured = following in _THAN
    if measured and at + 2 < len(units) and units[at + 2].text in _EXPECTED:
        return True  # "eine Nummer größer als üblich"
    clause = {other.text.lower() for other in clause_around(units, at)}
    if not measured and unit.text.endswith("er") and unit.text[0].islower() and _THAN.isdisjoint(clause):
        return True
    if following.startswith("Teil") or is_greatest(units, at) or (at and unit.gap != STOP and unit.text[0].isupper()):
        return True
    of_article = behind is not None and behind.sense.type is not None
    if not of_article and _SUPERLATIVE.search(unit.text) and stem(_SUPERLATIVE.sub("", unit.text)) in DIMENSIONAL:
        return True  # "die längste misst 34 Zoll"
    if not _ADVISING.isdisjoint(clause) or not _SIZES.isdisjoint(clause):
        return True  # "greifen Sie besser zur kleineren Größe"
    return unit.text.endswith("er") and not _BECOMING.isdisjoint(clause)
