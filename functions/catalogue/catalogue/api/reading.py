"""What the routes have in common: reading the request, the article and its view, and appending a decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypedDict, TypeVar

from pydantic import BaseModel

from bildtext.access import Caller
from bildtext.decisions import Decision
from bildtext.edit_errors import VersionConflict
from bildtext.errors import NotFound, TransientError
from bildtext.http import body_bytes, json_object, validate
from bildtext.storage.decision_table import CatalogueArticle
from bildtext.storage.keys import data_key
from catalogue import wiring
from catalogue.article_view import article_view
from catalogue.http import app
from catalogue.view_model import ArticleView

Model = TypeVar("Model", bound=BaseModel)
_ATTEMPTS = 5


def body(model: type[Model]) -> Model:
    """The request's body. Raises InvalidRequest, PayloadTooLarge."""
    return validate(model, json_object(body_bytes(app.current_event.raw_event)))


def query(model: type[Model]) -> Model:
    """The request's query parameters. Raises InvalidRequest."""
    return validate(model, app.current_event.raw_event.get("queryStringParameters") or {})


def known(number: str) -> CatalogueArticle:
    """The article. Raises NotFound, InvalidKey, TransientError."""
    data_key(number)
    article = wiring.decisions().read(number)
    if not article.exists and not article.decisions:
        raise NotFound(f"There is no article {number!r}; upload a photo or its data first.")
    return article


def view_of(number: str, article: CatalogueArticle | None = None) -> ArticleView:
    """The view of an article, which is read if it is not given. Raises what `known` raises."""
    return article_view(number, article or known(number), wiring.labels())


class Made(TypedDict):
    """Who made a decision, and when."""

    at: str
    by: str
    by_name: str


def made_by(caller: Caller) -> Made:
    """The fields of a decision that the caller makes now."""
    return {"at": wiring.now().isoformat(timespec="milliseconds"), "by": caller.sub, "by_name": caller.name}


def append(
    number: str, article: CatalogueArticle, make: Callable[[CatalogueArticle, int], Decision]
) -> CatalogueArticle:
    """Append the decision that `make` returns for the article and its next version; returns the article that it saw.

    If somebody else was faster, the article is read again and `make` decides again: it raises if what it is based on
    has changed.

    Raises:
        TransientError: somebody else was faster each time.
    """
    for _ in range(_ATTEMPTS):
        decision = make(article, article.decided.version + 1)
        try:
            wiring.decisions().append(number, decision)
        except VersionConflict:
            article = known(number)
        else:
            return article
    raise TransientError(f"Article {number!r} is being changed by many people at once; try again.")


def conflict(message: str, version: int, yours: Any, theirs: Any) -> VersionConflict:
    """A conflict whose problem document has both versions and the number of the newest."""
    error = VersionConflict(message, version)
    error.extensions = {"version": version, "yours": yours, "theirs": theirs}
    return error
