"""`POST /tags`: a photo in the body, or the key of a photo in the bucket → its tags.
`POST /heatmaps`: the key of a photo in the bucket, and a label → what the label's score rests on."""

from __future__ import annotations

import time
from typing import Any

from aws_lambda_powertools.event_handler import Response

from bildtext.access import Caller
from bildtext.api_models import TagOptions, TagRequest
from bildtext.deadlines import call_with_deadline
from bildtext.errors import InvalidRequest
from bildtext.heatmap_models import BoxAnswer, HeatMapAnswer, HeatMapRequest
from bildtext.http import ImageReference, body_bytes, header, json_object, request_id, validate
from bildtext.http_app import http_app, json_response, route
from bildtext.storage.keys import photo_key
from tagging import wiring
from tagging.batch import InFlightPhoto, Tagger
from tagging.explaining import explain
from tagging.flow import tag_photos
from tagging.observability import record_explanation, record_photo
from tagging.result import left_out, negatives, photo_result, scores_of

app = http_app(hint="photos are tagged with POST /tags, and tags explained with POST /heatmaps.")

_FETCH_TIMEOUT_S = 15.0  # about half of API Gateway's timeout
_EXPLAIN_TIMEOUT_S = 24.0  # less than all of it


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


@route(app, "POST /heatmaps")
def post_heatmaps(_caller: Caller) -> Response[str]:
    """Explain a label of a stored photo. Nothing is stored."""
    event = app.current_event.raw_event
    request = validate(HeatMapRequest, json_object(body_bytes(event)))
    deadline = time.monotonic() + _EXPLAIN_TIMEOUT_S
    tagger, photos = wiring.tagger(), wiring.dependencies().photos
    explained = explain(request.key, request.facet, request.label, tagger, photos, deadline)
    record_explanation(explained)
    heat = explained.heat
    left, top, right, bottom = (round(edge, 6) for edge in explained.part)
    answer = HeatMapAnswer(
        **request.model_dump(),
        version=explained.version,
        score=round(heat.score, 4),
        lowest_score=round(heat.lowest, 4),
        rows=len(heat.values),
        columns=len(heat.values[0]),
        values=heat.values.round(4).tolist(),
        box=BoxAnswer(left=left, top=top, right=right, bottom=bottom),
        calibrated=tagger.calibrated,
        model=tagger.model,
        labels=tagger.labels.fingerprint,
        duration_ms=dict(explained.duration_ms),
        request_id=request_id(event),
    )
    return json_response(answer.model_dump())


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
