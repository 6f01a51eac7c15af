"""What the description function says about itself: a log line per article, metrics per batch, a trace."""

from __future__ import annotations

from aws_lambda_powertools import Logger, Metrics, Tracer
from aws_lambda_powertools.metrics import MetricUnit, single_metric

from bildtext.errors import ContentFault
from description.answer import Description
from description.flow import Outcome

logger = Logger()
tracer = Tracer()
metrics = Metrics()


def record_outcome(outcome: Outcome) -> None:
    """Log and count one article that came through the queue or by number."""
    error = outcome.error
    made = outcome.item if outcome.status in ("described", "refused") else None
    said = {
        "correlation_id": made.correlation_id if made else outcome.job.correlation_id,
        "article": outcome.job.article,
        "arrivals": len(outcome.job.arrivals),
        "status": outcome.status,
        "reason": error.code if error else None,
    }
    if outcome.status == "failed":
        logger.error(str(error), extra=said, exc_info=error)
        return
    if isinstance(error, ContentFault):
        logger.error(str(error), extra=said, exc_info=error)
    else:
        logger.info(str(error) if error else outcome.status, extra=said)
    if made is None:
        return
    if made.refusal is not None:
        with single_metric("Refusals", MetricUnit.Count, 1) as metric:
            metric.add_dimension("reason", made.refusal["code"])
        return
    text = made.description
    _count(text["took_ms"], len(text["rejected"]), len(text["conflicts"]), len(text["legal"]))


def record_description(description: Description) -> None:
    """Log and count one description that was asked for in a request; the request's id is the logger's."""
    logger.info("described", extra={"status": "described"})
    _count(dict(description.took_ms), len(description.rejected), len(description.conflicts), len(description.legal))


def _count(took_ms: dict[str, float], rejected: int, conflicts: int, legal: int) -> None:
    metrics.add_metric("Descriptions", MetricUnit.Count, 1)
    for step, took in took_ms.items():
        metrics.add_metric(f"{step.capitalize()}Milliseconds", MetricUnit.Milliseconds, took)
    metrics.add_metric("RejectedDrafts", MetricUnit.Count, rejected)
    metrics.add_metric("Conflicts", MetricUnit.Count, conflicts)
    metrics.add_metric("LegalFindings", MetricUnit.Count, legal)
