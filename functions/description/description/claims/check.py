"""Checks a text against the facts of an article: its claims with their sources, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from description.claims.contradictions import contradicting
from description.claims.index import Index, index_of
from description.claims.mentions import Mention, read
from description.claims.model import Checked, Claim, Finding, Reason
from description.claims.says import says
from description.claims.support import source_of
from description.evidence import Evidence
from description.product_data.model import Field


def check(text: str, facts: Evidence, examples: Sequence[str] = ()) -> Checked:
    """Find every checkable thing of a text, what supports it, and what is wrong: unsupported, leaked from an example,
    supported only by disputed data, or contradicted by a photo."""
    index = index_of(facts)
    claims: list[Claim] = []
    findings: list[Finding] = []
    unnamed = text
    for start, end in _brands(text, index):
        claims.append(Claim(start, end, text[start:end], "brand", _named(text[start:end], index)))
        unnamed = f"{unnamed[:start]}{' ' * (end - start)}{unnamed[end:]}"
    mentions = read(unnamed)
    bound = {mention.part_at for mention in mentions if mention.part_at >= 0}
    for mention in mentions:
        if mention.start in bound and mention.part_at < 0:
            continue
        said = text[mention.start : mention.end]
        place = source_of(mention, index)
        source = index.sources[place] if place is not None else None
        supported = source is not None and not source.disputed
        claims.append(
            Claim(mention.start, mention.end, said, mention.kind, source.says if source and supported else None)
        )
        reason: Reason | None = None
        against = ""
        if source is None:
            reason = "leaked" if any(_key(mention) in _said_in(example) for example in examples) else "unsupported"
        elif not supported:
            reason, against = "conflict", source.says
        elif facts.tags:
            against = contradicting(mention, facts.tags)
            reason = "contradicts" if against else None
        covered = bool(findings) and findings[-1].start <= mention.start and mention.end <= findings[-1].end
        if reason is not None and not covered:
            sentence = says(mention, said, reason, against, index)
            findings.append(Finding(mention.start, mention.end, said, mention.kind, reason, sentence))
    claims.sort(key=lambda claim: claim.start)
    findings.sort(key=lambda finding: finding.start)
    return Checked(tuple(claims), tuple(findings))


def _brands(text: str, index: Index) -> list[tuple[int, int]]:
    """Where the article's own brand stands; in lower case it is only meant when it is written so."""
    if index.names is None:
        return []
    found = [found.span() for found in index.names.finditer(text)]
    return [
        (start, end) for start, end in found if not text[start].islower() or _named(text[start:end], index, exact=True)
    ]


def _named(said: str, index: Index, *, exact: bool = False) -> str | None:
    wanted = said.rstrip("s'’")
    for source in index.sources:
        if source.field is Field.BRAND and (
            wanted in source.says or (not exact and wanted.lower() in source.says.lower())
        ):
            return source.says
    return None


def _key(mention: Mention) -> str:
    if mention.figure is not None and mention.figure.amounts:
        return f"{mention.figure.amounts[0]}"
    return mention.sense.names[-1] if mention.sense.names else mention.sense.text


@lru_cache(maxsize=512)
def _said_in(example: str) -> frozenset[str]:
    return frozenset(_key(mention) for mention in read(example))
