"""The answers of the catalogue's routes, besides the article view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from aws_lambda_powertools.event_handler import Response

from bildtext.decisions import TagChoice
from bildtext.http_app import json_response
from bildtext.labels import Name
from bildtext.storage.catalogue_index import Sort
from bildtext.storage.summary_items import State, Summary
from catalogue.bulk import HeldBack
from catalogue.view_model import ArticleTag, ArticleView, HistoryEntry, Question


@dataclass(frozen=True)
class ArticlesAnswer:
    """A page of articles. `cursor` continues it, "" at the end; `sort` is the order used, "" for a search that finds
    too many to sort; `counts` are the numbers of articles per state."""

    articles: tuple[Summary, ...]
    cursor: str
    sort: Sort | Literal[""]
    counts: Mapping[str, int]


@dataclass(frozen=True)
class ChangeAnswer:
    """The article after a change. `version` is that of the newest decision, `text_version` that of the text."""

    version: int
    state: State
    tags: tuple[ArticleTag, ...]
    questions: tuple[Question, ...]
    text_version: int | None

    @classmethod
    def of(cls, view: ArticleView) -> ChangeAnswer:
        """From the article's view."""
        text_version = None if view.text is None else view.text.version
        return cls(view.version, view.state, view.tags, view.questions, text_version)


@dataclass(frozen=True)
class DataAnswer:
    """The product data in the bucket: their version ("" if there are none), and as lines, None if there are too many to
    change here or the file cannot be read. `decision` is the one that made them so, 0 if they were uploaded."""

    number: str
    version: str
    data_text: str | None
    decision: int
    author: str
    at: str


@dataclass(frozen=True)
class FileProblem:
    """Why one of several was refused: an error's code and message."""

    code: str
    detail: str


@dataclass(frozen=True)
class BulkResult:
    """What was (or would be) accepted of an article, and what is held back; `problem` if nothing could be done.
    `fingerprint` identifies the plan."""

    number: str
    version: int
    accepted: tuple[TagChoice, ...]
    held_back: tuple[HeldBack, ...]
    problem: FileProblem | None
    fingerprint: str = ""


@dataclass(frozen=True)
class BulkAnswer:
    """One result per article, in the order of the request."""

    preview: bool
    articles: tuple[BulkResult, ...]


@dataclass(frozen=True)
class FileAnswer:
    """A file that may be uploaded by a form with these fields to `url`, or the problem with it.

    `article` and `view` are what its name was understood as.
    """

    name: str
    article: str
    view: str
    key: str | None
    url: str | None
    fields: Mapping[str, str] | None
    problem: FileProblem | None


@dataclass(frozen=True)
class UploadAnswer:
    """`id` is that of the upload's progress, None if every file has a problem."""

    id: str | None
    files: tuple[FileAnswer, ...]


@dataclass(frozen=True)
class RetryAnswer:
    """The files that are tried again."""

    keys: tuple[str, ...]


@dataclass(frozen=True)
class LabelAnswer:
    """A label, with the group of the category tree it belongs to."""

    id: str
    name: Name
    group: str | None


@dataclass(frozen=True)
class GroupAnswer:
    """A branch of the category tree."""

    id: str
    name: Name


@dataclass(frozen=True)
class FacetAnswer:
    """A facet. `choose` is the most labels a photo may have, None without limit; `applies_to` are category ids, None
    for all."""

    id: str
    name: Name
    choose: int | None
    applies_to: tuple[str, ...] | None
    groups: tuple[GroupAnswer, ...]
    labels: tuple[LabelAnswer, ...]


@dataclass(frozen=True)
class LabelsAnswer:
    """The label file."""

    fingerprint: str
    facets: tuple[FacetAnswer, ...]


@dataclass(frozen=True)
class ExamplesAnswer:
    """The examples of a product group, and who wrote them; version 0 has none. `history` begins with the newest."""

    group: str
    version: int
    examples: tuple[str, ...]
    at: str
    by_name: str
    history: tuple[HistoryEntry, ...]


def answered(answer: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response[str]:
    """One of these dataclasses as the response."""
    return json_response(asdict(answer), status, headers)
