"""An article's product data: article.json in the bucket, changed and changed back by decisions.

Catalogue systems upload the file beside the page, so only the bucket knows what it holds. A change is appended to the
decisions first, and then stored in the bucket if that still holds the file which the change was based on: no upload is
overwritten, and no change of an editor is lost, because a change that was overtaken stays in the history.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from aws_lambda_powertools.event_handler import Response

from bildtext.access import Caller
from bildtext.decisions import DataFile, DataWritten, Decision, Undone, data_change
from bildtext.edit_errors import VersionConflict
from bildtext.errors import NotFound, ProductDataTooLarge
from bildtext.http import request_id
from bildtext.http_app import route
from bildtext.storage.article_files import ArticleFile, check_size
from bildtext.storage.decision_table import CatalogueArticle
from bildtext.stored_options import options_of
from catalogue import wiring
from catalogue.api.answers import DataAnswer, answered
from catalogue.api.reading import append, body, conflict, known, made_by
from catalogue.api.requests import DataChange
from catalogue.http import app
from catalogue.product_data import file_lines

# What to decide about an article, for its next version and the file in the bucket, and what the file becomes by that.
Decide = Callable[[CatalogueArticle, int, ArticleFile | None], tuple[Decision, DataFile]]


@route(app, "GET /articles/{number}/data")
def get_data(_caller: Caller, number: str) -> Response[str]:
    """The product data as the bucket holds them now."""
    file = _fetched(number)
    return _answered(number, wiring.decisions().read(number) if file else known(number), file)


@route(app, "PUT /articles/{number}/data")
def put_data(caller: Caller, number: str) -> Response[str]:
    """Replace the product data if they are those that the editor saw; the options in article.json stay."""
    change = body(DataChange)
    file = _fetched(number)
    if held(file) != _with_data(file, change.data_text):  # else nothing is left to do

        def write(article: CatalogueArticle, version: int, file: ArticleFile | None) -> tuple[Decision, DataFile]:
            if _etag(file) != change.base:
                raise _both(article, file, {"base": change.base, "data_text": change.data_text})
            after = _with_data(file, change.data_text)
            return DataWritten(version, **made_by(caller), before=held(file), after=after), after

        _carry_out(number, caller, write)
        file = _fetched(number)
    return _answered(number, wiring.decisions().read(number), file)


def undo_data(number: str, of: int, caller: Caller) -> None:
    """Undo a decision about the data, if they still are what it made of them.

    Raises VersionConflict with both versions, NotFound, PayloadTooLarge, TransientError.
    """

    def undo(article: CatalogueArticle, version: int, file: ArticleFile | None) -> tuple[Decision, DataFile]:
        decided = article.decided
        change = next((data_change(one, decided.history) for one in decided.history if one.version == of), None)
        if change is None:
            raise NotFound(f"Article {number!r} has no decision {of} about its product data.")
        before, after = change
        if held(file) != after:  # else an undo that did not reach the bucket may be repeated
            if of in decided.undone:
                raise conflict("This decision is already undone.", decided.version, {"version": of}, {"undone": of})
            raise _both(article, file, {"base": "", "data_text": file_lines(before)})
        return Undone(version, **made_by(caller), undone=of), before

    _carry_out(number, caller, undo)


def _carry_out(number: str, caller: Caller, decide: Decide) -> None:
    """Append what `decide` returns, and bring the bucket's file in line with it.

    Raises VersionConflict with both versions, also if the file was replaced at the last moment: then what was appended
    is undone again.
    """
    seen: list[tuple[Decision, DataFile, bytes | None, str]] = []

    def decide_about_file(article: CatalogueArticle, version: int) -> Decision:
        file = _fetched(number)
        decision, after = decide(article, version, file)
        seen.append((decision, after, _bytes(number, after), _etag(file)))
        return decision

    append(number, wiring.decisions().read(number), decide_about_file)
    decision, after, data, etag = seen[-1]
    try:
        wiring.article_files().replace(number, etag, data, request_id(app.current_event.raw_event))
    except VersionConflict:
        file = _fetched(number)
        if held(file) == after:  # stored by a first attempt whose answer was lost
            return

        def overtaken(_article: CatalogueArticle, version: int) -> Decision:
            return Undone(version, **made_by(caller), undone=decision.version, overtaken=True)

        append(number, wiring.decisions().read(number), overtaken)
        yours = {"base": etag, "data_text": file_lines(after)}
        raise _both(wiring.decisions().read(number), file, yours) from None


def held(file: ArticleFile | None) -> DataFile:
    """The file as decisions hold it."""
    if file is None:
        return DataFile()
    return DataFile(file.content) if file.content else DataFile("", file.etag, file.version)


def _with_data(file: ArticleFile | None, data_text: str) -> DataFile:
    """The file with other data."""
    return DataFile(
        json.dumps({**options_of(file.content if file else ""), "data_text": data_text}, ensure_ascii=False)
    )


def _lines(file: ArticleFile | None) -> str | None:
    is_too_large = file is not None and file.refusal_code == ProductDataTooLarge.code
    return None if is_too_large else file_lines(held(file))


def _bytes(number: str, file: DataFile) -> bytes | None:
    """What to store, None to delete the file."""
    if not file.content:
        return wiring.article_files().earlier(number, file.version) if file.etag else None
    data = file.content.encode()
    check_size(len(data))
    return data


def _fetched(number: str) -> ArticleFile | None:
    try:
        return wiring.article_files().fetch(number)
    except NotFound:
        return None


def _etag(file: ArticleFile | None) -> str:
    return file.etag if file else ""


def _writer(history: Sequence[Decision], file: ArticleFile | None) -> Decision | None:
    """The newest decision that made the data what they are; None if they were uploaded."""
    for decision in reversed(history):
        change = data_change(decision, history)
        if change and change[1] == held(file) and not (isinstance(decision, Undone) and decision.overtaken):
            return decision
    return None


def _both(article: CatalogueArticle, file: ArticleFile | None, yours: dict[str, Any]) -> VersionConflict:
    """The conflict of a change with the data as they are now."""
    writer = _writer(article.decided.history, file)
    theirs = {
        "version": _etag(file),
        "data_text": _lines(file),
        "author": writer.by_name if writer else "",
        "at": writer.at if writer else "",
    }
    return conflict(
        "The product data were changed in the meantime. Nothing is lost; bring both versions together and send the "
        "result with the newest as `base`.",
        article.decided.version,
        yours,
        theirs,
    )


def _answered(number: str, article: CatalogueArticle, file: ArticleFile | None) -> Response[str]:
    writer = _writer(article.decided.history, file)
    return answered(
        DataAnswer(
            number=number,
            version=_etag(file),
            data_text=_lines(file),
            decision=writer.version if writer else 0,
            author=writer.by_name if writer else "",
            at=writer.at if writer else "",
        )
    )
