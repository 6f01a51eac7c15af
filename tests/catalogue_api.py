"""The catalogue function on AWS in memory, with the environment of template.yaml, and articles to edit."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import pytest

from bildtext.seals import FileSealKey, sealed
from bildtext.storage.article_table import DataItem, DynamoArticleTable, TextItem
from bildtext.storage.keys import photo_key
from bildtext.storage.photo_items import PhotoItem
from bildtext.storage.photo_table import DynamoPhotoTable
from tests.api_events import ApiAnswer, api_event
from tests.aws_in_memory import ACCOUNT, aws_in_memory, create_bucket, create_table
from tests.in_process import InProcess
from tests.openapi_contract import check_contract

NUMBER = "536.514.002"
FRONT = f"articles/{NUMBER}/front.jpg"
BACK = f"articles/{NUMBER}/back.jpg"
TEXT = "Weißer Slipper aus Leder."
PAGE = "https://pages.example.com"
ISSUER = "https://issuer.example.com/pool"
DESCRIPTION = {
    "text": TEXT,
    "words": 4,
    "claims": [],
    "unsupported": [],
    "contradictions": [],
    "conflicts": [],
    "not_used": [],
    "legal": [],
    "title": "Slipper",
    "alt_text": "Slipper",
    "alt_texts": {},
    "caption": "",
    "writer": "rules",
    "model": "rules-1",
    "prompt_sha256": "",
    "attempts": 1,
    "rejected": [],
    "duration_ms": {"write": 1.5},
}


@dataclass(frozen=True)
class CatalogueFunction:
    """The function."""

    function: InProcess

    def call(self, key: str, parameters: Any = None, body: Any = None, **more: Any) -> ApiAnswer:
        """Send a request to the function's handler; its answer must be as /openapi.json says."""
        answer = ApiAnswer.of(self.function.invoke(api_event(key, parameters, body, **more)))
        check_contract(key, answer)
        return answer


@dataclass(frozen=True)
class CatalogueApi(CatalogueFunction):
    """The function, and what it works on."""

    s3: Any
    dynamodb: Any
    photos: DynamoPhotoTable
    articles: DynamoArticleTable

    def article(self, key: str, body: Any = None, **more: Any) -> ApiAnswer:
        """A request about NUMBER."""
        return self.call(key, {"number": NUMBER}, body, **more)

    def add_photo(self, key: str = FRONT, **changes: Any) -> None:
        """Store a photo's result."""
        self.photos.write(a_photo(key, **changes))

    def add_data(self, content: str = '{"Farbe": "Weiß", "Material": "Leder"}', refusal: str = "") -> None:
        """Store the article's data."""
        self.articles.write_data(DataItem(NUMBER, content, "v1", "1", moment(), refusal))

    def add_text(self, text: str = TEXT, sequencer: str = "1") -> None:
        """Store the machine's text."""
        description = {**DESCRIPTION, "text": text}
        item = TextItem(NUMBER, "described", "inputs-1", sequencer, moment(), "c-1", moment(), description)
        assert self.articles.write_text(item)


def as_sealed(answer: dict[str, Any], text: str, article: str = NUMBER, at: str = "") -> dict[str, Any]:
    """An answer of POST /checks or /descriptions about a text, as the description function seals it."""
    key = FileSealKey(Path(os.environ["SEAL_KEY_FILE"]))
    return {**answer, "seal": sealed(answer, article, text, at or moment(), key)}


def moment() -> str:
    """Now, as items have it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def a_tag(facet: str, label: str, score: float = 0.9) -> dict[str, Any]:
    """A stored tag."""
    name = label.capitalize()
    return {"facet": facet, "label": label, "name": {"de": name, "en": name}, "score": score, "rank": 1}


def a_photo(key: str, **changes: Any) -> PhotoItem:
    """A tagged photo: a white slipper."""
    values: dict[str, Any] = {
        "photo": photo_key(key),
        "version": "v1",
        "sequencer": "1",
        "status": "tagged",
        "correlation_id": "c-1",
        "written_at": moment(),
        "model": "mini-clip",
        "label_fingerprint": "0" * 64,
        "tags": (a_tag("category", "loafers"), a_tag("colour", "white")),
    }
    return PhotoItem(**{**values, **changes})


def catalogue_function(monkeypatch: pytest.MonkeyPatch, folder: Path, **environment: str) -> CatalogueFunction:
    """The function as in a new container."""
    for name, value in {
        **ACCOUNT,
        "PHOTO_BUCKET": "photos",
        "ARTICLE_TABLE": "articles",
        "PAGE_URL": PAGE,
        "TOKEN_ISSUER": ISSUER,
        "PAGE_CLIENT": "page",
        "SIGNING_KEY_FILE": str(folder / "key.pem"),
        "SEAL_KEY_FILE": str(folder / "seal-key"),
        "AWS_XRAY_SDK_ENABLED": "false",
        "POWERTOOLS_SERVICE_NAME": "catalogue",
        **environment,
    }.items():
        monkeypatch.setenv(name, value)
    return CatalogueFunction(InProcess.catalogue())


@contextmanager
def catalogue_api(monkeypatch: pytest.MonkeyPatch, folder: Path, **environment: str) -> Iterator[CatalogueApi]:
    """The function as in a new container, with an empty bucket and table."""
    with aws_in_memory():
        s3, dynamodb = boto3.client("s3"), boto3.client("dynamodb")
        create_bucket(s3)
        create_table(dynamodb)
        function = catalogue_function(monkeypatch, folder, **environment).function
        photos, articles = DynamoPhotoTable(dynamodb, "articles"), DynamoArticleTable(dynamodb, "articles")
        yield CatalogueApi(function, s3, dynamodb, photos, articles)
