"""The state of an article and what went wrong with it, from what is known about it. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bildtext.errors import InvalidProductData
from bildtext.storage.article_table import StoredArticle
from bildtext.storage.keys import data_key
from bildtext.storage.summary_items import ArticleError, State
from catalogue.view_model import PhotoView, Question, ReleaseView, TextView

_TO_SETTLE = {"contradiction", "conflict", "finding"}


def errors_of(
    number: str, stored: StoredArticle, photos: Sequence[PhotoView], text: TextView | None
) -> tuple[ArticleError, ...]:
    """What was refused of an article, each with its file: the data, or else what it says if there is no text; then
    photos. The state failed, the questions and the list's reasons are made from these alone."""
    refusals = [(photo.key, photo.refusal or {}) for photo in photos if photo.status == "refused"]
    data, machine = stored.data, stored.text
    if data is not None and data.refusal:
        code = data.refusal_code or InvalidProductData.code  # earlier versions stored none
        refusals.insert(0, (data_key(number), {"code": code, "detail": data.refusal}))
    elif machine is not None and machine.status == "refused" and text is None:
        refusals.insert(0, (data_key(number), machine.refusal or {}))
    return tuple(ArticleError(key, why.get("code", ""), why.get("detail", "")) for key, why in refusals)


def state_of(
    photos: Sequence[PhotoView],
    text: TextView | None,
    release: ReleaseView | None,
    errors: Sequence[ArticleError],
    questions: Sequence[Question],
) -> State:
    """released: the current text is; failed: a photo or the data was refused; unclear: something contradicts, or the
    text has findings; described: there is a text; tagged: all photos have their tags; new: everything else."""
    kinds = {question.kind for question in questions}
    if release is not None:
        return "released"
    if errors:
        return "failed"
    if kinds & _TO_SETTLE:
        return "unclear"
    if text is not None:
        return "described"
    return "tagged" if photos and all(photo.status == "tagged" for photo in photos) else "new"
