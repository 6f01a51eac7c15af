"""`POST /descriptions`: product data, or the number of a known article → its description, now or asynchronously.
`POST /checks`: a text that somebody wrote, and its product data → its claims and what is wrong with it."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any

from aws_lambda_powertools.event_handler import Response

from bildtext.access import STORED_REQUEST, Caller, check
from bildtext.errors import InvalidKey, InvalidRequest, NotFound
from bildtext.http import body_bytes, header, json_object, request_id, validate
from bildtext.http_app import http_app, json_response, route
from bildtext.seals import sealed
from bildtext.storage.dynamodb import utc_now
from bildtext.stored_options import options_of
from description import wiring
from description.checks import CheckBody, checked
from description.description_request import RequestFields
from description.domain.statement import Field
from description.observability import record_description
from description.on_demand import DescriptionBody, describe_on_demand

app = http_app(hint="ask with POST /descriptions, or POST /checks for a text of your own.")

# API Gateway ends a request after 30 s; the rules write what a model has not finished by then.
TIMEOUT_S = 24.0


@route(app, "POST /descriptions")
def post_descriptions(caller: Caller) -> Response[str]:
    """Describe an article. Nothing is stored, except with `Prefer: respond-async`, which acts like an upload."""
    event = app.current_event
    is_stored = "respond-async" in header(event.raw_event, "prefer").lower()
    if is_stored:
        check(caller, STORED_REQUEST, "POST /descriptions with `Prefer: respond-async`")
    body = validate(DescriptionBody, json_object(body_bytes(event.raw_event)))
    if is_stored:
        return _accept(body)
    now = _now()
    description = describe_on_demand(body, wiring.sources(), time.monotonic() + TIMEOUT_S)
    record_description(description)
    stored_only = not body.has_data() and body.image is None
    return _answer(description.as_json(), body.article if stored_only else None, description.text, now)


@route(app, "POST /checks")
def post_checks(_caller: Caller) -> Response[str]:
    """Check a text. Nothing is stored."""
    body = validate(CheckBody, json_object(body_bytes(app.current_event.raw_event)))
    now = _now()
    return _answer(checked(body, wiring.sources()), None if body.has_data() else body.article, body.text, now)


def _answer(answer: Mapping[str, Any], article: str | None, text: str, at: str) -> Response[str]:
    """The answer, with a seal if it is about `article` as it is stored; None if data or a photo came with the
    request."""
    seal = sealed(answer, article, text, at, wiring.seal_key()) if article else None
    return json_response({**answer, "seal": seal, "request_id": request_id(app.current_event.raw_event)})


def _now() -> str:
    return utc_now().isoformat(timespec="milliseconds")


def _accept(body: DescriptionBody) -> Response[str]:
    """Upload the request as the article's article.json; the queue delivers its event. What the request leaves out
    besides the data (examples, prompt, …) stays as it is."""
    if body.image is not None:
        raise InvalidRequest("With `Prefer: respond-async` photos are uploaded to the bucket; leave `image` out.")
    request = body.request()
    article = body.article or next(iter(request.data.values(Field.NUMBER)), "")
    if article in (".", ".."):
        raise InvalidKey(f"{article!r} is not a valid article number: in a URL path it means a folder; choose another.")
    sent = body.model_dump(include=set(RequestFields.model_fields), exclude_unset=True)
    content = {**_stored_options(article), **sent}
    correlation_id = request_id(app.current_event.raw_event)
    wiring.dependencies().files.put(article, json.dumps(content, ensure_ascii=False), correlation_id)
    location = app.context["path"].location("articles", article)
    accepted = {"article": article, "location": location, "request_id": correlation_id}
    return json_response(accepted, 202, {"Location": location, "Preference-Applied": "respond-async"})


def _stored_options(article: str) -> dict[str, Any]:
    """What the stored article.json asks for besides its data."""
    try:
        return options_of(wiring.dependencies().files.fetch(article).content)
    except NotFound:
        return {}
