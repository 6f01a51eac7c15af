"""What the tagging function says about itself: one log line per photo, metrics per batch, a trace per invocation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from aws_lambda_powertools import Logger, Metrics, Tracer
from aws_lambda_powertools.metrics import MetricUnit, single_metric

from bildtext.errors import BildtextError, InvalidVector, unexpected
from tagging.steps import OnItsWay, Outcome

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.circuit_breaker import CircuitTransition

logger = Logger()
tracer = Tracer()
metrics = Metrics()

_STEPS = ("fetch", "decode", "encode", "score")


def record_batch(outcomes: Sequence[Outcome]) -> None:
    """Log and count the photos that came through the queue or by key."""
    for outcome in outcomes:
        _record_outcome(outcome)
    items = [outcome.item for outcome in outcomes if outcome.item is not None and outcome.status == "tagged"]
    _count_encoders([item.encoder for item in items if "encode" in item.took_ms])


def _record_outcome(outcome: Outcome) -> None:
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
    log = logger.error if isinstance(error, InvalidVector) else logger.info  # the model's fault, not the photo's
    log(str(error) if error else outcome.status, extra=said)
    if outcome.item is not None and outcome.status in ("tagged", "refused"):
        _count(dict(outcome.item.took_ms), len(outcome.item.abstentions), error)


def record_photo(photo: OnItsWay) -> None:
    """Log and count one photo that came in a request; the request's id is the logger's."""
    status = "tagged" if photo.refusal is None else "refused"
    logger.info(status, extra={"status": status, "reason": photo.refusal.code if photo.refusal else None})
    _count(dict(photo.took_ms), len(photo.tags.abstentions), photo.refusal)
    _count_encoders([photo.encoder] if photo.encoder else [])


def record_endpoint_failure(error: Exception) -> None:
    """Log and count a call of the endpoint that did not answer; its photos are encoded by the function itself."""
    known = error if isinstance(error, BildtextError) else unexpected(error)
    extra = {"reason": known.code, "cause": str(known.__cause__ or "")}
    logger.warning(str(known), extra=extra, exc_info=None if known is error else error)
    metrics.add_metric("EndpointFailures", MetricUnit.Count, 1)


def record_transition(transition: CircuitTransition) -> None:
    """Log each change of the circuit breaker before the endpoint, and count how often it opens."""
    logger.warning(
        "The circuit breaker before the endpoint went from %s to %s.",
        transition.from_state,
        transition.to_state,
        extra={"endpoint": transition.circuit_name},
    )
    if transition.to_state == "OPEN":
        metrics.add_metric("BreakerOpen", MetricUnit.Count, 1)


def _count_encoders(encoders: Sequence[str]) -> None:
    for encoder, photos in Counter(encoders).items():
        with single_metric("EncodedBy", MetricUnit.Count, photos) as metric:
            metric.add_dimension("encoder", encoder)


def _count(took_ms: dict[str, float], abstentions: int, refusal: BildtextError | None) -> None:
    metrics.add_metric("Images", MetricUnit.Count, 1)
    for step in _STEPS:
        if step in took_ms:
            metrics.add_metric(f"{step.capitalize()}Milliseconds", MetricUnit.Milliseconds, took_ms[step])
    metrics.add_metric("Abstentions", MetricUnit.Count, abstentions)
    if refusal is not None:
        with single_metric("Refusals", MetricUnit.Count, 1) as metric:
            metric.add_dimension("reason", refusal.code)
