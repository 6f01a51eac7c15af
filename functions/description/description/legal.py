"""Wordings in a German text that may break the law, each at its place: fibre names and shares, claims about the
environment, health and rank, prices. What is looked for, with its sources, is in legal.yaml. This is no legal advice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from bildtext.errors import InvalidSettings
from description.domain.statement import Field, ProductData
from description.laws import Law, laws_of

RULES_FILE = Path(__file__).with_name("legal.yaml")
_FIBRE_RULES = ("fibre-name", "fibre-order", "fibre-sum", "fibre-pure")
_BESIDE = 16  # so many letters away, the right fibre name still stands beside the wrong one
_SHARE = re.compile(
    r"(?P<percent>\d{1,3}(?:[.,]\d+)?)\s?(?:%|Prozent)\s+(?:[a-zäöüß]+(?:e|en|er|em|es)\s+)?(?P<name>[A-ZÄÖÜ][\w-]*)"
)
_BETWEEN_SHARES = re.compile(
    r"(?:\s*\([^)]*\)|[™®])*(?:\s*[,/;+|]\s*(?:(?:und|sowie|mit)\s+)?|\s+(?:und|sowie|mit)\s+|\s+)"
)
_AFTER_SHARE = "(?:%|Prozent)"
_AFTER_ANY = "(?:%|Prozent|aus|:)"
_PURE = re.compile(
    r"\b(?:(?i:rein(?:e[rnms]?)?|ganz\s+aus)|100\s?(?:%|Prozent))\s+(?:[a-zäöüß]+e[rnms]?\s+)?([A-ZÄÖÜ][\w-]+)"
)


@dataclass(frozen=True, slots=True)
class LegalFinding:
    """A wording at `text[start:end]`. `message` is for the editor (German); `instead` is the right wording, if any;
    `paragraph` is the law to look up, which applies since `date` (ISO 8601)."""

    start: int
    end: int
    text: str
    rule: str
    message: str
    instead: str | None
    paragraph: str
    date: str


@dataclass(frozen=True, slots=True)
class _Wording:
    """One thing to look for. A text without `hint`, in lower case, cannot hold it."""

    hint: str
    pattern: str
    rule: str
    message: str
    message_named: str = ""
    unless_data: bool = False
    instead: str = ""
    compound: str = ""


@dataclass(frozen=True)
class _Rules:
    """What is looked for. `read` is legal.yaml as it is."""

    wordings: tuple[_Wording, ...]
    read: Mapping[str, Any]
    laws: Mapping[str, Law]


def review(text: str, data: ProductData) -> tuple[LegalFinding, ...]:
    """Everything in the text that an editor should look at, in the order of the text. No two findings overlap.

    Raises InvalidSettings: legal.yaml is invalid.
    """
    lowered = text.lower()
    found = list(_worded(text, lowered, data))
    has_shares = "%" in text or "prozent" in lowered
    if has_shares:
        found += _share_lists(text)
    if has_shares or "rein" in lowered or "ganz aus" in lowered:
        found += _pure(text, data)
    if not found:
        return ()
    brands = [place for brand in data.values(Field.BRAND) for place in _places(brand, text)]
    return _apart(one for one in found if not any(start <= one.start and one.end <= end for start, end in brands))


def _worded(text: str, lowered: str, data: ProductData) -> Iterator[LegalFinding]:
    for wording in _rules().wordings:
        if wording.hint in lowered:
            for place in _compiled(wording.pattern).finditer(text):
                yield from _finding(wording, place, text, data)


def _finding(wording: _Wording, place: re.Match[str], text: str, data: ProductData) -> Iterator[LegalFinding]:
    start, end = place.span("place") if "place" in place.groupdict() else place.span()
    said, instead, message = text[start:end], None, wording.message
    if wording.rule == "fibre-name":
        if wording.instead and wording.instead.lower() in text[max(0, start - _BESIDE) : end + _BESIDE].lower():
            return
        if "rest" not in place.groupdict() and _is_no_textile(text, start):
            return
        rest = place["rest"] or "" if "rest" in place.groupdict() else ""
        instead = (wording.compound if len(rest) > 1 else wording.instead) + rest or None
    elif wording.unless_data and wording.hint in _all_of(data):
        return
    elif wording.message_named and (proofs := _proofs(data)):
        sentence = _sentence_around(text, start, end).lower()
        if any(proof.lower() in sentence for proof in proofs):
            return
        message = wording.message_named.replace("{proof}", proofs[0])
    sentence = message.replace("{text}", said).replace("{instead}", instead or "")
    yield _under(wording.rule, start, end, said, sentence, instead)


def _under(rule: str, start: int, end: int, said: str, message: str, instead: str | None) -> LegalFinding:
    law = _rules().laws[rule]
    return LegalFinding(start, end, said, rule, message, instead, law.paragraph, law.date.isoformat())


def _share_lists(text: str) -> Iterator[LegalFinding]:
    """Lists of shares whose order or sum is wrong. A share that stands alone is no list."""
    group: list[re.Match[str]] = []
    for share in _SHARE.finditer(text):
        if group and not _BETWEEN_SHARES.fullmatch(text, group[-1].end(), share.start()):
            yield from _share_list(group, text)
            group = []
        group.append(share)
    yield from _share_list(group, text)


def _share_list(group: Sequence[re.Match[str]], text: str) -> Iterator[LegalFinding]:
    if len(group) < 2:
        return
    percents = [Decimal(share["percent"].replace(",", ".")) for share in group]
    start, end = group[0].start(), group[-1].end()
    said, messages = text[start:end], _rules().read["shares"]
    total = sum(percents, Decimal(0))
    if total != 100:
        shown = f"{total.normalize():f}".replace(".", ",")
        yield _under("fibre-sum", start, end, said, messages["message_sum"].replace("{sum}", shown), None)
    elif percents != sorted(percents, reverse=True) and not group[-1]["name"].startswith("Faser"):
        falling = iter(sorted(group, key=lambda share: -Decimal(share["percent"].replace(",", "."))))
        slots = [next(falling)[0]]
        for before, share in pairwise(group):
            slots += (text[before.end() : share.start()], next(falling)[0])
        yield _under("fibre-order", start, end, said, messages["message_order"], "".join(slots))


def _pure(text: str, data: ProductData) -> Iterator[LegalFinding]:
    """ "rein", "ganz" and "100 %" before a fibre that the data only knows beside others (Article 7)."""
    rules = _rules().read
    fibres = [name.lower() for name in rules["fibres"]["allowed"]]
    for place in _PURE.finditer(text):
        fibre = next((name for name in fibres if place[1].lower().endswith(name)), None)
        if fibre is None:
            continue
        shares = [(share, len(statement.shares)) for statement in data.stated() for share in statement.shares]
        beside = any(count > 1 and share.material.lower().endswith(fibre) for share, count in shares)
        alone = any(fibre in share.material.lower() and (share.percent == 100 or count == 1) for share, count in shares)
        if beside and not alone:
            message = rules["shares"]["message_pure"].replace("{text}", place[0])
            yield _under("fibre-pure", *place.span(), place[0], message, None)


def _is_no_textile(text: str, start: int) -> bool:
    """Whether a share tells of a sole or the like: "Laufsohle aus 100 % PU"."""
    sentence_start = max(text.rfind(mark, 0, start) for mark in (". ", "! ", "; ", "\n")) + 1
    before = text[sentence_start:start].lower()
    return any(part in before for part in _rules().read["shares"]["not_textile"])


def _proofs(data: ProductData) -> list[str]:
    """The certificates that the data names, as legal.yaml writes them."""
    known = _all_of(data)
    return [proof for proof in _rules().read["proofs"] if re.search(rf"\b{re.escape(proof.lower())}\b", known)]


def _all_of(data: ProductData) -> str:
    return "\n".join(
        f"{one.key}: {one.text}" for one in data.stated() if one.text.lower() not in ("nein", "no")
    ).lower()


def _sentence_around(text: str, start: int, end: int) -> str:
    before = max(text.rfind(mark, 0, start) for mark in (". ", "! ", "? ", "\n"))
    after = [place for mark in (". ", "! ", "? ", "\n") if (place := text.find(mark, end)) >= 0]
    return text[before + 1 : min(after, default=len(text))]


def _places(words: str, text: str) -> list[tuple[int, int]]:
    return [found.span() for found in re.finditer(re.escape(words), text, re.IGNORECASE)] if words else []


def _apart(findings: Iterator[LegalFinding]) -> tuple[LegalFinding, ...]:
    """In order; of two that overlap, the one that begins first and, of those, the longer."""
    kept: list[LegalFinding] = []
    for one in sorted(findings, key=lambda found: (found.start, -found.end)):
        if not kept or one.start >= kept[-1].end or {one.rule, kept[-1].rule} & {"fibre-order", "fibre-sum"}:
            kept.append(one)
    return tuple(kept)


@cache
def _rules() -> _Rules:
    import yaml  # only when a text is looked at: it counts at a cold start

    try:
        with RULES_FILE.open(encoding="utf-8") as file:
            read: dict[str, Any] = yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both safe
        rules = [*_FIBRE_RULES, *(rule["id"] for rule in read["rules"])]
        laws = laws_of(read.get("laws", {}), rules, RULES_FILE.name)
    except (yaml.YAMLError, ValueError) as error:  # ValueError: also a date that is none, such as 2026-09-31
        raise InvalidSettings(f"{RULES_FILE.name} is not valid: {error}") from error
    fibres = read["fibres"]
    worded = (one for rule in read["rules"] for one in _rule(rule))
    return _Rules((*_fibre_words(fibres), *worded, *_fibre_shares(fibres)), read, laws)


def _fibre_words(fibres: Mapping[str, Any]) -> Iterator[_Wording]:
    for right, fibre in fibres["names"].items():
        for word in fibre.get("words", ()):
            bare = word.removesuffix("*")
            rest = r"(?P<rest>s|-\w[\w-]*|[a-zäöüß]{3,}[\w-]*)?" if word.endswith("*") else "(?P<rest>)"
            pattern = rf"(?i)(?<!\w){re.escape(bare)}{rest}(?!\w)"
            compound = fibre.get("compound", right)
            yield _Wording(bare.lower(), pattern, "fibre-name", fibres["message"], instead=right, compound=compound)


def _fibre_shares(fibres: Mapping[str, Any]) -> Iterator[_Wording]:
    """Names that are meant as a fibre only in a composition."""
    for right, fibre in fibres["names"].items():
        for key, opening in (("shares", _AFTER_SHARE), ("materials", _AFTER_ANY)):
            for name in fibre.get(key, ()):
                yield _composed(name, opening, fibres["message"], right)
    for name in fibres["unnamed"]:
        yield _composed(name, _AFTER_SHARE, fibres["message_unnamed"], "")


def _composed(name: str, opening: str, message: str, right: str) -> _Wording:
    found = rf"{opening}\s+(?:[a-zäöüß]+e[rnms]?\s+)?(?P<place>{re.escape(name)})(?![\w-])"
    return _Wording(name.lower(), found, "fibre-name", message, instead=right, compound=right)


def _rule(rule: Mapping[str, Any]) -> Iterator[_Wording]:
    found = [(each["hint"], each["pattern"]) for each in rule.get("patterns", ())]
    for word in rule.get("words", ()):
        parts = word.strip("*").split(" ")
        start = r"[\w-]*" if word.startswith("*") else r"(?<!\w)"
        end = r"[\w-]*" if word.endswith("*") else r"(?!\w)"
        found.append((max(parts, key=len).lower(), start + r"\s+".join(map(re.escape, parts)) + end))
    named = rule["message_named"] if rule.get("proofs") == "named" else ""
    for hint, pattern in found:
        yield _Wording(hint, f"(?i){pattern}", rule["id"], rule["message"], named, rule.get("unless_data", False))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compiled when it is first wanted: most patterns never are, and all together would be felt at a cold start."""
    return re.compile(pattern)
