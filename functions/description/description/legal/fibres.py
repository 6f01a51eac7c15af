"""Names of fibres, lists of their percentages, and "rein" (Regulation (EU) No 1007/2011)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise

from description.domain.statement import ProductData
from description.legal.expressions import compiled, places
from description.legal.model import Hit
from description.legal.rules_file import Fibres, RulesFile, read_rules

_BESIDE = 16  # so many letters away, the right fibre name still stands beside the wrong one
_SHARE = re.compile(
    r"(?P<percent>\d{1,3}(?:[.,]\d+)?)\s?(?:%|Prozent)\s+(?:[a-zäöüß]+(?:e|en|er|em|es)\s+)?(?P<name>[A-ZÄÖÜ][\w-]*)"
)
_BETWEEN_SHARES = re.compile(
    r"(?:\s*\([^)]*\)|[™®])*(?:\s*[,/;+|]\s*(?:(?:und|sowie|mit)\s+)?|\s+(?:und|sowie|mit)\s+|\s+)"
)
_AFTER_SHARE = "(?:%|Prozent)"
_AFTER_ANY = "(?:%|Prozent|aus|:)"
_NAMED = re.compile(r"\s+(?:[a-zäöüß]+e[rnms]?\s+)?([A-ZÄÖÜ][\w-]+)")  # the fibre, perhaps behind an adjective
_LAST_WORD = re.compile(r"(?<![\w-])([A-ZÄÖÜ][\w-]+)\s+$")
_LONGEST = 40  # characters of a fibre


@dataclass(frozen=True, slots=True)
class _Name:
    """A wrong name. A text without `hint`, in lower case, cannot hold it; `compound` is what stands for it at the
    beginning of a longer word. `composed` says that it is wrong only within a composition."""

    hint: str
    pattern: str
    right: str
    compound: str
    composed: bool


def fibres(text: str, lowered: str, data: ProductData, rules: RulesFile) -> Iterator[Hit]:
    """Everything about fibres."""
    for name in _names():
        if name.hint in lowered:
            for place in compiled(name.pattern).finditer(text):
                yield from _wrong_name(name, place, text, rules)
    has_shares = "%" in text or "prozent" in lowered
    if has_shares:
        yield from _share_lists(text, rules)
    yield from _pure(text, lowered, data, rules)


def _wrong_name(name: _Name, place: re.Match[str], text: str, rules: RulesFile) -> Iterator[Hit]:
    start, end = place.span("place")
    if name.right and name.right.lower() in text[max(0, start - _BESIDE) : end + _BESIDE].lower():
        return
    if name.composed and _is_no_textile(text, start, rules):
        return
    rest = "" if name.composed else place["rest"] or ""
    instead = (name.compound if len(rest) > 1 else name.right) + rest or None
    message = rules.fibres.message if name.right else rules.fibres.message_unnamed
    yield Hit("fibre-name", start, end, message.replace("{instead}", instead or ""), instead)


def _share_lists(text: str, rules: RulesFile) -> Iterator[Hit]:
    """Lists of shares whose order or sum is wrong. A share that stands alone is no list."""
    group: list[re.Match[str]] = []
    for share in _SHARE.finditer(text):
        if group and not _BETWEEN_SHARES.fullmatch(text, group[-1].end(), share.start()):
            yield from _share_list(group, text, rules)
            group = []
        group.append(share)
    yield from _share_list(group, text, rules)


def _share_list(group: Sequence[re.Match[str]], text: str, rules: RulesFile) -> Iterator[Hit]:
    if len(group) < 2:
        return
    percents = [Decimal(share["percent"].replace(",", ".")) for share in group]
    start, end = group[0].start(), group[-1].end()
    total = sum(percents, Decimal(0))
    if total != 100:
        shown = f"{total.normalize():f}".replace(".", ",")
        yield Hit("fibre-sum", start, end, rules.shares.message_sum.replace("{sum}", shown))
    elif percents != sorted(percents, reverse=True) and not group[-1]["name"].startswith("Faser"):
        falling = iter(sorted(group, key=lambda share: -Decimal(share["percent"].replace(",", "."))))
        slots = [next(falling)[0]]
        for before, share in pairwise(group):
            slots += (text[before.end() : share.start()], next(falling)[0])
        yield Hit("fibre-order", start, end, rules.shares.message_order, "".join(slots))


def _pure(text: str, lowered: str, data: ProductData, rules: RulesFile) -> Iterator[Hit]:
    """ "rein", "ganz" and "100 %" beside a fibre that the data only knows beside others (Article 7)."""
    for place in places(rules.shares.pure, text, lowered):
        if (named := _NAMED.match(text, place.end())) and _is_one_of_several(named[1], data, rules):
            yield Hit("fibre-pure", place.start(), named.end(), rules.shares.message_pure)
    for place in places(rules.shares.pure_after, text, lowered):
        before = _LAST_WORD.search(text, max(0, place.start() - _LONGEST), place.start())
        if before and _is_one_of_several(before[1], data, rules):
            yield Hit("fibre-pure", before.start(), place.end(), rules.shares.message_pure)


def _is_one_of_several(word: str, data: ProductData, rules: RulesFile) -> bool:
    """Whether a word is a fibre that is nowhere in the data without another."""
    said = word.lower()
    fibre = next((name for name in map(str.lower, rules.fibres.allowed) if said.endswith(name)), None)
    if fibre is None:
        return False
    shares = [(share, len(statement.shares)) for statement in data.stated() for share in statement.shares]
    beside = any(count > 1 and share.material.lower().endswith(fibre) for share, count in shares)
    alone = any(fibre in share.material.lower() and (share.percent == 100 or count == 1) for share, count in shares)
    return beside and not alone


def _is_no_textile(text: str, start: int, rules: RulesFile) -> bool:
    """Whether a share tells of a sole or the like: "Laufsohle aus 100 % PU"."""
    sentence_start = max(text.rfind(mark, 0, start) for mark in (". ", "! ", "; ", "\n")) + 1
    before = text[sentence_start:start].lower()
    return any(part in before for part in rules.shares.not_textile)


@cache
def _names() -> tuple[_Name, ...]:
    return tuple(_each_name(read_rules().fibres))


def _each_name(fibres: Fibres) -> Iterator[_Name]:
    for right, fibre in fibres.names.items():
        compound = fibre.compound or right
        for word in fibre.words:
            bare = word.removesuffix("*")
            rest = r"(?P<rest>s|-\w[\w-]*|[a-zäöüß]{3,}[\w-]*)?" if word.endswith("*") else "(?P<rest>)"
            found = rf"(?<!\w)(?P<place>{re.escape(bare)}{rest})(?!\w)"
            yield _Name(bare.lower(), found, right, compound, composed=False)
        for words, opening in ((fibre.shares, _AFTER_SHARE), (fibre.materials, _AFTER_ANY)):
            for word in words:
                yield _composed(word, opening, right)
    for word in fibres.unnamed:
        yield _composed(word, _AFTER_SHARE, "")


def _composed(name: str, opening: str, right: str) -> _Name:
    """A name that is meant as a fibre only in a composition, where it is written as it is here ("CO")."""
    found = rf"(?i:{opening})\s+(?:[a-zäöüß]+e[rnms]?\s+)?(?P<place>{re.escape(name)})(?![\w-])"
    return _Name(name.lower(), f"(?-i:{found})", right, right, composed=True)
