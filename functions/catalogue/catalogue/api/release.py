"""Releases a text with its provenance record, withdraws a release, and undoes decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Final

from aws_lambda_powertools.event_handler import Response

from bildtext.access import ACCESS, Access, Caller, check
from bildtext.decisions import Decision, Released, Undone, Withdrawn, data_change, fold, undone_by
from bildtext.edit_errors import NotAcknowledged
from bildtext.errors import InvalidRequest, NotFound
from bildtext.http_app import json_response, route
from bildtext.provenance import signed_record
from bildtext.storage.decision_table import CatalogueArticle
from catalogue import wiring
from catalogue.api.answers import ChangeAnswer, answered
from catalogue.api.data import undo_data
from catalogue.api.reading import append, body, conflict, known, made_by, view_of
from catalogue.api.released import release_of
from catalogue.api.requests import ReleaseRequest, UndoRequest, WithdrawalRequest
from catalogue.http import app
from catalogue.view_model import Question

RELEASE: Final = "POST /articles/{number}/release"
# Open questions of these kinds are about what the text says; the others are about tags.
TO_ACKNOWLEDGE: Final = frozenset({"contradiction", "conflict", "finding", "error"})


@route(app, RELEASE)
def post_release(caller: Caller, number: str) -> Response[str]:
    """Release the text; releasing a released one again returns its record."""
    asked = body(ReleaseRequest)
    article = known(number)
    released = article.decided.release
    if released is not None and released.text_version == asked.text_version:
        return json_response(released.record)
    article = append(number, article, lambda now, version: _release(number, now, version, asked, caller))
    decided = known(number).decided.release
    if decided is None:
        raise conflict("The text was changed right after its release.", article.decided.version, {}, {})
    return json_response(decided.record)


def _release(number: str, article: CatalogueArticle, version: int, asked: ReleaseRequest, caller: Caller) -> Released:
    text = article.decided.text
    if text is None:
        raise InvalidRequest(
            "text_version: only a text that an editor accepted or wrote is released, because a later run replaces the "
            f"machine's; accept it first with PUT /articles/{number}/text."
        )
    if text.version != asked.text_version:
        theirs = {"text_version": text.version, "text": text.text, "author": text.by_name, "at": text.at}
        message = "The text was changed in the meantime; read the newest version before you release it."
        raise conflict(message, article.decided.version, {"text_version": asked.text_version}, theirs)
    view = view_of(number, article)
    _check_acknowledged(view.questions, asked.acknowledged)
    person = made_by(caller)
    record = signed_record(release_of(view, article, text, caller, person["at"]), wiring.signer())
    return Released(
        version=version, text_version=text.version, record=record, acknowledged=asked.acknowledged, **person
    )


def _check_acknowledged(questions: Sequence[Question], acknowledged: Sequence[str]) -> None:
    left = [one for one in questions if one.kind in TO_ACKNOWLEDGE and one.id not in acknowledged]
    if left:
        error = NotAcknowledged(
            f"{len(left)} open questions are not acknowledged; answer them, or name their ids in `acknowledged`."
        )
        error.extensions = {"questions": [asdict(one) for one in left]}
        raise error


def ended_release(article: CatalogueArticle, decision: Decision, confirmed: int) -> int:
    """The release that a decision ends without withdrawing it, 0 for none. Raises NotAcknowledged: the caller has not
    confirmed to end this release, which may be newer than what they saw."""
    release = article.decided.release
    if release is None or fold((*article.decisions, decision)).release == release:
        return 0
    if confirmed != release.version:
        error = NotAcknowledged(
            "The text is released, and this ends the release. To do it nevertheless, send `voids_release` with the "
            f"release's version, {release.version}."
        )
        seen = {
            "version": release.version,
            "text_version": release.text_version,
            "by": release.by_name,
            "at": release.at,
        }
        error.extensions = {"release": seen}
        raise error
    return release.version


@route(app, "POST /articles/{number}/withdraw")
def post_withdrawal(caller: Caller, number: str) -> Response[str]:
    """Withdraw the release that the editor saw."""
    asked = body(WithdrawalRequest)

    def withdraw(article: CatalogueArticle, version: int) -> Withdrawn:
        released = article.decided.release
        if released is None or released.version > asked.version:
            theirs = None if released is None else {"text_version": released.text_version, "at": released.at}
            message = "This release is not in force any more; load the article again."
            raise conflict(message, article.decided.version, {"version": asked.version}, theirs)
        return Withdrawn(version=version, reason=asked.reason, **made_by(caller))

    append(number, known(number), withdraw)
    return answered(ChangeAnswer.of(view_of(number)))


@route(app, "POST /articles/{number}/undo")
def post_undo(caller: Caller, number: str) -> Response[str]:
    """Undo a decision; undoing an undo redoes what it undid."""
    asked = body(UndoRequest)

    def undo(article: CatalogueArticle, version: int) -> Undone:
        decided = article.decided
        undone = next((one for one in decided.history if one.version == asked.version), None)
        if undone is None:
            raise NotFound(f"Article {number!r} has no decision {asked.version}.")
        check(caller, _access_to(undone, decided.history), "POST /articles/{number}/undo of a release")
        if asked.version in decided.undone:
            theirs = {"undone": asked.version}
            raise conflict("This decision is already undone.", decided.version, {"version": asked.version}, theirs)
        decision = Undone(version=version, undone=asked.version, **made_by(caller))
        if isinstance(undone_by(decision, decided.history), Released):
            return decision  # to end the release is what it is for
        return replace(decision, voids_release=ended_release(article, decision, asked.voids_release))

    article = known(number)
    decisions = article.decisions
    if any(one.version == asked.version and data_change(one, decisions) for one in decisions):
        undo_data(number, asked.version, caller)  # it also changes the file in the bucket
    else:
        append(number, article, undo)
    return answered(ChangeAnswer.of(view_of(number)))


def _access_to(decision: Decision, history: Sequence[Decision]) -> Access:
    """Who may undo a decision: whoever may make it. An undo is what it undid."""
    made = undone_by(decision, history)
    return ACCESS[RELEASE if isinstance(made, Released | Withdrawn) else "POST /articles/{number}/undo"]
