"""Prepares uploads straight to the bucket, and says how far one is."""

from __future__ import annotations

import secrets
from dataclasses import asdict

from aws_lambda_powertools.event_handler import Response

from bildtext.access import Caller
from bildtext.errors import BildtextError, InvalidKey
from bildtext.http_app import json_response, route
from bildtext.storage.upload_batches import UploadBatch
from catalogue import wiring
from catalogue.api.answers import FileAnswer, FileProblem, UploadAnswer, answered
from catalogue.api.reading import body
from catalogue.api.requests import UploadedFile, UploadRequest
from catalogue.api.upload_names import Place, check_size, content_type, place_of, upload_key
from catalogue.http import app


@route(app, "POST /uploads")
def post_uploads(caller: Caller) -> Response[str]:
    """A form for each file; a file with a problem does not hold up the others."""
    taken: set[str] = set()
    files = tuple(_file(file, taken) for file in body(UploadRequest).files)
    keys = tuple(file.key for file in files if file.key is not None)
    if not keys:
        return answered(UploadAnswer(None, files))
    batch = UploadBatch(secrets.token_urlsafe(16), keys, wiring.now(), caller.sub)
    wiring.uploads().add(batch)
    return answered(UploadAnswer(batch.id, files), 201, {"Location": app.context["path"].location("uploads", batch.id)})


@route(app, "GET /uploads/{id}")
def get_upload(_caller: Caller, id: str) -> Response[str]:  # noqa: A002 - the parameter's name in the path
    """How many photos of an upload are tagged, refused and waiting. Ask again while some are waiting."""
    return json_response(asdict(wiring.uploads().progress(id)), headers={"Cache-Control": "no-store"})


def _file(file: UploadedFile, taken: set[str]) -> FileAnswer:
    named = place_of(file.name)
    place = Place(file.article or named.article, file.view or named.view)
    try:
        kind = content_type(file)
        most = wiring.settings().max_bytes
        check_size(file.size, most)
        key = upload_key(file, place, kind)
        if key in taken:
            raise InvalidKey(f"Another file of this upload is stored as {key!r} too; give one of them another `view`.")
    except BildtextError as error:
        return FileAnswer(file.name, place.article, place.view, None, None, None, FileProblem(**error.as_json()))
    taken.add(key)
    form = wiring.photos().upload_form(key, kind, most)
    return FileAnswer(file.name, place.article, place.view, key, form.url, form.fields, None)
