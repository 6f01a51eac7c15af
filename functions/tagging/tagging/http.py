"""`POST /tags`: a photo in the body, or the key of a photo in the bucket → its tags."""

from __future__ import annotations

import time
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from bildtext.deadlines import call_with_deadline
from bildtext.errors import InvalidRequest
from bildtext.http import ImageReference, body_bytes, header, json_object, request_id, validate
from bildtext.http_app import http_app, json_response
from bildtext.storage.keys import photo_key
from tagging import wiring
from tagging.batch import InFlightPhoto, Tagger
from tagging.flow import tag_photos
from tagging.observability import record_photo
from tagging.result import left_out, negatives, photo_result, scores_of

app = http_app(hint="photos are tagged with POST /tags.")

_FETCH_TIMEOUT_S = 15.0  # about half of API Gateway's timeout


@app.post("/tags")
def post_tags() -> Response[str]:
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


def _as_list(value: object) -> object:
    return [part.strip() for part in value.split(",")] if isinstance(value, str) else value


_MAX_FACETS = 100  # more than any label file has
_Words = tuple[Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)], ...]


class _Options(BaseModel):
    """`facets` and `labels` are lists, or comma-separated as in a query string."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    facets: Annotated[_Words, BeforeValidator(_as_list), Field(max_length=_MAX_FACETS)] | None = None
    labels: Annotated[_Words, BeforeValidator(_as_list)] | None = None
    explain: bool = False


class _JsonRequest(_Options):
    image: ImageReference


def _read_request() -> tuple[_Options, bytes]:
    event = app.current_event
    body = body_bytes(event.raw_event)
    content_type = header(event.raw_event, "content-type").split(";")[0].strip().lower()
    if content_type == "application/json":
        request = validate(_JsonRequest, {**event.query_string_parameters, **json_object(body)})
        return request, _image_bytes(request.image)
    if content_type.startswith("image/") or content_type == "application/octet-stream":
        return validate(_Options, event.query_string_parameters), body
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


def _body(photo: InFlightPhoto, tagger: Tagger, request: _Options) -> dict[str, Any]:
    body = photo_result(photo, tagger)
    body |= {"left_out": left_out(tagger, request.facets), "request_id": request_id(app.current_event.raw_event)}
    if request.labels is not None:
        body["negatives"] = negatives(tagger)
    if request.explain:
        body["scores"] = scores_of(photo, request.facets)
    return body
