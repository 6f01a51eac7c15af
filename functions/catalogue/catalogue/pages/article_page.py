"""What the article page shows beyond the article's view: marked text, notes, product group, data as lines."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from bildtext.labels import LabelSet
from bildtext.labels.model import CATEGORY
from bildtext.storage.summary_items import ArticleError
from catalogue.pages.marked import claims_of, notes_of, pieces_of
from catalogue.pages.messages import german
from catalogue.view_model import ArticleView, FacetView, PhotoView, Question

LONGEST_LINES = 20_000  # characters of data; the form changes no longer data, and none that is shown in part


def article_context(article: ArticleView, labels: LabelSet, writers: tuple[str, ...]) -> dict[str, Any]:
    """The template's variables for an article."""
    text = article.text
    notes = notes_of(text.findings, text.legal) if text else ()
    pieces = pieces_of(text.text, text.claims, notes) if text else ()
    group, group_name = product_group(article, labels)
    questions = {(asked.photo, asked.facet): asked for asked in article.questions if asked.facet}

    def silent_facets(photo: PhotoView) -> list[FacetView]:
        return [one for one in photo.facets if not (one.tags or one.decided or (photo.key, one.facet) in questions)]

    return {
        "article": article,
        "silent_facets": silent_facets,
        "writers": writers,
        "notes": notes,
        "pieces": pieces,
        "claims": claims_of(pieces),
        "words_in_text": len(text.text.split()) if text else 0,
        "questions": questions,
        "votes": {name: list(tags) for name, tags in groupby(article.tags, key=lambda tag: tag.name)},
        "data_error": error_of(article),
        "other_conflicts": other_conflicts(article),
        "open_tags": sum(bool(question.facet) for question in article.questions),
        "uncalibrated": any(not facet.calibrated and facet.tags for photo in article.photos for facet in photo.facets),
        "group": group,
        "group_name": group_name,
        "data_lines": data_lines(article),
    }


def product_group(article: ArticleView, labels: LabelSet) -> tuple[str, str]:
    """Id and name of the group the article's category belongs to, for the house examples; empty without category."""
    category = next((tag.label for tag in article.tags if tag.facet == CATEGORY), "")
    facet = labels.facet(CATEGORY)
    label = next((label for label in facet.labels if label.id == category), None)
    group = next((group for group in facet.groups if group.id in (category, label and label.group)), None)
    found = group or label
    return (found.id, found.name.de) if found else ("", "")


def other_conflicts(article: ArticleView) -> tuple[str, ...]:
    """The conflicts that no entry shows, because the data was read in other words than it is shown in."""
    shown = {entry.conflict for entry in article.data.entries} if article.data else set()
    conflicts = article.text.conflicts if article.text else ()
    return tuple(str(one["message"]) for one in conflicts if one.get("message") not in shown)


def data_lines(article: ArticleView) -> str | None:
    """The data as lines that can be edited and sent again; None if there is too much of it, because sending a part
    would delete the rest."""
    data = article.data
    if data is None:
        return ""
    if data.text is not None:
        return data.text if len(data.text) <= LONGEST_LINES else None
    lines = "\n".join(f"{entry.key}: {entry.value}" if entry.key else entry.value for entry in data.entries)
    return None if data.more_entries or len(lines) > LONGEST_LINES else lines


def error_of(article: ArticleView, photo: PhotoView | None = None) -> ArticleError | None:
    """Why a photo, or without one the data, was refused."""
    keys = {one.key for one in article.photos}
    return next((one for one in article.errors if (one.key == photo.key if photo else one.key not in keys)), None)


def question_context(article: ArticleView, question: Question) -> Mapping[str, Any]:
    """A question as the review page asks it."""
    keys = [key for key in (question.photo, *question.places) if key]
    photo = next((photo for photo in article.photos if photo.key in keys), None)
    shown = photo or next(iter(article.photos), None)
    facets = [facet for one in article.photos for facet in one.facets if facet.facet == question.facet]
    return {
        "article": article,
        "question": question,
        "reason": german(error_of(article, photo)) if question.kind == "error" else question.reason,
        "facet_name": facets[0].name if facets else "",
        "calibrated": all(facet.calibrated for facet in facets),
        "shown": shown.key if shown else "",
        "view": photo.view if photo else "",
        "place": "tags" if question.kind == "error" else "text",
    }
