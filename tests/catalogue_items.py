"""Articles for tests of the catalogue's views: photos with tags, data, a machine's text, decisions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

from bildtext.decisions import Decision
from bildtext.labels import LabelSet, load_labels
from bildtext.storage.article_table import DataItem, StoredArticle, TextItem
from bildtext.storage.decision_table import CatalogueArticle
from bildtext.storage.keys import photo_key
from bildtext.storage.photo_items import PhotoItem
from catalogue.article_view import article_view
from catalogue.view_model import ArticleView, FacetView

WRITTEN = "2026-11-27T09:00:00.000+00:00"


@cache
def labels() -> LabelSet:
    """The shipped label file."""
    return load_labels()


def a_photo(
    view: str = "front", number: str = "1", /, abstained: Any = None, seconds: Any = None, **tags: Any
) -> PhotoItem:
    """A photo with tags: `colour=("white", 0.9)` or a list of such pairs; "_" in a facet's name is "-".

    `abstained` are facets with reason and best label, `seconds` facets with other labels: `{"fit": [("slim", 0.1)]}`.
    """
    stated = {facet.replace("_", "-"): [one] if isinstance(one, tuple) else one for facet, one in tags.items()}
    return PhotoItem(
        photo_key(f"articles/{number}/{view}.jpg"),
        "v1",
        "B",
        "tagged",
        "c",
        WRITTEN,
        "m@1",
        "l",
        tags=tuple(
            {"facet": facet, "label": label, "name": {"de": label, "en": label}, "score": score, "rank": rank}
            for facet, own in stated.items()
            for rank, (label, score) in enumerate(own, 1)
        ),
        abstentions=tuple(
            {"facet": facet, "reason": reason, **({"label": best[0], "score": best[1]} if best else {})}
            for facet, (reason, best) in (abstained or {}).items()
        ),
        runners_up=tuple(
            {"facet": facet, "label": label, "score": score}
            for facet, own in (seconds or {}).items()
            for label, score in own
        ),
    )


def a_refused_photo(view: str = "detail", number: str = "1") -> PhotoItem:
    """A photo that could not be decoded."""
    refusal = {"code": "corrupt-image", "detail": "The image ends too early."}
    photo = photo_key(f"articles/{number}/{view}.jpg")
    return PhotoItem(photo, "v1", "B", "refused", "c", WRITTEN, "", "", refusal=refusal)


def some_data(content: Any, refusal: str = "", number: str = "1") -> DataItem:
    """The data of an article, as text or JSON."""
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    return DataItem(number, text, "v1", "B", WRITTEN, refusal)


def a_text(words: str = "Weißer Slipper.", at: str = WRITTEN, number: str = "1", **more: Any) -> TextItem:
    """The machine's text; further arguments are parts of its description."""
    description = {
        "text": words,
        "claims": [],
        "writer": "rules",
        "model": "rules@1",
        "title": "Slipper",
        "alt_text": "Slipper",
        **more,
    }
    return TextItem(number, "described", "i", "B", "", "c", at, description)


def a_refused_text(number: str = "1") -> TextItem:
    """Why no text was written."""
    refusal = {"code": "invalid-product-data", "detail": "Nothing to write about."}
    return TextItem(number, "refused", "i", "B", "", "c", WRITTEN, refusal=refusal)


def an_article(
    *images: PhotoItem, data: DataItem | None = None, text: TextItem | None = None, decisions: Sequence[Decision] = ()
) -> CatalogueArticle:
    """The items of an article."""
    return CatalogueArticle(StoredArticle(data, text, images), tuple(decisions))


def a_view(*images: PhotoItem, number: str = "1", **more: Any) -> ArticleView:
    """The view of an article."""
    return article_view(number, an_article(*images, **more), labels())


def facet_of(view: ArticleView, facet: str, photo: int = 0) -> FacetView:
    """A facet of a photo, by the photo's place in the view."""
    return next(one for one in view.photos[photo].facets if one.facet == facet)
