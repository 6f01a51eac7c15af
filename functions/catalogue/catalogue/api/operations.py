"""What each route of the API takes and answers: the table from which the OpenAPI document is generated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from bildtext.api_models import (
    AcceptedAnswer,
    ChecksAnswer,
    ChecksRequest,
    DescriptionsAnswer,
    DescriptionsRequest,
    TagOptions,
    TagRequest,
    TagsAnswer,
)
from bildtext.heatmap_models import HeatMapAnswer, HeatMapRequest
from bildtext.storage.upload_batches import Progress
from catalogue.api import answers, requests
from catalogue.view_model import ArticleView

PHOTO: Final = ("image/jpeg", "image/png", "image/webp", "image/avif", "application/octet-stream")


@dataclass(frozen=True)
class Operation:
    """A route. `answers` are (status, model) of success, None without a body or with one that has no model; `files` are
    content types of a request body that is a file; `conflicts` if it answers 409 with both versions."""

    summary: str
    answers: Sequence[tuple[int, Any]]
    request: Any = None
    query: Any = None
    files: Sequence[str] = ()
    conflicts: bool = False


_CHANGE: Final = ((200, answers.ChangeAnswer),)
_JSON_OBJECT: Final = dict[str, Any]

OPERATIONS: Final[dict[str, Operation]] = {
    "POST /tags": Operation(
        "Tag one photo; nothing is stored", ((200, TagsAnswer),), TagRequest, TagOptions, files=PHOTO
    ),
    "POST /heatmaps": Operation(
        "Show which parts of a stored photo a label's score rests on", ((200, HeatMapAnswer),), HeatMapRequest
    ),
    "POST /descriptions": Operation(
        "Describe an article; nothing is stored, except with `Prefer: respond-async` (202)",
        ((200, DescriptionsAnswer), (202, AcceptedAnswer)),
        DescriptionsRequest,
    ),
    "POST /checks": Operation("Check a text that somebody wrote", ((200, ChecksAnswer),), ChecksRequest),
    "GET /articles": Operation("A page of articles", ((200, answers.ArticlesAnswer),), query=requests.ArticlesQuery),
    "POST /articles/tags/accept": Operation(
        "Accept the clear tags of articles, or preview it", ((200, answers.BulkAnswer),), requests.BulkAcceptance
    ),
    "GET /articles/{number}": Operation("An article with its editors' decisions", ((200, ArticleView),)),
    "PATCH /articles/{number}/tags": Operation("Choose labels", _CHANGE, requests.TagsChange, conflicts=True),
    "PUT /articles/{number}/text": Operation("Write the text", _CHANGE, requests.TextChange, conflicts=True),
    "GET /articles/{number}/data": Operation("The product data in the bucket", ((200, answers.DataAnswer),)),
    "PUT /articles/{number}/data": Operation(
        "Replace the product data", ((200, answers.DataAnswer),), requests.DataChange, conflicts=True
    ),
    "PUT /articles/{number}/alt-texts": Operation(
        "Write a photo's alt text", _CHANGE, requests.AltTextChange, conflicts=True
    ),
    "POST /articles/{number}/release": Operation(
        "Release the text; the answer is its provenance record",
        ((200, _JSON_OBJECT),),
        requests.ReleaseRequest,
        conflicts=True,
    ),
    "POST /articles/{number}/withdraw": Operation(
        "Withdraw the release", _CHANGE, requests.WithdrawalRequest, conflicts=True
    ),
    "POST /articles/{number}/undo": Operation("Undo a decision", _CHANGE, requests.UndoRequest, conflicts=True),
    "POST /articles/{number}/retry": Operation(
        "Process refused files again", ((202, answers.RetryAnswer),), requests.RetryRequest
    ),
    "GET /articles/{number}/provenance": Operation("The released text's signed record", ((200, _JSON_OBJECT),)),
    "POST /uploads": Operation(
        "Prepare uploads of photos to the bucket",
        ((201, answers.UploadAnswer), (200, answers.UploadAnswer)),
        requests.UploadRequest,
    ),
    "GET /uploads/{id}": Operation("How far an upload is", ((200, Progress),)),
    "GET /photos/{key+}": Operation("A redirect to a photo's short-lived address", ((302, None),)),
    "GET /labels": Operation("Facets and labels", ((200, answers.LabelsAnswer),)),
    "GET /examples/{group}": Operation("The house examples of a product group", ((200, answers.ExamplesAnswer),)),
    "PUT /examples/{group}": Operation(
        "Replace the house examples of a product group",
        ((200, answers.ExamplesAnswer),),
        requests.ExamplesChange,
        conflicts=True,
    ),
    "POST /examples/{group}/undo": Operation(
        "Undo a change of the house examples",
        ((200, answers.ExamplesAnswer),),
        requests.ExamplesUndo,
        conflicts=True,
    ),
    "GET /provenance/keys": Operation("The keys that verify provenance records (JWK set)", ((200, _JSON_OBJECT),)),
    "GET /openapi.json": Operation("This document", ((200, _JSON_OBJECT),)),
}
