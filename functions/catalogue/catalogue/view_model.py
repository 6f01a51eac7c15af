"""An article as the page and `GET /articles/{number}` show it: the machine's results and the editors' decisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bildtext.storage.summary_items import ArticleError, State

TagAction = Literal["", "accepted", "corrected", "added", "removed"]  # "" is undecided
QuestionKind = Literal[
    "contradiction", "conflict", "finding", "error", "replaced", "abstention", "corrected", "low-score"
]


@dataclass(frozen=True)
class TagView:
    """One tag of a photo. `score` is None for a tag that an editor added."""

    label: str
    name: str
    score: float | None
    action: TagAction = ""


@dataclass(frozen=True)
class FacetView:
    """One facet of a photo: its tags, or why the model abstained. `runners_up` are the best other labels.

    `replaced` is what was decided about an earlier photo under this key, which is not applied to this one; None if
    nothing was, or the same as this photo's tags.
    """

    facet: str
    name: str
    tags: tuple[TagView, ...]
    runners_up: tuple[TagView, ...]
    abstained: str | None
    calibrated: bool
    decided: bool
    replaced: tuple[TagView, ...] | None = None


@dataclass(frozen=True)
class PhotoView:
    """One photo; `refusal` has `code` and `detail` if it could not be tagged. `version` is the file's in the bucket.
    `replaced_alt_text` was written for an earlier photo under this key; "" if none was, or the same."""

    key: str
    view: str
    status: Literal["tagged", "refused"]
    refusal: Mapping[str, str] | None
    facets: tuple[FacetView, ...]
    alt_text: str
    written_at: str
    version: str = ""
    replaced_alt_text: str = ""


@dataclass(frozen=True)
class FacetName:
    """A facet with its German name."""

    facet: str
    name: str


@dataclass(frozen=True)
class ArticleTag:
    """A tag of the article: the vote of its photos, or an editor's decision. `contradiction` is a German sentence."""

    facet: str
    name: str
    label: str
    label_name: str
    score: float | None
    votes: int
    of: int
    decided: bool
    contradiction: str | None


@dataclass(frozen=True)
class Question:
    """An open question. `value` orders the review queue, highest first; `answers` are the best answers, best first.

    An answer is a choice for the facet in each of `places`: the photo that is shown with the question, "" the article.
    It has at most `choose` labels (None: any number), of which `chosen` count now. Of kind replaced, `chosen` are those
    that were decided about the earlier photo: the answer is these labels, or None, which drops the decision.
    """

    id: str
    kind: QuestionKind
    photo: str
    facet: str
    reason: str
    answers: tuple[TagView, ...]
    value: float
    places: tuple[str, ...] = ()
    choose: int | None = 1
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True)
class DataEntry:
    """One entry of the product data as it was sent; `conflict` is the sentence for the editor if it is part of one."""

    key: str
    value: str
    conflict: str | None = None


@dataclass(frozen=True)
class DataView:
    """The product data: its entries and how many more there are, the pasted text if it was text, and why it was
    refused, if it was."""

    entries: tuple[DataEntry, ...]
    text: str | None
    refusal: str
    written_at: str
    more_entries: int = 0


@dataclass(frozen=True)
class TextView:
    """A version of the text; version 0 is the machine's newest. Positions in claims and findings are in characters."""

    version: int
    text: str
    author: str
    by_machine: bool
    at: str
    writer: str = ""
    model: str = ""
    claims: tuple[Mapping[str, Any], ...] = ()
    findings: tuple[Mapping[str, Any], ...] = ()
    conflicts: tuple[Mapping[str, Any], ...] = ()
    not_used: tuple[Mapping[str, Any], ...] = ()
    legal: tuple[Mapping[str, Any], ...] = ()
    checklist: tuple[Mapping[str, Any], ...] = ()
    checked: bool = False


@dataclass(frozen=True)
class ReleaseView:
    """A release: the version of the decision and of the text, who released it and when; the signed provenance
    record."""

    version: int
    text_version: int
    by: str
    at: str
    record: Mapping[str, Any]


@dataclass(frozen=True)
class LineChange:
    """A line that a change removed or added."""

    kind: Literal["removed", "added"]
    text: str


@dataclass(frozen=True)
class HistoryEntry:
    """One decision as the history shows it; `undone` if a later one undid it; `can_undo` if it can be undone now.

    `changes_data` if it, or what it undid, is about the product data; `changes` are then its first lines.
    """

    version: int
    kind: str
    by: str
    at: str
    summary: str
    undone: bool
    can_undo: bool
    changes_data: bool = False
    changes: tuple[LineChange, ...] = ()


@dataclass(frozen=True)
class ArticleView:
    """Everything about an article. `version` is that of the newest decision; a write names the one it is based on.

    `errors` are the files that were refused, article.json first; an article with any is failed unless it is released.
    `decided_none` are the facets of which an editor said that none of the labels applies to the article.
    """

    number: str
    title: str
    brand: str
    state: State
    version: int
    updated_at: str
    data: DataView | None
    photos: tuple[PhotoView, ...]
    tags: tuple[ArticleTag, ...]
    errors: tuple[ArticleError, ...]
    questions: tuple[Question, ...]
    text: TextView | None
    newer_machine_text: bool
    texts: tuple[TextView, ...]
    release: ReleaseView | None
    history: tuple[HistoryEntry, ...] = ()
    decided_none: tuple[FacetName, ...] = ()
