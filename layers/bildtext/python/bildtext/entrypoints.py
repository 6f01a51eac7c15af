"""Dispatches Lambda events to the entry points of a function, by one table of the kinds of events.

Every function accepts batches of one source, HTTP requests and direct invocations. Other events are caused by a wrong
integration, and the error says how to fix it: in the response format of the sender for an HTTP request, as a failed
invocation for everything else.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from bildtext.errors import InvalidRequest
from bildtext.http_app import problem_response, resolve
from bildtext.observability import Handler, observed

if TYPE_CHECKING:
    from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
    from aws_lambda_powertools.utilities.typing import LambdaContext

Event = Mapping[str, Any]


@dataclass(frozen=True)
class Entrypoints:
    """The handlers for an HTTP request (payload 2.0), any other JSON object, and batches: of SQS messages or of a
    DynamoDB stream's records, depending on the function."""

    http: Callable[[Event], Any]
    direct: Callable[[Event], Any]
    queue: Callable[[Event], Any] | None = None
    stream: Callable[[Event], Any] | None = None


def lambda_handler(
    queue: Callable[[Event, float], Any],
    app: APIGatewayHttpResolver,
    direct: Callable[[Event, str, float], Any],
    reserved_s: float,
) -> Handler:
    """The Lambda handler of a function; dispatches on the shape of the event.

    `queue` and `direct` get the event and a deadline `reserved_s` before the end, `direct` the request id as well.
    """

    @observed
    def handler(event: dict[str, Any], context: LambdaContext) -> Any:
        deadline = time.monotonic() + context.get_remaining_time_in_millis() / 1000 - reserved_s
        entrypoints = Entrypoints(
            queue=lambda batch: queue(batch, deadline),
            http=lambda request: resolve(app, request, context),
            direct=lambda request: direct(request, context.aws_request_id, deadline),
        )
        return dispatch(event, entrypoints)

    return handler


def dispatch(event: object, entrypoints: Entrypoints) -> Any:
    """The response of the matching entry point. Raises InvalidRequest: no entry point accepts the event, and its sender
    reads no response."""
    if not isinstance(event, Mapping):
        raise InvalidRequest("The event is not a JSON object; invoke the function with one.")
    return next(respond for matches, respond in _KINDS if matches(event))(event, entrypoints)


# -- kinds of events ----------------------------------------------------------------------------------


def _http(event: Event) -> bool:
    """API Gateway's payload 2.0; a function URL sends the same."""
    http = _context(event).get("http")
    return isinstance(http, Mapping) and isinstance(http.get("method"), str) and isinstance(event.get("rawPath"), str)


def _context(event: Event) -> Event:
    context = event.get("requestContext")
    return context if isinstance(context, Mapping) else {}


# -- responses ----------------------------------------------------------------------------------------


def _batch(event: Event, entrypoints: Entrypoints) -> Any:
    records = event["Records"]
    if not isinstance(records, list) or not all(isinstance(record, Mapping) for record in records):
        raise InvalidRequest("`Records` must be the list of messages that SQS sends.")
    sources = {str(record.get("eventSource") or record.get("EventSource")) for record in records}
    if entrypoints.queue is None:
        return _stream_batch(event, entrypoints, sources)
    if sources - {"aws:sqs"}:
        raise InvalidRequest(
            f"The function takes batches of its SQS queue, not records of {', '.join(sorted(sources))}; send the "
            "events to the queue, as the stack's EventBridge rule does."
        )
    if not all(isinstance(record.get("messageId"), str) for record in records):
        raise InvalidRequest("A message of the batch has no `messageId`; send the batch as SQS does.")
    return entrypoints.queue(event)


def _stream_batch(event: Event, entrypoints: Entrypoints, sources: set[str]) -> Any:
    if entrypoints.stream is None or sources - {"aws:dynamodb"}:
        raise InvalidRequest(
            f"The function takes batches of its table's stream, not records of {', '.join(sorted(sources))}; only the "
            "stack's event source mapping invokes it with records."
        )
    return entrypoints.stream(event)


def _to_load_balancer(event: Event, _entrypoints: Entrypoints) -> dict[str, Any]:
    response = _wrong_integration("a load balancer's", event)
    response["statusDescription"] = f"{response['statusCode']} {HTTPStatus(response['statusCode']).phrase}"
    if "multiValueHeaders" in event:  # enabled in the target group, which then ignores `headers`
        response["multiValueHeaders"] = {name: [value] for name, value in response.pop("headers").items()}
    return response


def _wrong_integration(whose: str, event: Event) -> dict[str, Any]:
    error = InvalidRequest(
        f"The event is {whose}; put an API Gateway HTTP API with payload format 2.0 before the function."
    )
    answer = problem_response(error, event)
    return {
        "statusCode": answer.status_code,
        "headers": {"Content-Type": answer.content_type},
        "isBase64Encoded": False,
        "body": answer.body,
    }


def _refused_request(_event: Event, _entrypoints: Entrypoints) -> Any:
    raise InvalidRequest(
        "The event has a `requestContext`, but is not an HTTP request of payload format 2.0; send it by an HTTP API."
    )


def _refused_bus_event(event: Event, _entrypoints: Entrypoints) -> Any:
    raise InvalidRequest(
        f"The event {str(event['detail-type'])!r} came directly from EventBridge; send it to the function's queue, as "
        "the stack's rules do."
    )


_KINDS: tuple[tuple[Callable[[Event], bool], Callable[[Event, Entrypoints], Any]], ...] = (
    (lambda event: "Records" in event, _batch),
    (lambda event: "elb" in _context(event), _to_load_balancer),
    (_http, lambda event, entrypoints: entrypoints.http(event)),
    (
        lambda event: "httpMethod" in event or event.get("version") == "1.0",
        lambda event, _entrypoints: _wrong_integration("payload format 1.0 or a REST API's", event),
    ),
    (lambda event: "requestContext" in event, _refused_request),
    (lambda event: "detail-type" in event, _refused_bus_event),
    (lambda _event: True, lambda event, entrypoints: entrypoints.direct(event)),
)
