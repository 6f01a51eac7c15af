"""Weighs what the rules found in a text that somebody wrote."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from description.claims.confidence.circumstances import Circumstances
from description.claims.confidence.data_words import DataWords
from description.claims.confidence.trees import model
from description.claims.line import Line
from description.claims.model import Checked, Finding
from description.domain.statement import ProductData


class Weigher:
    """Weighs the findings in texts about one article."""

    def __init__(self, data: ProductData) -> None:
        self._data = data

    @cached_property
    def _words(self) -> DataWords:
        return DataWords.of(self._data.statements)

    def circumstances(self, units: Line, checked: Checked) -> Circumstances:
        """Those of the words of a text that was checked."""
        return Circumstances(units, checked, self._words)

    def weighed(self, units: Line, checked: Checked) -> Checked:
        """The same with the confidence of each finding, the doubtful ones apart. What the data or a photo disputes, and
        what an example leaks, needs no weighing."""
        if not checked.findings:
            return checked
        circumstances = self.circumstances(units, checked)
        findings = [_with_confidence(finding, circumstances) for finding in checked.findings]
        likely = [one for one in findings if one.confidence is None or one.confidence >= model().threshold]
        return replace(checked, findings=tuple(likely), doubtful=tuple(one for one in findings if one not in likely))


def _with_confidence(finding: Finding, circumstances: Circumstances) -> Finding:
    """A finding with the confidence of its surest word."""
    if finding.reason != "unsupported":
        return finding
    own = model()
    places = circumstances.telling_between(finding.start, finding.end)
    sure = [own.probability(circumstances.of(at, own.known, own.base)) for at in places]
    return replace(finding, confidence=round(max(sure), 2)) if sure else finding
