"""An article's items and decisions → what the page shows of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bildtext.labels import LabelSet
from bildtext.storage.article_table import StoredArticle, TextItem
from bildtext.storage.decision_table import CatalogueArticle
from bildtext.storage.keys import front_first
from catalogue.contradictions import stated_labels, with_contradictions
from catalogue.label_names import label_names
from catalogue.photo_views import photo_view
from catalogue.product_data import data_view
from catalogue.questions import open_questions
from catalogue.states import errors_of, state_of
from catalogue.text_views import history_view, is_newer, is_outdated, machine_view, release_view, version_view
from catalogue.view_model import ArticleTag, ArticleView
from catalogue.votes import article_tags, decided_none


def article_view(number: str, article: CatalogueArticle, labels: LabelSet) -> ArticleView:
    """The view of an article, whatever its items contain; that of an unknown one is empty."""
    stored, decided, names = article.stored, article.decided, label_names(labels)
    description = stored.text.description if stored.text else {}
    conflicts = description.get("conflicts", ())
    data = data_view(stored.data, conflicts)
    alt_texts = description.get("alt_texts", {})
    photos = tuple(
        photo_view(image, decided, alt_texts, names)
        for image in sorted(stored.photos, key=lambda one: front_first(one.photo))
    )
    stated = stated_labels(data.entries if data else (), names)
    tags = with_contradictions(article_tags(photos, decided, names), stated, names)
    machine = machine_view(stored.text)
    versions = tuple(version_view(text) for text in decided.texts)
    text = versions[0] if versions else machine
    errors = errors_of(number, stored, photos, text)
    outdated = is_outdated(stored.text, stored.data, decided)
    questions = open_questions(photos, tags, stated, text, conflicts, errors, decided, names, outdated=outdated)
    release = release_view(decided)
    return ArticleView(
        number=number,
        title=_title(description, tags),
        brand=_brand(description),
        state=state_of(photos, text, release, errors, questions),
        version=decided.version,
        updated_at=_updated_at(stored, decided.history),
        data=data,
        photos=photos,
        tags=tags,
        errors=errors,
        questions=questions,
        text=text,
        newer_machine_text=is_newer(machine, decided),
        texts=(*versions, *([machine] if machine else [])),
        release=release,
        history=history_view(decided, names),
        decided_none=decided_none(decided, names),
    )


def _title(description: Mapping[str, Any], tags: Sequence[ArticleTag]) -> str:
    """The article in a few words: the description's title ("Weißer Slipper von Gemini"), or else its first tag."""
    return str(description.get("title") or (tags[0].label_name if tags else ""))


def _brand(description: Mapping[str, Any]) -> str:
    """The brand as the data states it: the source of the claim, "Marke: Gemini", without its key."""
    for claim in description.get("claims", ()):
        if claim.get("kind") == "brand":
            source = str(claim.get("source") or "")
            return source.partition(": ")[2] or str(claim.get("text", ""))
    return ""


def _updated_at(stored: StoredArticle, history: Sequence[Any]) -> str:
    items: list[TextItem | Any] = [one for one in (stored.data, stored.text, *stored.photos) if one is not None]
    times = [*(item.written_at for item in items), *(decision.at for decision in history)]
    return max(times, default="")
