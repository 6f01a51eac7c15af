"""Accepts the clear tags of many articles in one gesture, or shows what that would do."""

from __future__ import annotations

from dataclasses import replace

from aws_lambda_powertools.event_handler import Response

from bildtext.access import Caller
from bildtext.decisions import TagsDecided
from bildtext.edit_errors import VersionConflict
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
            results[number] = BulkResult(number, 0, (), (), FileProblem(error.code, str(error)))
    for one in plan(tuple(views.values()), asked.min_score, wiring.labels()):
        results[one.number] = BulkResult(one.number, one.version, one.accepted, one.held_back, None)
        if one.accepted and not asked.preview:
            results[one.number] = _accepted(results[one.number], caller)
    return answered(BulkAnswer(asked.preview, tuple(results[number] for number in asked.articles)))


def _accepted(planned: BulkResult, caller: Caller) -> BulkResult:
    decision = TagsDecided(version=planned.version + 1, choices=planned.accepted, bulk=True, **made_by(caller))
    try:
        appended = append_tags(wiring.decisions(), planned.number, decision)
    except VersionConflict as error:
        return replace(planned, accepted=(), problem=FileProblem(error.code, str(error)))
    return replace(planned, version=appended.version)
