"""Logs and metrics of the description function: one log line per article."""

from __future__ import annotations

from collections.abc import Mapping

from bildtext.observability import count, count_steps, log_outcome, logger
from description.answer import Description
from description.flow import Outcome


def record_outcome(outcome: Outcome) -> None:
    """Log and count one article from the queue or a direct invocation."""
    item = outcome.item if outcome.status in ("described", "refused") else None
    log_outcome(
        outcome.status,
        outcome.error,
        correlation_id=item.correlation_id if item else outcome.job.correlation_id,
        article=outcome.job.article,
        changes=len(outcome.job.changes),
    )
    if item is None:
        return
    if item.refusal is not None:
        count("Refusals", reason=item.refusal["code"])
        return
    text = item.description
    _count(text["duration_ms"], len(text["rejected"]), len(text["conflicts"]), len(text["legal"]))


def record_description(description: Description) -> None:
    """Log and count one description made for a request; the logger already has the request id."""
    logger.info("described", extra={"status": "described"})
    _count(description.duration_ms, len(description.rejected), len(description.conflicts), len(description.legal))


def _count(duration_ms: Mapping[str, float], rejected: int, conflicts: int, legal: int) -> None:
    count("Descriptions")
    count_steps(duration_ms)
    count("RejectedDrafts", rejected)
    count("Conflicts", conflicts)
    count("LegalFindings", legal)
