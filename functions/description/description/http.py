"""`POST /descriptions`: product data, or the number of a known article → its description, at once or later."""

from __future__ import annotations

import json
import time

from aws_lambda_powertools.event_handler import Response

from bildtext.errors import InvalidKey, InvalidRequest
from bildtext.http import body_bytes, header, json_object, request_id, validated
from bildtext.http_app import http_app, json_answer
from description import wiring
from description.observability import record_description
from description.order import OrderModel
from description.product_data.model import Field
from description.request import DescriptionRequest, answer

app = http_app(hint="ask with POST /descriptions.")

# API Gateway ends a request after 29 s; what a model has not written by then, the rules write.
SECONDS_TO_ANSWER = 24.0


@app.post("/descriptions")
def post_descriptions() -> Response[str]:
    """Describe an article. Nothing is stored, unless a later answer is preferred: then it is as if it were uploaded."""
    event = app.current_event
    request = validated(DescriptionRequest, json_object(body_bytes(event.raw_event)))
    if "respond-async" in header(event.raw_event, "prefer").lower():
        return _accept(request)
    description = answer(request, wiring.sources(), time.monotonic() + SECONDS_TO_ANSWER)
    record_description(description)
    return json_answer({**description.as_json(), "request_id": request_id(event.raw_event)})


def _accept(request: DescriptionRequest) -> Response[str]:
    """Put the order into the bucket as the article's article.json; the queue brings it back."""
    if request.image is not None:
        raise InvalidRequest("With `Prefer: respond-async` photos are uploaded to the bucket; leave `image` out.")
    order = request.order()
    article = request.article or next(iter(order.data.values(Field.NUMBER)), "")
    if article in (".", ".."):
        raise InvalidKey(f"{article!r} is no article number: in an address it is a way up; take another.")
    content = request.model_dump(include=set(OrderModel.model_fields), exclude_unset=True)
    asked_by = request_id(app.current_event.raw_event)
    wiring.dependencies().files.put(article, json.dumps(content, ensure_ascii=False), asked_by)
    where = app.context["asked"].location("articles", article)
    accepted = {"article": article, "location": where, "request_id": asked_by}
    return json_answer(accepted, 202, {"Location": where, "Preference-Applied": "respond-async"})
