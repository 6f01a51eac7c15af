"""What a provenance record says of a release: where the text came from, who changed and who released it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bildtext.access import Caller
from bildtext.decisions import TextWritten
from bildtext.provenance import MachineText, Person, Release
from bildtext.storage.article_table import TextItem
from bildtext.storage.decision_table import CatalogueArticle
from catalogue.view_model import ArticleView

# In the description of a version that was made from the machine's text: that text, which a later run replaces.
STARTED_FROM: Final = "started_from"


def machine_text(stored: TextItem) -> MachineText:
    """The machine's stored text."""
    found = stored.description
    writer, model = str(found.get("writer", "")), str(found.get("model", ""))
    return MachineText(str(found.get("text", "")), writer, model, stored.written_at, inputs=stored.inputs)


def release_of(view: ArticleView, article: CatalogueArticle, text: TextWritten, releaser: Caller, at: str) -> Release:
    """The release of a version of the text."""
    path = tuple(_path(text, article))
    edited = next((one for one in path if one.source == "edited"), None)
    data = article.stored.data
    tags: dict[str, list[str]] = {}
    for tag in view.tags:
        tags.setdefault(tag.facet, []).append(tag.label)
    return Release(
        article=view.number,
        text=text.text,
        text_version=text.version,
        written_at=text.at,
        machine=_machine_text(path[-1]),
        editor=None if edited is None else Person(edited.by, edited.by_name),
        released_by=Person(releaser.sub, releaser.name),
        released_at=at,
        data="" if data is None else data.content,
        tags=tags,
        photos=tuple(photo.key for photo in view.photos),
    )


def _path(text: TextWritten, article: CatalogueArticle) -> Iterator[TextWritten]:
    """The version, what it was made from, and so on, to a text of the machine or one written from nothing."""
    texts = {one.version: one for one in article.decided.history if isinstance(one, TextWritten)}
    yield text
    while text.source == "edited" and 0 < text.base < text.version and text.base in texts:
        text = texts[text.base]
        yield text


def _machine_text(first: TextWritten) -> MachineText | None:
    if first.source == "generated":
        return MachineText(first.text, first.writer, first.model, first.at)
    started = first.description.get(STARTED_FROM)
    return None if started is None else MachineText(**started)
