"""Writes an article's text and the alt texts of its photos."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from aws_lambda_powertools.event_handler import Response

from bildtext.access import Caller
from bildtext.api_models import DescriptionsAnswer
from bildtext.decisions import AltTextWritten, TextWritten
from bildtext.errors import InvalidRequest
from bildtext.http_app import route
from bildtext.seals import is_sealed
from bildtext.storage.decision_table import CatalogueArticle
from catalogue import wiring
from catalogue.api.answers import ChangeAnswer, answered
from catalogue.api.reading import append, body, conflict, known, made_by, view_of
from catalogue.api.release import ended_release
from catalogue.api.released import machine_text, same_text
from catalogue.api.requests import AltTextChange, TextChange
from catalogue.api.tags import photo_of
from catalogue.http import app
from catalogue.text_views import STARTED_FROM


@route(app, "PUT /articles/{number}/text")
def put_text(caller: Caller, number: str) -> Response[str]:
    """Append a version of the text if the newest is the one that the editor saw."""
    change = body(TextChange)
    description = _description(change, number)
    append(number, known(number), lambda article, version: _text(article, version, change, description, caller))
    return answered(ChangeAnswer.of(view_of(number)))


def _text(
    article: CatalogueArticle, version: int, change: TextChange, description: Mapping[str, Any], caller: Caller
) -> TextWritten:
    newest = article.decided.text
    machine = {} if article.stored.text is None else article.stored.text.description
    if change.base != (newest.version if newest else 0):
        raise _both(article, change, _as_theirs(newest, machine))
    origin = change.base if change.from_version is None else change.from_version
    if origin and all(one.version != origin for one in article.decided.history if isinstance(one, TextWritten)):
        raise InvalidRequest("from_version: the text has no such version; load the article again.")
    stored, source = machine_text(article), change.source
    if source == "accepted":
        if origin != 0 or stored is None:
            raise InvalidRequest(
                "source: only the machine's text (version 0) can be accepted; send others as `edited`."
            )
        if stored.text.strip() != change.text:
            raise _both(article, change, _as_theirs(None, machine))
    started = stored if origin == 0 else None
    if source != "generated" and (same := same_text(change.text, article)) is not None:
        # A machine's text that nobody changed is the machine's, whatever the client says about it.
        source, started, origin = "accepted", same, 0
        description = {**(machine if same == stored else description), "writer": same.writer, "model": same.model}
    if started is not None:
        description = {**description, STARTED_FROM: vars(started)}
    decision = TextWritten(
        version=version,
        text=change.text,
        source=source,
        writer=str(description.get("writer", "")),  # of a text that a person wrote: none
        model=str(description.get("model", "")),
        base=change.base,
        from_version=origin,
        description=description,
        **made_by(caller),
    )
    return replace(decision, voids_release=ended_release(article, decision, change.voids_release))


def _description(change: TextChange, number: str) -> Mapping[str, Any]:
    """What this deployment said about the text, as the seal confirms; {} if that cannot be verified, and the text
    counts as unchecked. Raises InvalidRequest: the answer is about another text, or does not show who generated it."""
    given = change.description
    answer = {} if given is None else given.model_dump(mode="json")
    if change.source == "generated":
        if not isinstance(given, DescriptionsAnswer):
            raise InvalidRequest("description: a generated text needs the answer of POST /descriptions.")
        if given.text.strip() != change.text:
            raise InvalidRequest("description: this is the answer for another text; send a changed text as `edited`.")
    elif isinstance(given, DescriptionsAnswer):
        raise InvalidRequest("description: a text that was not generated takes the answer of POST /checks.")
    about = given.text if isinstance(given, DescriptionsAnswer) else change.text
    if is_sealed(answer, number, about, wiring.seal_key()):
        return answer
    if change.source == "generated":
        raise InvalidRequest(
            "description: this is not as POST /descriptions answered about this article and its stored data; generate "
            "the text again with `article`, without `data` and `image`, and send the answer unchanged."
        )
    return {}


def _as_theirs(newest: TextWritten | None, machine: Mapping[str, Any]) -> dict[str, Any]:
    if newest is not None:
        return {"version": newest.version, "text": newest.text, "author": newest.by_name, "at": newest.at}
    return {"version": 0, "text": str(machine.get("text", "")), "author": str(machine.get("writer", "")), "at": ""}


def _both(article: CatalogueArticle, change: TextChange, theirs: Mapping[str, Any]) -> Exception:
    return conflict(
        f"The text was changed in the meantime: yours was made from version {change.base}, the newest is version "
        f"{theirs['version']}. Nothing is lost; bring both together and send the result with that version as `base`.",
        article.decided.version,
        {"base": change.base, "text": change.text},
        theirs,
    )


@route(app, "PUT /articles/{number}/alt-texts")
def put_alt_text(caller: Caller, number: str) -> Response[str]:
    """Write the alt text of a photo, unless somebody else did since the version that the editor saw."""
    change = body(AltTextChange)
    append(number, known(number), lambda article, version: _alt_text(article, version, change, caller))
    return answered(ChangeAnswer.of(view_of(number)))


def _alt_text(article: CatalogueArticle, version: int, change: AltTextChange, caller: Caller) -> AltTextWritten:
    image = photo_of(change.photo, article)
    newer = [
        one
        for one in article.decided.history
        if isinstance(one, AltTextWritten) and one.photo == change.photo and one.version > change.version
    ]
    if newer:
        theirs = {"text": newer[-1].text, "author": newer[-1].by_name, "at": newer[-1].at}
        message = "Somebody else wrote this alt text in the meantime; compare both and send yours again."
        raise conflict(message, article.decided.version, {"text": change.text}, theirs)
    text = change.text or ""
    return AltTextWritten(
        version=version, photo=change.photo, text=text, photo_version=image.version, **made_by(caller)
    )
