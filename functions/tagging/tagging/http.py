"""`POST /tags`: a photo in the body, or the key of a photo in the bucket → its tags."""

from __future__ import annotations

import time
from typing import Any

from aws_lambda_powertools.event_handler import Response

from bildtext.access import Caller
from bildtext.api_models import TagOptions, TagRequest
from bildtext.deadlines import call_with_deadline
from bildtext.errors import InvalidRequest
from bildtext.http import ImageReference, body_bytes, header, json_object, request_id, validate
from bildtext.http_app import http_app, json_response, route
from bildtext.storage.keys import photo_key
from tagging import wiring
from tagging.batch import InFlightPhoto, Tagger
from tagging.flow import tag_photos
from tagging.observability import record_photo
from tagging.result import left_out, negatives, photo_result, scores_of

app = http_app(hint="photos are tagged with POST /tags.")

_FETCH_TIMEOUT_S = 15.0  # about half of API Gateway's timeout


@route(app, "POST /tags")
def post_tags(_caller: Caller) -> Response[str]:
    """Tag one photo. Nothing is stored."""
    request, data = _read_request()
    if request.labels is not None and request.facets is not None:
        raise InvalidRequest("Ask for `labels` of your own or for `facets` of the label file, not for both.")
    tagger = wiring.tagger() if request.labels is None else wiring.tagger_for_labels(request.labels)
    for facet in request.facets or ():
        tagger.labels.facet(facet)
    (photo,) = tag_photos([data], tagger, request.facets)
    record_photo(photo)
    if photo.refusal is not None:
        raise photo.refusal
    return json_response(_body(photo, tagger, request))


# -- the request --------------------------------------------------------------------------------------


def _read_request() -> tuple[TagOptions, bytes]:
    event = app.current_event
    body = body_bytes(event.raw_event)
    content_type = header(event.raw_event, "content-type").split(";")[0].strip().lower()
    if content_type == "application/json":
        request = validate(TagRequest, {**event.query_string_parameters, **json_object(body)})
        return request, _image_bytes(request.image)
    if content_type.startswith("image/") or content_type == "application/octet-stream":
        return validate(TagOptions, event.query_string_parameters), body
    raise InvalidRequest(
        f"Content-Type is {content_type or 'missing'}; send the photo itself as image/jpeg (or png, webp, avif), "
        'or JSON as {"image": {"base64": …}} or {"image": {"key": …}}.'
    )


def _image_bytes(image: ImageReference) -> bytes:
    data = image.data()
    if data is not None:
        return data
    deadline = time.monotonic() + _FETCH_TIMEOUT_S
    return call_with_deadline(deadline, wiring.dependencies().photos.fetch, photo_key(image.key or "").key).data


# -- the answer ---------------------------------------------------------------------------------------


def _body(photo: InFlightPhoto, tagger: Tagger, request: TagOptions) -> dict[str, Any]:
    body = photo_result(photo, tagger)
    body |= {"left_out": left_out(tagger, request.facets), "request_id": request_id(app.current_event.raw_event)}
    if request.labels is not None:
        body["negatives"] = negatives(tagger)
    if request.explain:
        body["scores"] = scores_of(photo, request.facets)
    return body
