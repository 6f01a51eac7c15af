"""What the article page shows beyond the article's view: marked text, notes, product group."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from bildtext.labels import LabelSet
from bildtext.labels.model import CATEGORY
from bildtext.storage.summary_items import ArticleError
from catalogue.pages.checklist import checklist_of, summary_of
from catalogue.pages.marked import claims_of, notes_of, pieces_of
from catalogue.pages.messages import german
from catalogue.view_model import ArticleView, FacetView, PhotoView, Question


def article_context(article: ArticleView, labels: LabelSet, writers: tuple[str, ...]) -> dict[str, Any]:
    """The template's variables for an article."""
    text = article.text
    notes = notes_of(text.findings, text.legal) if text else ()
    pieces = pieces_of(text.text, text.claims, notes) if text else ()
    group, group_name = product_group(article, labels)
    questions = {
        (place, asked.facet): asked for asked in article.questions if asked.facet for place in _shown_at(asked)
    }

    def silent_facets(photo: PhotoView) -> list[FacetView]:
        return [one for one in photo.facets if not (one.tags or one.decided or (photo.key, one.facet) in questions)]

    return {
        "article": article,
        "silent_facets": silent_facets,
        "writers": writers,
        "notes": notes,
        "pieces": pieces,
        "claims": claims_of(pieces),
        "checklist": checklist_of(text.checklist) if text else (),
        "checklist_summary": summary_of(text.checklist) if text else "",
        "words_in_text": len(text.text.split()) if text else 0,
        "questions": questions,
        "votes": {name: list(tags) for name, tags in groupby(article.tags, key=lambda tag: tag.name)},
        "data_error": error_of(article),
        "other_conflicts": other_conflicts(article),
        "open_tags": sum(bool(question.facet) for question in article.questions),
        "uncalibrated": any(not facet.calibrated and facet.tags for photo in article.photos for facet in photo.facets),
        "group": group,
        "group_name": group_name,
    }


def _shown_at(asked: Question) -> tuple[str, ...]:
    """The photos ("": the article) beside whose tags a question is asked."""
    if asked.kind == "replaced":
        return tuple(place for place in asked.places if place)
    return ("",) if asked.kind == "corrected" else (asked.photo,)


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
        "place": "tags" if question.kind in ("error", "replaced") else "text",
        "versions": {photo.key: photo.version for photo in article.photos if photo.key in question.places},
    }
