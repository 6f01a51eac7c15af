"""The running system from the outside: uploads go to its bucket, questions to its API."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import quote

import boto3
from PIL import Image
from playwright.sync_api import APIRequestContext, APIResponse, Playwright

from bildtext.storage.keys import data_key
from bildtext_cli.checkout import SAMPLES
from bildtext_cli.local.stack import RunningStack

PATIENCE_S = 60
SLIPPER = {
    "Marke": "Gemini",
    "Schuhe": "Slipper",
    "Farbe": "weiß",
    "Obermaterial": "Glattleder",
    "Innenmaterial": "Textil",
    "Verschluss": "ohne Verschluss",
}
SHOE, SHIRT = SAMPLES / "48107" / "side.jpg", SAMPLES / "48101" / "front.jpg"


@dataclass
class Catalogue:
    """`host` is that of page and API, `storage` that of the bucket; `api` sends requests without a browser."""

    system: RunningStack
    api: APIRequestContext
    _numbers: Iterator[int] = field(default_factory=lambda: count(70_001))

    @property
    def hosts(self) -> tuple[str, str]:
        """The only hosts that the page may call: its own, and the bucket's."""
        return tuple(url.partition("://")[2] for url in (self.system.api_url, self.system.aws_endpoint))  # type: ignore[return-value]

    def new_number(self) -> str:
        """An article number that no other test uses."""
        return str(next(self._numbers))

    def put(self, key: str, content: bytes) -> None:
        """Write an object into the bucket, as the catalogue's engineers do."""
        boto3.client("s3").put_object(Bucket=self.system.names["PhotoBucket"], Key=key, Body=content)

    def article(
        self, number: str = "", *, photos: Mapping[str, bytes] | None = None, data: object = None, waits: bool = True
    ) -> str:
        """Upload an article, by default a white slipper with one photo; wait until it is tagged, described and listed.

        Returns its number.
        """
        number = number or self.new_number()
        given = {"side.jpg": SHOE.read_bytes()} if photos is None else photos
        if data is not False:
            content = {"data": SLIPPER} if data is None else data
            self.put(data_key(number), content if isinstance(content, bytes) else json.dumps(content).encode())
        for name, photo in given.items():
            self.put(f"articles/{number}/{name}", photo)
        if waits:
            self.wait(number, lambda view: len(view["photos"]) == len(given) and (data is False or bool(view["text"])))
            self.wait_listed(number)
        return number

    def get(self, path: str, status: int = 200) -> Any:
        """The JSON answer of a GET request."""
        return answered(self.api.get(path), status)

    def view(self, number: str) -> Any:
        """The article as the API shows it."""
        return self.get(f"/articles/{quote(number, safe='')}")

    def release(self, number: str) -> Any:
        """Accept the machine's text and release it, as the page does; returns the provenance record."""
        view, path = self.view(number), f"/articles/{quote(number, safe='')}"
        body = {"base": view["text"]["version"], "text": view["text"]["text"], "source": "accepted"}
        written = answered(self.api.put(f"{path}/text", data=body))
        findings = [question["id"] for question in view["questions"]]
        body = {"text_version": written["version"], "acknowledged": findings}
        return answered(self.api.post(f"{path}/release", data=body))

    def wait(self, number: str, until: Callable[[Any], bool], patience_s: float = PATIENCE_S) -> Any:
        """Poll an article until its view fulfils a condition; returns the view."""
        return poll(f"article {number}", lambda: self._view(number), until, patience_s)

    def _view(self, number: str) -> Any:
        answer = self.api.get(f"/articles/{quote(number, safe='')}")
        return answer.json() if answer.ok else None

    def wait_listed(self, number: str, until: Callable[[Any], bool] = bool) -> Any:
        """Poll the list until it has the article and its entry fulfils a condition; returns the entry."""
        return poll(f"list entry {number}", lambda: self._entry(number), until)

    def _entry(self, number: str) -> Any:
        entries = self.get(f"/articles?q={quote(number, safe='')}")["articles"]
        return next((entry for entry in entries if entry["number"] == number), None)


def poll(what: str, read: Callable[[], Any], until: Callable[[Any], bool], patience_s: float = PATIENCE_S) -> Any:
    """Read every 100 ms until there is something that fulfils the condition; returns it."""
    ends = time.monotonic() + patience_s
    while (found := read()) is None or not until(found):
        assert time.monotonic() < ends, f"{what} is not as expected after {patience_s:.0f} s: {str(found)[:2000]}"
        time.sleep(0.1)
    return found


def answered(answer: APIResponse, status: int = 200) -> Any:
    """The JSON of an answer with this status."""
    assert answer.status == status, f"{answer.status} {answer.text()[:1000]}"
    return answer.json()


@contextmanager
def open_catalogue(system: RunningStack, playwright: Playwright) -> Iterator[Catalogue]:
    """The catalogue of a running system."""
    api = playwright.request.new_context(base_url=system.api_url)
    try:
        yield Catalogue(system, api)
    finally:
        api.dispose()


def tiny_jpeg(shade: int) -> bytes:
    """A photo of 64 × 64 pixels, a different one for each shade."""
    picture = Image.new("RGB", (64, 64), (shade % 256, shade // 256 * 60, 120))
    picture.paste((255 - shade % 256, 40, 200), (16, 16, 48, 48))
    written = io.BytesIO()
    picture.save(written, "JPEG")
    return written.getvalue()
