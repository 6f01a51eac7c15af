"""The bodies and query parameters of the catalogue's routes. Everything has a limit, and unknown fields are errors."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints

from bildtext.api_models import LONGEST_TEXT, ChecksAnswer, Contract, DescriptionsAnswer, Example
from bildtext.decisions import Source
from bildtext.storage.article_files import MAX_ARTICLE_BYTES
from bildtext.storage.catalogue_index import Sort
from bildtext.storage.keys import MAX_KEY_BYTES
from bildtext.storage.listings import LONGEST_QUERY
from bildtext.storage.summary_items import State
from catalogue.bulk import CONFIDENT

MOST_FILES: Final = 500
MOST_ARTICLES: Final = 200
MOST_CHOICES: Final = 200

_Version = Annotated[int, Field(ge=0, le=10**9, strict=True)]
_Number = Annotated[str, StringConstraints(min_length=1, max_length=MAX_KEY_BYTES)]
_Key = Annotated[str, StringConstraints(max_length=MAX_KEY_BYTES)]
_Id = Annotated[str, StringConstraints(min_length=1, max_length=100)]
_Reason = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)]
_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TEXT)]


class ArticlesQuery(Contract):
    """GET /articles. `q` is the beginning of a number, or beginnings of words that must all occur."""

    state: Literal["", State] = ""
    q: Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_QUERY)] = ""
    sort: Sort = "-updated"
    cursor: Annotated[str, StringConstraints(max_length=8000)] = ""


class Choice(Contract):
    """The labels of one facet, complete; [] is "none of them", and null drops what was decided: the machine's answer
    counts again. `photo` is "" for a tag of the article itself. `photo_version` is that of the photo as the editor saw
    it: if it was replaced since, the choice is kept as one about the earlier photo, and asked for the new one."""

    photo: _Key
    photo_version: Annotated[str, StringConstraints(max_length=1024)] = ""
    facet: _Id
    labels: Annotated[tuple[_Id, ...], Field(max_length=100)] | None


class TagsChange(Contract):
    """PATCH /articles/{number}/tags. `version` is that of the article as the editor saw it."""

    version: _Version
    choices: tuple[Choice, ...] = Field(min_length=1, max_length=MOST_CHOICES)


class BulkAcceptance(Contract):
    """POST /articles/tags/accept. Tags below `min_score` are held back; `preview` changes nothing.

    `versions` and `fingerprints` are those of the plans that a preview showed. An article that has another version by
    now, or of which something else would be accepted or held back, is not changed.
    """

    articles: tuple[_Number, ...] = Field(min_length=1, max_length=MOST_ARTICLES)
    versions: dict[_Number, _Version] = Field(default_factory=dict, max_length=MOST_ARTICLES)
    fingerprints: dict[_Number, _Id] = Field(default_factory=dict, max_length=MOST_ARTICLES)
    min_score: float = Field(default=CONFIDENT, ge=0, le=1, allow_inf_nan=False)
    preview: bool = False


class TextChange(Contract):
    """PUT /articles/{number}/text. `base` is the newest version of the text as the editor saw it, 0 the machine's.

    `from_version` is the version that the words came from, if it is another one, 0 the machine's. `source` accepted is
    the machine's text as it is. `description` is the answer of POST /descriptions (for generated) or of POST /checks
    about this text, with its seal; without a valid seal the text is stored as unchecked. A released text is only
    replaced if `voids_release` is the version of the release (`release.version` of the article), which this ends.
    """

    base: _Version
    from_version: _Version | None = None
    text: _Text
    source: Source
    description: DescriptionsAnswer | ChecksAnswer | None = None
    voids_release: _Version = 0


class DataChange(Contract):
    """PUT /articles/{number}/data. `base` is the version of the data as the editor saw them, "" if there were none."""

    base: Annotated[str, StringConstraints(max_length=100)]
    data_text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_ARTICLE_BYTES)]


class AltTextChange(Contract):
    """PUT /articles/{number}/alt-texts. `version` is that of the article as the editor saw it. `text` null drops what
    was written: the machine's counts again."""

    version: _Version
    photo: _Key
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)] | None


class ReleaseRequest(Contract):
    """POST /articles/{number}/release. `acknowledged` are the ids of questions that may stay open."""

    text_version: _Version
    acknowledged: tuple[Annotated[str, StringConstraints(max_length=3000)], ...] = Field(default=(), max_length=1000)


class WithdrawalRequest(Contract):
    """POST /articles/{number}/withdraw. `version` is that of the article as the editor saw it."""

    version: _Version
    reason: _Reason = ""


class UndoRequest(Contract):
    """POST /articles/{number}/undo. `version` is that of the decision to undo; `voids_release` as of TextChange."""

    version: Annotated[int, Field(ge=1, le=10**9, strict=True)]
    voids_release: _Version = 0


class RetryRequest(Contract):
    """POST /articles/{number}/retry. Without `key` everything that was refused is tried again."""

    key: _Key | None = None


class UploadedFile(Contract):
    """A file to upload: its name, perhaps with folders. `article` and `view` replace what the name says."""

    name: Annotated[str, StringConstraints(max_length=2000)]
    article: Annotated[str, StringConstraints(strip_whitespace=True, max_length=MAX_KEY_BYTES)] | None = None
    view: Annotated[str, StringConstraints(strip_whitespace=True, max_length=MAX_KEY_BYTES)] | None = None
    size: int = Field(ge=0, strict=True)
    type: Annotated[str, StringConstraints(max_length=200)] = ""


class UploadRequest(Contract):
    """POST /uploads."""

    files: tuple[UploadedFile, ...] = Field(min_length=1, max_length=MOST_FILES)


class ExamplesUndo(Contract):
    """POST /examples/{group}/undo. `version` is that of the change to undo."""

    version: Annotated[int, Field(ge=1, le=10**9, strict=True)]


class ExamplesChange(Contract):
    """PUT /examples/{group}. `version` is that of the examples as the editor saw them, 0 if there were none."""

    version: _Version
    examples: tuple[Example, ...] = Field(min_length=1, max_length=3)
