"""What the tagging function says about itself: one log line per photo, metrics per batch, a trace per invocation."""

from __future__ import annotations

from aws_lambda_powertools import Logger, Metrics, Tracer
from aws_lambda_powertools.metrics import MetricUnit, single_metric

from bildtext.errors import BildtextError
from tagging.steps import OnItsWay, Outcome

logger = Logger()
tracer = Tracer()
metrics = Metrics()

_STEPS = ("fetch", "decode", "encode", "score")


def record_outcome(outcome: Outcome) -> None:
    """Log and count one photo that came through the queue or by key."""
    arrival, error = outcome.arrival, outcome.error
    said = {
        "correlation_id": arrival.correlation_id,
        "article": arrival.photo.article,
        "key": arrival.photo.key,
        "version": arrival.version,
        "status": outcome.status,
        "reason": error.code if error else None,
    }
    if outcome.status == "failed":
        logger.error(str(error), extra=said, exc_info=error)
        return
    logger.info(str(error) if error else outcome.status, extra=said)
    if outcome.item is not None and outcome.status in ("tagged", "refused"):
        _count(dict(outcome.item.took_ms), len(outcome.item.abstentions), error)


def record_photo(photo: OnItsWay) -> None:
    """Count one photo that came in a request."""
    _count(dict(photo.took_ms), len(photo.tags.abstentions), photo.refusal)


def _count(took_ms: dict[str, float], abstentions: int, refusal: BildtextError | None) -> None:
    metrics.add_metric("Images", MetricUnit.Count, 1)
    for step in _STEPS:
        if step in took_ms:
            metrics.add_metric(f"{step.capitalize()}Milliseconds", MetricUnit.Milliseconds, took_ms[step])
    metrics.add_metric("Abstentions", MetricUnit.Count, abstentions)
    if refusal is not None:
        with single_metric("Refusals", MetricUnit.Count, 1) as metric:
            metric.add_dimension("reason", refusal.code)
