"""Accepts the clear tags of many articles in one gesture, or shows what that would do."""

from __future__ import annotations

from dataclasses import replace

from aws_lambda_powertools.event_handler import Response

from bildtext.access import Caller
from bildtext.decisions import TagsDecided
from bildtext.edit_errors import PreviewOutdated, VersionConflict
from bildtext.errors import BildtextError, InvalidRequest
from bildtext.http_app import route
from bildtext.storage.decision_table import append_tags
from catalogue import wiring
from catalogue.api.answers import BulkAnswer, BulkResult, FileProblem, answered
from catalogue.api.reading import body, made_by, view_of
from catalogue.api.requests import BulkAcceptance
from catalogue.bulk import plan
from catalogue.http import app
from catalogue.view_model import ArticleView


@route(app, "POST /articles/tags/accept")
def accept_tags(caller: Caller) -> Response[str]:
    """Each article succeeds or fails by itself, and is undone by itself."""
    asked = body(BulkAcceptance)
    if len(set(asked.articles)) < len(asked.articles):
        raise InvalidRequest("articles: name each article once.")
    views: dict[str, ArticleView] = {}
    results: dict[str, BulkResult] = {}
    for number in asked.articles:
        try:
            views[number] = view_of(number)
        except BildtextError as error:
            results[number] = BulkResult(number, 0, (), (), FileProblem(**error.as_json()))
    for one in plan(tuple(views.values()), asked.min_score, wiring.labels()):
        planned = BulkResult(one.number, one.version, one.accepted, one.held_back, None, one.fingerprint)
        results[one.number] = planned if asked.preview else _performed(planned, asked, caller)
    return answered(BulkAnswer(asked.preview, tuple(results[number] for number in asked.articles)))


def _performed(planned: BulkResult, asked: BulkAcceptance, caller: Caller) -> BulkResult:
    """Accept what is planned if it is what the preview showed; otherwise, or on an error, the problem."""
    seen = asked.versions.get(planned.number, planned.version)
    try:
        if planned.version != seen:
            return _earlier(planned, seen, caller)
        if planned.fingerprint != asked.fingerprints.get(planned.number, planned.fingerprint):
            raise PreviewOutdated(
                f"Photos of {planned.number!r} were tagged again or replaced since the preview; look at it again."
            )
        if not planned.accepted:
            return planned
        decision = TagsDecided(version=seen + 1, choices=planned.accepted, bulk=True, **made_by(caller))
        return replace(planned, version=append_tags(wiring.decisions(), planned.number, decision).version)
    except BildtextError as error:  # the articles before this one are changed, and the caller has to learn of them
        return replace(planned, accepted=(), problem=FileProblem(**error.as_json()))


def _earlier(planned: BulkResult, seen: int, caller: Caller) -> BulkResult:
    """What this request did when it was sent before and its answer was lost. Raises VersionConflict if it did not."""
    decided = wiring.decisions().read(planned.number).decided
    for one in decided.history:
        if one.version != seen + 1 or one.version in decided.undone:
            continue
        if isinstance(one, TagsDecided) and one.bulk and one.by == caller.sub:
            return replace(planned, version=one.version, accepted=one.choices)
    raise VersionConflict(
        f"Article {planned.number!r} is at version {planned.version}, and the preview showed version {seen}; look at "
        "the preview again.",
        planned.version,
    )
