"""JSON logs, metrics, and a trace per invocation, set up once for all functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from aws_lambda_powertools import Logger, Metrics, Tracer
from aws_lambda_powertools.metrics import MetricUnit, single_metric

from bildtext.errors import BildtextError, ContentFault, InvalidVector

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

logger = Logger()
_tracer = Tracer()
_metrics = Metrics()

Handler = Callable[[dict[str, Any], "LambdaContext"], Any]


def observed(handler: Handler) -> Handler:
    """A Lambda handler with tracing, metrics, and the request in every log line."""

    # The request id in the API's log is the correlation id here.
    @logger.inject_lambda_context(clear_state=True, correlation_id_path="requestContext.requestId")
    @_tracer.capture_lambda_handler(capture_response=False)
    @_metrics.log_metrics(capture_cold_start_metric=True)
    @wraps(handler)
    def counted(event: dict[str, Any], context: LambdaContext) -> Any:
        count("Invocations")
        return handler(event, context)

    return cast("Handler", counted)


def log_outcome(status: str, error: BildtextError | None, **fields: object) -> None:
    """Log the outcome of a photo or an article: as an error if it failed or if the fault is Bildtext's."""
    traced = status == "failed" or isinstance(error, ContentFault)
    log = logger.error if traced or isinstance(error, InvalidVector) else logger.info
    extra = {**fields, "status": status, "reason": error.code if error else None}
    log(str(error) if error else status, extra=extra, exc_info=error if traced else None)


def count(name: str, value: float = 1, **dimension: str) -> None:
    """Add to a metric of this invocation; with a dimension, to a separate one."""
    if not dimension:
        _metrics.add_metric(name, MetricUnit.Count, value)
        return
    with single_metric(name, MetricUnit.Count, value) as metric:
        for key, text in dimension.items():
            metric.add_dimension(key, text)


def count_result(kind: str, duration_ms: Mapping[str, float], **counts: int) -> None:
    """Add one result of a kind to the metrics, with the milliseconds of each step and other counts."""
    for name, value in {kind: 1, **counts}.items():
        count(name, value)
    for step, took in duration_ms.items():
        _metrics.add_metric(f"{step.capitalize()}Milliseconds", MetricUnit.Milliseconds, took)
