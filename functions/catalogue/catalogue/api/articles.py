"""Lists and shows articles, gives out provenance records, and tries again what was refused."""

from __future__ import annotations

from dataclasses import asdict
from typing import Final
from urllib.parse import quote

from aws_lambda_powertools.event_handler import Response

from bildtext.access import Caller
from bildtext.errors import InvalidKey, InvalidRequest, NotFound
from bildtext.http_app import json_response, route
from bildtext.storage.catalogue_index import Listing
from bildtext.storage.keys import article_of_data, photo_key
from catalogue import wiring
from catalogue.api.answers import ArticlesAnswer, RetryAnswer, answered
from catalogue.api.reading import body, known, query, view_of
from catalogue.api.requests import ArticlesQuery, RetryRequest
from catalogue.http import app

_FOR_AN_HOUR: Final = {"Cache-Control": "public, max-age=3600"}


@route(app, "GET /articles")
def list_articles(_caller: Caller) -> Response[str]:
    """A page of articles."""
    asked = query(ArticlesQuery)
    page = wiring.index().find(Listing(asked.state, asked.q, asked.sort), asked.cursor)
    return answered(ArticlesAnswer(page.articles, page.cursor, page.sort, wiring.index().counts()))


@route(app, "GET /articles/{number}")
def get_article(_caller: Caller, number: str) -> Response[str]:
    """An article: the machine's results with the editors' decisions applied."""
    return json_response(asdict(view_of(number)))


@route(app, "POST /articles/{number}/retry")
def retry(_caller: Caller, number: str) -> Response[str]:
    """Store refused files again, which repeats the normal flow with them."""
    asked = body(RetryRequest)
    article = known(number)
    keys = [error.key for error in view_of(number, article).errors] if asked.key is None else [_own(number, asked.key)]
    if not keys:
        raise InvalidRequest("Nothing of this article was refused; name a `key` to process a file again.")
    for key in keys:
        wiring.photos().store_again(key)
    return answered(RetryAnswer(tuple(keys)), 202)


def _own(number: str, key: str) -> str:
    """The key, if it is one of the article. Raises InvalidKey."""
    article = article_of_data(key) or photo_key(key).article
    if article != number:
        raise InvalidKey(f"{key!r} is no file of article {number!r}.")
    return key


@route(app, "GET /articles/{number}/provenance")
def get_provenance(_caller: Caller, number: str) -> Response[str]:
    """The signed record of the released text, as a file."""
    release = known(number).decided.release
    if release is None:
        raise NotFound(f"No text of article {number!r} is released; there is no record.")
    name = quote(f"{number}.provenance.json", safe="")
    return json_response(release.record, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"})


@route(app, "GET /provenance/keys")
def get_provenance_keys() -> Response[str]:
    """The public keys that verify records, as a JWK set."""
    from catalogue.signing import key_set  # imports libraries of cryptography, which the rest does not need

    return json_response(key_set(wiring.signer()), headers=_FOR_AN_HOUR)
