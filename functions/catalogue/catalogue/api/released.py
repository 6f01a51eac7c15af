"""What a provenance record says of a release: where the text came from, who changed and who released it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from bildtext.access import Caller
from bildtext.decisions import TextWritten
from bildtext.provenance import MachineText, Person, Release, fingerprint, normalised
from bildtext.storage.decision_table import CatalogueArticle
from catalogue.text_views import STARTED_FROM
from catalogue.view_model import ArticleView


def machine_text(article: CatalogueArticle) -> MachineText | None:
    """The machine's stored text; None without one."""
    stored, data = article.stored.text, article.stored.data
    if stored is None or stored.status != "described":
        return None
    found = stored.description
    same_data = data is not None and data.content and data.sequencer == stored.sequencer
    return MachineText(
        text=str(found.get("text", "")),
        writer=str(found.get("writer", "")),
        model=str(found.get("model", "")),
        written_at=stored.written_at,
        prompt_sha256=str(found.get("prompt_sha256", "")),
        inputs=stored.inputs,
        data_sha256=fingerprint(data.content) if data is not None and same_data else "",
    )


def same_text(text: str, article: CatalogueArticle) -> MachineText | None:
    """The machine's text that has the same words: the stored one, or the newest that a version was made from."""
    versions = [one for one in article.decided.history if isinstance(one, TextWritten)]
    known = [machine_text(article), *map(_machine_text, reversed(versions))]
    return next((one for one in known if one and normalised(one.text) == normalised(text)), None)


def release_of(view: ArticleView, article: CatalogueArticle, text: TextWritten, releaser: Caller, at: str) -> Release:
    """The release of a version of the text."""
    path = tuple(_path(text, article))
    machine = _machine_text(path[-1])
    changed = machine is None or normalised(machine.text) != normalised(text.text)
    edited = next((one for one in path if one.source == "edited" and changed), None)
    data = article.stored.data
    tags: dict[str, list[str]] = {}
    for tag in view.tags:
        tags.setdefault(tag.facet, []).append(tag.label)
    return Release(
        article=view.number,
        text=text.text,
        text_version=text.version,
        written_at=text.at,
        machine=machine,
        editor=None if edited is None else Person(edited.by, edited.by_name),
        released_by=Person(releaser.sub, releaser.name),
        released_at=at,
        data="" if data is None else data.content,
        tags=tags,
        photos=tuple(photo.key for photo in view.photos),
    )


def _path(text: TextWritten, article: CatalogueArticle) -> Iterator[TextWritten]:
    """The version, the one that its words came from, and so on, to a text of the machine or one from nothing."""
    texts = {one.version: one for one in article.decided.history if isinstance(one, TextWritten)}
    yield text
    while text.source == "edited" and 0 < text.origin < text.version and text.origin in texts:
        text = texts[text.origin]
        yield text


def _machine_text(first: TextWritten) -> MachineText | None:
    if first.source == "generated":
        prompt = str(first.description.get("prompt_sha256", ""))
        return MachineText(first.text, first.writer, first.model, first.at, prompt_sha256=prompt)
    started = first.description.get(STARTED_FROM)
    if started is None:
        return None
    known = {one.name for one in fields(MachineText)}  # decisions are kept for ever; versions differ
    return MachineText(**{name: value for name, value in started.items() if name in known})
