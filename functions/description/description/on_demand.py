"""One description on request, over HTTP or by direct invocation. Nothing is stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bildtext.api_models import DescriptionsRequest
from bildtext.errors import InvalidRequest, NotFound
from bildtext.storage.article_table import ArticleTable, StoredArticle
from bildtext.storage.keys import data_key, photo_key
from description.describe import Describer, describe
from description.description_request import DescriptionRequest, RequestFields, WithData, stored_request
from description.domain.statement import Field
from description.evidence import Evidence, PhotoContext
from description.photos import photos_of, tags_of
from description.result import Description


class DescriptionBody(RequestFields, DescriptionsRequest):
    """The request fields, an article number, and a photo: a tagged one in the bucket, or bytes for a caption model."""


@dataclass(frozen=True)
class Sources:
    """What a request is answered from. `articles` is opened only if an article is named; `caption` captions a photo's
    bytes, None without a caption model."""

    articles: Callable[[], ArticleTable]
    describer: Describer
    caption: Callable[[bytes], str] | None

    def stored(self, article: str) -> StoredArticle:
        """What is stored for an article; nothing for "". Raises InvalidKey, TransientError."""
        if not article:
            return StoredArticle()
        data_key(article)
        return self.articles().read(article)


def describe_on_demand(body: DescriptionBody, sources: Sources, deadline: float) -> Description:
    """Describe the data in the request, or else the stored data of the article. Raises InvalidRequest, InvalidKey,
    InvalidProductData: the request cannot be answered; NotFound: no such article, and no data in the request."""
    key = None if body.image is None else body.image.key
    image_bytes = None if body.image is None else body.image.data()
    article = body.article or (photo_key(key).article if key is not None else "")
    stored = sources.stored(article)
    request = request_of(body, stored, article)
    if key is not None:
        stored = replace(stored, photos=tuple(photo for photo in stored.photos if photo.photo.key == key))
        if not stored.photos:
            raise NotFound(f"{key!r} has not been tagged (yet); upload it and try again.")
    photos = photos_of(stored.photos)
    if image_bytes is not None:
        if sources.caption is None:
            raise InvalidRequest(
                "image.base64 needs a caption model, and this deployment has none; tag the photo and send its key."
            )
        photos = (PhotoContext(caption=sources.caption(image_bytes)),)
    evidence = Evidence(request.data, tags_of(stored.photos))
    number = article or next(iter(request.data.values(Field.NUMBER)), "")
    return describe(request, evidence, sources.describer, article=number, photos=photos, deadline=deadline)


def request_of(body: WithData, stored: StoredArticle, article: str) -> DescriptionRequest:
    """The request with its own data, or else the one stored for the article with what this one has besides.

    Raises InvalidRequest, InvalidProductData, NotFound.
    """
    if body.has_data():
        return body.request()
    if not article:
        raise InvalidRequest("Give product data as `data` or `data_text`, or a known article's number as `article`.")
    overrides = body.model_fields_set & {"examples", "prompt", "max_words", "writer"}
    if stored.data is None:
        raise NotFound(f"There is no data for article {article!r}; include it, or upload its article.json.")
    return replace(stored_request(stored.data), **{name: getattr(body, name) for name in overrides})
