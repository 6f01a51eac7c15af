"""The description function's log lines and metrics: one line per article."""

from __future__ import annotations

from collections.abc import Mapping

from bildtext.observability import count, count_steps, log_outcome, logger
from description.answer import Description
from description.flow import Outcome


def record_outcome(outcome: Outcome) -> None:
    """Log and count one article that came through the queue or by number."""
    made = outcome.item if outcome.status in ("described", "refused") else None
    log_outcome(
        outcome.status,
        outcome.error,
        correlation_id=made.correlation_id if made else outcome.job.correlation_id,
        article=outcome.job.article,
        changes=len(outcome.job.changes),
    )
    if made is None:
        return
    if made.refusal is not None:
        count("Refusals", reason=made.refusal["code"])
        return
    text = made.description
    _count(text["duration_ms"], len(text["rejected"]), len(text["conflicts"]), len(text["legal"]))


def record_description(description: Description) -> None:
    """Log and count one description that was asked for in a request; the request's id is the logger's."""
    logger.info("described", extra={"status": "described"})
    _count(description.duration_ms, len(description.rejected), len(description.conflicts), len(description.legal))


def _count(duration_ms: Mapping[str, float], rejected: int, conflicts: int, legal: int) -> None:
    count("Descriptions")
    count_steps(duration_ms)
    count("RejectedDrafts", rejected)
    count("Conflicts", conflicts)
    count("LegalFindings", legal)
