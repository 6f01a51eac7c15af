"""Logs and metrics of the description function: one log line per article."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bildtext.observability import count, count_result, log_outcome, logger
from description.flow import Outcome
from description.result import Description


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
    _count(item.description)


def record_description(description: Description) -> None:
    """Log and count one description made for a request; the logger already has the request id."""
    logger.info("described", extra={"status": "described"})
    _count(vars(description))


def _count(description: Mapping[str, Any]) -> None:
    counted = {"RejectedDrafts": "rejected", "Conflicts": "conflicts", "LegalFindings": "legal"}
    counts = {metric: len(description[name]) for metric, name in counted.items()}
    count_result("Descriptions", description["duration_ms"], **counts)
