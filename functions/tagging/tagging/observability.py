"""Logs and metrics of the tagging function: one log line per photo."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from bildtext.errors import BildtextError, as_bildtext_error
from bildtext.observability import count, count_result, log_outcome, logger
from tagging.batch import InFlightPhoto, Outcome
from tagging.explaining import Explanation

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.circuit_breaker import CircuitTransition


def record_batch(outcomes: Sequence[Outcome]) -> None:
    """Log and count the photos from the queue or a direct invocation."""
    for outcome in outcomes:
        _record_outcome(outcome)
    items = [outcome.item for outcome in outcomes if outcome.item is not None and outcome.status == "tagged"]
    _count_encoders(Counter(item.encoder for item in items if "encode" in item.duration_ms))


def _record_outcome(outcome: Outcome) -> None:
    change, error = outcome.change, outcome.error
    log_outcome(
        outcome.status,
        error,
        correlation_id=change.correlation_id,
        article=change.photo.article,
        key=change.photo.key,
        version=change.version,
    )
    if outcome.item is not None and outcome.status in ("tagged", "refused"):
        _count(outcome.item.duration_ms, len(outcome.item.abstentions), error)


def record_photo(photo: InFlightPhoto) -> None:
    """Log and count one photo from a request; the logger already has the request id."""
    status = "tagged" if photo.refusal is None else "refused"
    logger.info(status, extra={"status": status, "reason": photo.refusal.code if photo.refusal else None})
    _count(photo.duration_ms, len(photo.tags.abstentions), photo.refusal)
    _count_encoders({photo.encoder: 1} if photo.encoder else {})


def record_explanation(explanation: Explanation) -> None:
    """Log and count one heat map; the logger already has the request id."""
    extra = {"version": explanation.version, "encoders": explanation.encoders, "duration_ms": explanation.duration_ms}
    logger.info("explained", extra=extra)
    count("HeatMaps")
    _count_encoders(explanation.encoders)


def record_endpoint_failure(error: Exception) -> None:
    """Log and count a failed endpoint call; the function encodes its photos itself."""
    bildtext_error = as_bildtext_error(error)
    extra = {"reason": bildtext_error.code, "cause": str(bildtext_error.__cause__ or "")}
    logger.warning(str(bildtext_error), extra=extra, exc_info=None if bildtext_error is error else error)
    count("EndpointFailures")


def record_transition(transition: CircuitTransition) -> None:
    """Log each state change of the endpoint's circuit breaker, and count how often it opens."""
    logger.warning(
        "The circuit breaker before the endpoint went from %s to %s.",
        transition.from_state,
        transition.to_state,
        extra={"endpoint": transition.circuit_name},
    )
    if transition.to_state == "OPEN":
        count("BreakerOpen")


def _count_encoders(encoders: Mapping[str, int]) -> None:
    for encoder, photos in encoders.items():
        count("EncodedBy", photos, encoder=encoder)


def _count(duration_ms: Mapping[str, float], abstentions: int, refusal: BildtextError | None) -> None:
    count_result("Images", duration_ms, Abstentions=abstentions)
    if refusal is not None:
        count("Refusals", reason=refusal.code)
