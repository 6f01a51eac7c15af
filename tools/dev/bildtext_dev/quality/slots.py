"""The slot error rate of a text: what of its data it leaves out, adds or says otherwise.

Dušek, Howcroft & Rieser 2019, "Semantic Noise Matters for Neural Natural Language Generation" (INLG), after Wen et
al. 2015 (EMNLP): (missing + added + wrong) / slots. As there, a slot is found by the wordings that its value may have,
which are written by hand; a value that is not in the data is found by the claims checker.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from bildtext_dev.quality.golden import GoldenArticle, Slot
from description.claims import ClaimChecker
from description.claims.model import Checked, Finding
from description.evidence import Evidence
from description.ingest import parse

# Kinds of claims of which an article may have any number: another one is added, and not the wrong value of a slot.
_OPEN_KINDS = frozenset({"feature", "number", "part", "place", "pocket", "value"})


@dataclass(frozen=True, slots=True)
class SlotErrors:
    """Of one text, or of several added up.

    slots: those that a text should tell. missing: of these, what it does not say. wrong: a slot of the data that is not
    said, while the text says another value of its kind (colour, material, measure, …), which no data supports. added:
    what else no data supports.
    """

    slots: int
    missing: int
    wrong: int
    added: int

    @property
    def rate(self) -> float:
        """The slot error rate; 1 is as many errors as slots, and it may be more."""
        return (self.missing + self.wrong + self.added) / self.slots


class SlotCounter:
    """Counts the errors of texts about one article, whose data is read once."""

    def __init__(self, article: GoldenArticle) -> None:
        self._slots = article.slots
        self._checker = ClaimChecker(Evidence(parse(article.data_text)))
        self._kinds = {slot: _kinds(self._checker.check(slot.value)) for slot in article.slots}

    def errors(self, text: str) -> SlotErrors:
        """Count the errors of a text. All findings count, as in the drafts of a language model."""
        unsaid = sorted((slot for slot in self._slots if not is_told(slot, text)), key=lambda slot: not slot.telling)
        checked = self._checker.check(text)
        wrong = 0
        for finding in checked.rejected:
            kinds = _kinds(checked, finding)
            if (mistaken := next((slot for slot in unsaid if self._kinds[slot] & kinds), None)) is not None:
                unsaid.remove(mistaken)
                wrong += 1
        missing = sum(slot.telling for slot in unsaid)
        return SlotErrors(sum(slot.telling for slot in self._slots), missing, wrong, len(checked.rejected) - wrong)


def total(errors: Iterable[SlotErrors]) -> SlotErrors:
    """The sum, from which the rate of a set is computed (micro average)."""
    every = list(errors)
    return SlotErrors(
        sum(each.slots for each in every),
        sum(each.missing for each in every),
        sum(each.wrong for each in every),
        sum(each.added for each in every),
    )


def is_told(slot: Slot, text: str) -> bool:
    """Whether one of the slot's forms stands in the text: upper or lower case, also within a longer word, but no number
    within a longer one. White space at an end of a form stands for the end of a word."""
    plain = " ".join(text.split())
    return any(_pattern(form).search(plain) for form in slot.forms)


@cache
def _pattern(form: str) -> re.Pattern[str]:
    wanted = form.strip()
    before = r"(?<!\w)" if form[0].isspace() else r"(?<!\d)(?<!\d[,.])" if wanted[0].isdigit() else ""
    after = r"(?!\w)" if form[-1].isspace() else r"(?![,.]?\d)" if wanted[-1].isdigit() else ""
    return re.compile(before + re.escape(wanted) + after, re.IGNORECASE)


def _kinds(checked: Checked, finding: Finding | None = None) -> frozenset[str]:
    """The kinds of all claims of a text, or of a finding and the claims that overlap it."""
    if finding is None:
        return frozenset(claim.kind for claim in checked.claims) - _OPEN_KINDS
    claims = [each for each in checked.claims if each.start < finding.end and finding.start < each.end]
    return frozenset([finding.kind, *(claim.kind for claim in claims)]) - _OPEN_KINDS
