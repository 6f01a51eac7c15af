"""One question for a description, as HTTP and a direct invocation ask it. Nothing is stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bildtext.errors import InvalidRequest, NotFound
from bildtext.http import ImageReference
from bildtext.storage.article_table import Articles, StoredArticle
from bildtext.storage.keys import data_key, photo_key
from description.answer import Description
from description.describe import Describer, PhotoContext, describe
from description.evidence import Evidence
from description.flow import photos_of, tags_of
from description.order import Order, OrderModel, known_order
from description.product_data.model import Field


class DescriptionRequest(OrderModel):
    """An order, the article it is of, and a photo: one of the bucket that was tagged, or bytes for a caption model."""

    article: str | None = None
    image: ImageReference | None = None


@dataclass(frozen=True)
class Sources:
    """Where a question's answer comes from. `articles` are opened only for an article that is named; `caption` asks a
    caption model for bytes, if there is one."""

    articles: Callable[[], Articles]
    describer: Describer
    caption: Callable[[bytes], str] | None


def answer(request: DescriptionRequest, sources: Sources, until: float) -> Description:
    """Describe what was asked for: the data that came along, or else the data that is known of the article.

    Raises:
        InvalidRequest, InvalidKey, InvalidProductData: the request cannot be answered.
        NotFound: no such article, and no data came along.
    """
    key = None if request.image is None else request.image.key
    bytes_given = None if request.image is None else request.image.data()
    article = request.article or (photo_key(key).article if key is not None else "")
    if article:
        data_key(article)
    stored = sources.articles().read(article) if article else StoredArticle()
    order = _order(request, stored, article)
    if key is not None:
        stored = replace(stored, images=tuple(image for image in stored.images if image.photo.key == key))
        if not stored.images:
            raise NotFound(f"{key!r} has not been tagged (yet); upload it and ask again.")
    photos = photos_of(stored.images)
    if bytes_given is not None:
        if sources.caption is None:
            raise InvalidRequest(
                "image.base64 needs a caption model, and this deployment has none; tag the photo and send its key."
            )
        photos = (PhotoContext(caption=sources.caption(bytes_given)),)
    facts = Evidence(order.data, tags_of(stored.images))
    number = article or next(iter(order.data.values(Field.NUMBER)), "")
    return describe(order, facts, sources.describer, article=number, photos=photos, until=until)


def _order(request: DescriptionRequest, stored: StoredArticle, article: str) -> Order:
    if request.has_data():
        return request.order()
    if not article:
        raise InvalidRequest("Give product data as `data` or `data_text`, or a known article's number as `article`.")
    if stored.data is None:
        raise NotFound(f"No data of article {article!r} is known; send it along, or upload its article.json.")
    known = known_order(stored.data)
    said = {name: getattr(request, name) for name in ("examples", "prompt", "max_words", "writer")}
    return replace(known, **{name: value for name, value in said.items() if name in request.model_fields_set})
