"""Draft → check → repair: a draft is accepted when every claim in it has a source.

Its writer repairs the sentences that have findings, a limited number of times. Sentences of a model that still have
some are left out; if the text cannot do without, or there is none, the rules write it.
"""

from __future__ import annotations

from dataclasses import dataclass

from bildtext.errors import InvalidProductData, TransientError
from description.claims import ClaimChecker
from description.claims.model import Checked, Finding
from description.realise import RulesWriter
from description.result import RejectedDraft
from description.writers import Draft, Writer, WritingTask
from description.writers.repair import sentences_of, without_flagged

_RULES_ATTEMPTS = 4  # A draft of the rules takes milliseconds, and each leaves out what was found in those before it.


@dataclass(frozen=True)
class AcceptedDraft:
    """The accepted text, its claims, and the versions rejected before it."""

    text: str
    checked: Checked
    writer: Writer
    attempts: int
    rejected: tuple[RejectedDraft, ...]


def write_checked(task: WritingTask, writer: Writer, attempts: int, deadline: float) -> AcceptedDraft:
    """The first version without findings: of `writer`'s draft within `attempts`, otherwise of the rules'. Raises
    InvalidProductData: even the rules have nothing to state."""
    drafting = _Drafting(task, ClaimChecker(task.facts), deadline)
    rules = writer if isinstance(writer, RulesWriter) else RulesWriter()
    accepted = None if writer is rules else drafting.by_model(writer, attempts)
    return accepted or drafting.by_rules(rules, max(attempts, _RULES_ATTEMPTS))


class _Drafting:
    """The versions of one text so far."""

    def __init__(self, task: WritingTask, checker: ClaimChecker, deadline: float) -> None:
        self._task, self._checker, self._deadline = task, checker, deadline
        self._rejected: list[RejectedDraft] = []

    def by_model(self, writer: Writer, attempts: int) -> AcceptedDraft | None:
        """The draft as the writer wrote and repaired it, or else without the sentences that it could not repair."""
        draft: Draft | None = None
        findings: tuple[Finding, ...] = ()
        for _ in range(attempts):
            try:
                found = self._next(writer, draft, findings)
            except TransientError as error:
                self._rejected.append(RejectedDraft(writer.name, "", f"{error.code}: {error}"))
                break
            if draft is not None and found.text == draft.text:
                break  # it would be asked the same again
            draft = found
            checked = self._checked(draft)
            if accepted := self._accepted(writer, draft, checked):
                return accepted
            findings = checked.rejected
            if not draft.text or draft.ended == "out-of-time":
                break
        return self._without_flagged(writer, draft, findings) if draft is not None and draft.text else None

    def by_rules(self, rules: RulesWriter, attempts: int) -> AcceptedDraft:
        """What the rules write from the data without what was found. Raises InvalidProductData."""
        draft: Draft | None = None
        checked = Checked((), ())
        for _ in range(attempts):
            try:
                draft = self._next(rules, draft, checked.rejected)
            except InvalidProductData:
                if draft is None:
                    raise
                break  # nothing remains of the first draft without its findings
            checked = self._checked(draft)
            if accepted := self._accepted(rules, draft, checked):
                return accepted
        text = without_flagged(draft.text, checked.rejected) if draft is not None else ""
        if not text:
            raise InvalidProductData(
                "The product data contains nothing to write about; add an article type or a material."
            )
        return self._result(rules, text, self._checked(Draft(text)))

    def _next(self, writer: Writer, draft: Draft | None, findings: tuple[Finding, ...]) -> Draft:
        if draft is None:
            return writer.write(self._task, deadline=self._deadline)
        return writer.repair(self._task, draft, findings, deadline=self._deadline)

    def _without_flagged(self, writer: Writer, draft: Draft, findings: tuple[Finding, ...]) -> AcceptedDraft | None:
        """The rest of the draft; None where its first sentence has a finding, or the rest now has one."""
        first, *_ = sentences_of(draft.text, findings)
        if first.findings:
            return None
        rest = Draft(without_flagged(draft.text, findings), "cut")
        return self._accepted(writer, rest, self._checked(rest))

    def _checked(self, draft: Draft) -> Checked:
        return self._checker.check(draft.text, self._task.examples)

    def _accepted(self, writer: Writer, draft: Draft, checked: Checked) -> AcceptedDraft | None:
        """The draft as accepted, or None after noting it as rejected."""
        if draft.text and not checked.rejected:
            return self._result(writer, draft.text, checked)
        reason = "unsupported claims" if draft.text else draft.ended
        self._rejected.append(RejectedDraft(writer.name, draft.text, reason, checked.rejected))
        return None

    def _result(self, writer: Writer, text: str, checked: Checked) -> AcceptedDraft:
        return AcceptedDraft(text, checked, writer, len(self._rejected) + 1, tuple(self._rejected))
