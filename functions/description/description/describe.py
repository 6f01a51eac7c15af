"""Facts → a checked description: write → check → write again → review → alt text.

A writer's draft is taken only when every claim in it has a source. It is told what was wrong and tries again, a bounded
number of times; then the rule-based writer answers, and the answer says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter

from bildtext.errors import InvalidProductData, TransientError, content_faults
from description.alt_text import alt_text
from description.answer import Description, Rejected
from description.caption import caption
from description.claims import check
from description.claims.model import Checked, Finding
from description.evidence import Evidence
from description.german.text import sentences
from description.legal import review
from description.order import Order
from description.style_guide import StyleGuide
from description.writers import Draft, Writer, WritingTask
from description.writers.rules import RulesWriter


@dataclass(frozen=True)
class Describer:
    """What a description is made with. `writer` gives a writer by name (None: the default) or raises InvalidRequest."""

    writer: Callable[[str | None], Writer]
    style_guide: StyleGuide
    attempts: int = 2


@dataclass(frozen=True)
class PhotoContext:
    """One photo of the article: its key and view, and what a caption model says of it."""

    photo: str = ""
    view: str = ""
    caption: str = ""


def describe(
    order: Order,
    facts: Evidence,
    describer: Describer,
    *,
    article: str = "",
    photos: Sequence[PhotoContext] = (),
    until: float,
) -> Description:
    """Describe one article. `until`, in seconds of time.monotonic, ends the writer's time, not the answer.

    Each of `photos` gets an alternative text; the first one's is the article's, and so is its caption.

    Raises:
        InvalidProductData: nothing in the data can be said.
        InvalidRequest: no such writer.
        ConfigurationError: the writer's model cannot be used.
        ContentFault: the article brings out a mistake in the code that writes or checks.
    """
    with content_faults(f"Article {article!r}" if article else "The article"):
        return _described(order, facts, describer, article, photos, until)


def _described(
    order: Order, facts: Evidence, describer: Describer, article: str, photos: Sequence[PhotoContext], until: float
) -> Description:
    examples = (*order.examples, *order.data.examples) or describer.style_guide.examples_for(order.data)
    prompt = order.prompt or describer.style_guide.prompt
    brief = WritingTask(facts, article, examples, prompt, order.max_words)
    started = perf_counter()
    written = write_checked(brief, describer.writer(order.writer), describer.attempts, until)
    wrote = perf_counter()
    legal = review(written.text, facts.data)
    best, *_ = photos or (PhotoContext(),)
    alternative = {one.photo: alt_text(facts, one.photo, one.view, one.caption) for one in photos or (best,)}
    seen = best.caption or caption([tag for tag in facts.tags if tag.photo == best.photo])
    return Description(
        text=written.text,
        claims=written.checked.claims,
        unsupported=written.checked.rejected,
        contradictions=tuple(finding for finding in written.checked.findings if finding.reason == "contradicts"),
        conflicts=facts.data.conflicts,
        not_used=facts.data.not_used,
        legal=legal,
        alt_text=alternative[best.photo],
        alt_texts={photo: text for photo, text in alternative.items() if photo},
        caption=seen,
        writer=written.writer.name,
        model=written.writer.model,
        attempts=written.attempts,
        rejected=written.rejected,
        duration_ms={"write": _ms(wrote - started), "review": _ms(perf_counter() - wrote)},
    )


@dataclass(frozen=True)
class AcceptedDraft:
    """The text that was taken, what it claims, and the drafts before it."""

    text: str
    checked: Checked
    writer: Writer
    attempts: int
    rejected: tuple[Rejected, ...]


def write_checked(brief: WritingTask, writer: Writer, attempts: int, until: float) -> AcceptedDraft:
    """The first draft without a finding: of `writer` within `attempts` tries, else of the rules.

    Raises:
        InvalidProductData: not even the rules can say anything.
    """
    rules = writer if isinstance(writer, RulesWriter) else RulesWriter()
    rejected: list[Rejected] = []
    for one in (writer,) if writer is rules else (writer, rules):
        if (written := _tried(one, brief, attempts, until, rejected)) is not None:
            return written
    last = next((one for one in reversed(rejected) if one.text), None)
    text = _without(last.text, last.findings) if last else ""
    if not text:
        raise InvalidProductData("Nothing in the product data could be put into a sentence; add a type or a material.")
    return AcceptedDraft(text, check(text, brief.facts, brief.examples), rules, len(rejected) + 1, tuple(rejected))


def _tried(
    writer: Writer, brief: WritingTask, attempts: int, until: float, rejected: list[Rejected]
) -> AcceptedDraft | None:
    """One writer's tries. Drafts that are not taken are put into `rejected`; None when none was taken."""
    before: Draft | None = None
    wrong: tuple[Finding, ...] = ()
    for _ in range(attempts):
        try:
            draft = writer.write(brief, until=until, before=before, wrong=wrong)
        except TransientError as error:
            rejected.append(Rejected(writer.name, "", f"{error.code}: {error}"))
            return None
        except InvalidProductData:
            if before is None:
                raise
            return None  # nothing is left of the first draft without what was wrong
        checked = check(draft.text, brief.facts, brief.examples)
        if draft.text and not checked.rejected:
            return AcceptedDraft(draft.text, checked, writer, len(rejected) + 1, tuple(rejected))
        reason = "unsupported claims" if draft.text else draft.ended
        rejected.append(Rejected(writer.name, draft.text, reason, checked.rejected))
        if draft.ended == "out-of-time":
            return None
        before, wrong = draft, checked.rejected
    return None


def _without(text: str, findings: Sequence[Finding]) -> str:
    """The text without the sentences that hold a finding: the last net, under the rules themselves."""
    kept, at = [], 0
    for sentence in sentences(text):
        start = text.index(sentence, at)
        at = start + len(sentence)
        if not any(finding.start < at and finding.end > start for finding in findings):
            kept.append(sentence)
    return " ".join(kept)


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 3)
