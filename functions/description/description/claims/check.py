"""Checks a text against the facts of an article: its claims with their sources, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from description.claims.affirmed import affirmed
from description.claims.audiences import misdirected
from description.claims.confidence import Circumstances, Weigher
from description.claims.contradictions import contradicting
from description.claims.cover import saying
from description.claims.impressions import is_impression
from description.claims.index import Index, Source, index_of
from description.claims.line import Line, Unit, units_of
from description.claims.mention import Mention
from description.claims.mentions import read
from description.claims.misplaced import misplaced
from description.claims.model import Checked, Claim, Finding, Reason
from description.claims.outvalued import outvalued
from description.claims.polarity import denied_units
from description.claims.quantified import quantified
from description.claims.says import says
from description.claims.support import source_of
from description.claims.targets import said_of
from description.domain.article import ArticleView
from description.domain.statement import Field
from description.evidence import Evidence
from description.language.function_words import alternatives

_INSTEAD = re.compile(rf"\s*(?:{alternatives('instead')})\b[^.,;]{{0,20}}$")  # one fault, not two


class ClaimChecker:
    """Checks texts about one article; its facts are read once."""

    def __init__(self, facts: Evidence) -> None:
        self._article = ArticleView(facts)
        self._index = index_of(self._article)
        self._weigher = Weigher(facts.data)

    def check(self, text: str, examples: Sequence[str] = ()) -> Checked:
        """Find every checkable thing of a text, what supports it, and what is wrong: unsupported, leaked from an
        example, supported only by disputed data, or contradicted by a photo."""
        return self._check(text, examples)[1]

    def weigh(self, text: str, examples: Sequence[str] = ()) -> Checked:
        """Check a text that an editor wrote: findings with their confidence, doubtful ones apart."""
        return self._weigher.weighed(*self._check(text, examples))

    def circumstances(self, text: str) -> Circumstances:
        """Those of the words of a text, from which the confidence of findings is learned."""
        return self._weigher.circumstances(*self._check(text, ()))

    def _check(self, text: str, examples: Sequence[str]) -> tuple[Line, Checked]:
        """The words of a text without its brands, and what came of checking it."""
        claims = list(self._brands(text))
        findings: list[Finding] = []
        units = units_of(_without(text, claims))
        mentions = self._read(text, units)
        bound = {mention.part_at for mention in mentions if mention.part_at >= 0}
        for mention in mentions:
            if mention.start in bound and mention.part_at < 0:
                continue
            if is_impression(mention, self._index):
                continue
            said = text[mention.start : mention.end]
            place = source_of(mention, self._index)
            source = self._index.sources[place] if place is not None else None
            supported = source is not None and not source.disputed
            claims.append(
                Claim(mention.start, mention.end, said, mention.kind, source.says if source and supported else None)
            )
            reason, against = self._reason(mention, source, examples)
            covered = bool(findings) and (
                (findings[-1].start <= mention.start and mention.end <= findings[-1].end)
                or (mention.denied and _INSTEAD.match(text[findings[-1].end : mention.start]) is not None)
            )
            if reason is not None and not covered:
                sentence = says(mention, said, reason, against, self._index, source)
                findings.append(Finding(mention.start, mention.end, said, mention.kind, reason, sentence))
        findings += self._misplaced(text, units, tuple(findings))
        claims.sort(key=lambda claim: claim.start)
        findings.sort(key=lambda finding: finding.start)
        return units, Checked(tuple(claims), tuple(findings))

    def _read(self, text: str, units: Sequence[Unit]) -> Sequence[Mention]:
        """What the text says, and the words that affirm what the data denies."""
        denied = denied_units(units)
        mentions = read(text, units, denied)
        against = {units[each.first].start: each for each in affirmed(units, denied, self._index)}
        if not against:
            return mentions
        said = [mention for mention in mentions if mention.start not in against]
        more = [
            Mention(
                start,
                units[each.last].end,
                "value",
                units[each.first].sense,
                about=units[noun].sense if (noun := said_of(units, each.first)) is not None else None,
                against=True,
                elsewhere=each.source,
            )
            for start, each in against.items()
        ]
        return sorted((*said, *more), key=lambda mention: mention.start)

    def _misplaced(self, text: str, units: Sequence[Unit], others: Sequence[Finding]) -> Iterator[Finding]:
        """What the data has at another place, where nothing else is wrong."""
        end = 0
        index = self._index
        found = (
            *misplaced(units, index),
            *outvalued(units, index),
            *misdirected(units, index),
            *quantified(units, index),
        )
        for at in sorted(found, key=lambda each: (each.first, each.kind != "place")):
            start, last = units[at.first].start, units[at.last].end
            beside = () if at.kind == "place" else others
            if at.kind == "feature" and at.thing is not None and saying(at.thing, at.said, self._index):
                continue  # "die Kapuze ist elastisch eingefasst" ← Kapuze: mit elastischer Einfassung
            if start < end or any(other.start < last and start < other.end for other in beside):
                continue
            end = last
            mention = Mention(start, end, at.kind, at.said, about=at.thing, against=True, elsewhere=at.source)
            sentence = says(mention, text[start:end], "unsupported", "", self._index)
            yield Finding(start, end, text[start:end], at.kind, "unsupported", sentence)

    def _reason(self, mention: Mention, source: Source | None, examples: Sequence[str]) -> tuple[Reason | None, str]:
        """What is wrong with a mention, if anything, and what speaks against it."""
        if source is None:
            return ("leaked" if any(_key(mention) in _said_in(example) for example in examples) else "unsupported"), ""
        if source.disputed:
            return "conflict", ""
        against = contradicting(mention, self._article) if self._article.facts.tags else ""
        return ("contradicts" if against else None), against

    def _brands(self, text: str) -> Iterator[Claim]:
        """The article's own brand; in lower case it is only meant when it is written so."""
        for found in self._index.names.finditer(text) if self._index.names is not None else ():
            said = found[0]
            if not said[0].islower() or _named(said, self._index, exact=True):
                yield Claim(*found.span(), said, "brand", _named(said, self._index))


def _without(text: str, brands: Sequence[Claim]) -> str:
    """The text with blanks for its brands, which are no words."""
    for brand in brands:
        text = f"{text[: brand.start]}{' ' * (brand.end - brand.start)}{text[brand.end :]}"
    return text


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
    units = units_of(example)
    return frozenset(_key(mention) for mention in read(example, units, denied_units(units)))
