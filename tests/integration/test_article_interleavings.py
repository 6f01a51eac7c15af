"""Checks every interleaving for one article.json within the bounds below, while a photo of the article changes, with
the description function's real flow, the rules as its writer, and moto's table.

At the end of each, the table's data matches the bucket, the text was made from this data and the photo's current tags,
and it was published at least once since it last changed; without article.json there is no text.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any, Final, NamedTuple, cast

import pytest

from bildtext.domain_events import ARTICLE_TAGGED, SOURCE
from bildtext.errors import NotFound
from bildtext.storage.article_table import DynamoArticleTable, StoredArticle
from bildtext.storage.keys import photo_key
from bildtext.storage.photo_items import PhotoItem
from bildtext.storage.photo_table import DynamoPhotoTable
from description import flow, wiring
from description.description_request import stored_request
from description.flow import fingerprint
from tests.description_setup import DescriptionSetup
from tests.memory_bucket import MemoryArticleFiles
from tests.model_checker import Call, Counterexample, Pause, Script, Suspended, explore
from tests.queued_flows import Bounds, QueuedFlow, State, Worker
from tests.stepwise_aws import (
    TABLE,
    Client,
    KeyStates,
    Message,
    MotoTable,
    Steps,
    app_of,
    s3_event,
    sqs_batch,
    without_queue,
)

ARTICLE, KEY = "1", "articles/1/article.json"
CONTENTS = tuple(json.dumps({"Marke": "Gemini", "Schuhe": kind}).encode() for kind in ("Slipper", "Sandale"))
PHOTO: Final = photo_key("articles/1/front.jpg")
COLOURS: Final = (("red", "Rot"), ("blue", "Blau"))


class Ledger(NamedTuple):
    """`published`: the table's text was published since it last changed. `photos`: the number of photo changes."""

    published: bool = True
    photos: int = 0


class OneArticle(QueuedFlow):
    def __init__(self, table: MotoTable, bounds: Bounds, photos: int) -> None:
        super().__init__(table, bounds)
        self.description_setup = DescriptionSetup()
        self.keys = KeyStates(KEY, CONTENTS, bounds.operations)
        self.photos = photos
        self.stored = cache(self._stored)

    def start(self) -> State:
        """A described article with a red photo."""
        state = State(self.keys.start(), Ledger())
        for first in ("put", "red"):
            state = self.settled(next(after for words, after in self.operations(state) if first in words))
        return state

    def wire(self, patch: pytest.MonkeyPatch, script: Script) -> None:
        articles = self.articles_of(Client(script, self.table.client))
        dependencies = replace(
            self.description_setup.dependencies,
            files=cast(Any, Steps(script)),
            articles=articles,
            publisher=Steps(script),
        )
        patch.setattr(wiring, "dependencies", lambda: dependencies)

    def invoke(self, batch: tuple[Message, ...]) -> Any:
        return app_of("description").describe_queue_batch(sqs_batch(batch, event), math.inf)

    def articles_of(self, client: Any) -> Any:
        return DynamoArticleTable(client, TABLE)

    def operations(self, state: State) -> Iterator[tuple[str, State]]:
        for words, message, bucket in self.keys.operations(state.bucket):
            queue = tuple(sorted((*state.queue, message)))
            yield f"in the bucket: {words}", state._replace(bucket=bucket, queue=queue)
        yield from self._changes_of_photo(state)

    def _changes_of_photo(self, state: State) -> Iterator[tuple[str, State]]:
        """The tagging function writes and publishes another colour of the photo, or its removal."""
        number = state.ledger.photos + 1
        if number > self.photos:
            return
        message = Message(number, "photo")
        label, name = COLOURS[(number - 1) % 2]
        tag = {"facet": "colour", "label": label, "name": {"de": name, "en": label}, "score": 0.9, "rank": 1}
        item = PhotoItem(PHOTO, f"v{number}", f"{number}", "tagged", "", "", "colours@1", "labels", tags=(tag,))
        changes = {
            f"the photo is tagged {label}": lambda table: table.write(item),
            "the photo is removed": lambda table: table.remove(PHOTO, f"{number}"),
        }
        for words, change in changes.items():
            _, table = self.table.make(state.table, self._call(change), f"2026-11-23T11:00:0{number}")
            if table == state.table or (number == 1 and "removed" in words):
                continue
            ledger = state.ledger._replace(photos=number)
            queue = tuple(sorted((*state.queue, message)))
            yield f"{words} ({message})", state._replace(table=table, ledger=ledger, queue=queue)

    def _call(self, change: Any) -> Call:
        try:
            change(DynamoPhotoTable(cast(Any, Client(Script([]), self.table.client)), TABLE))
        except Suspended as suspended:
            return suspended.call
        raise AssertionError("nothing was written")

    def bucket_answer(self, state: State, call: Call) -> object:
        try:
            return MemoryArticleFiles(self.keys.bucket(state.bucket)).fetch(call.arguments["key"])
        except NotFound as error:
            return error

    def updated_ledger(self, before: State, after: State, call: Call, pause: Pause, worker: Worker) -> Ledger:  # noqa: ARG002
        ledger = cast(Ledger, after.ledger)
        now = self.text_inputs(after)
        if self.text_inputs(before) != now:
            ledger = ledger._replace(published=False)
        if call.name == "publish":
            published = any(one.detail["inputs"] == now for one in call.arguments["events"])
            ledger = ledger._replace(published=ledger.published or published)
        return ledger

    def text_inputs(self, state: State) -> str:
        item = self.table.item(state.table, "TEXT")
        return item["inputs"]["S"] if item and "inputs" in item else ""

    def _stored(self, table: Any) -> StoredArticle:
        """The article as read from the table's real answer."""
        try:
            self.articles_of(Client(Script([]), self.table.client)).read(ARTICLE)
        except Suspended as suspended:
            answer, _ = self.table.make(table, suspended.call, "")
        return cast(StoredArticle, self.articles_of(Client(Script([answer]), self.table.client)).read(ARTICLE))

    def violation(self, state: State) -> str:
        if state.queue or state.workers:
            return ""
        stored, current = self.stored(state.table), self.keys.current(state.bucket)
        if current is None:
            return "" if (stored.data, stored.text) == (None, None) else f"There is no article.json, but {stored}."
        if stored.data is None or (stored.data.version, stored.data.content.encode()) != (current.id, current.data):
            return f"The bucket holds {current}, the table {stored.data}."
        describer = self.description_setup.describer
        inputs = fingerprint(stored.data, stored.photos, describer, stored_request(stored.data))
        if stored.text is None or stored.text.inputs != inputs:
            return f"The text is not based on the current data and photos: {stored}."
        if not state.ledger.published:
            return f"The text was not published since it changed: {stored.text}."
        return ""


def event(message: Message) -> dict[str, Any]:
    if message.version != "photo":
        return s3_event(KEY, message)
    return {"source": SOURCE, "detail-type": ARTICLE_TAGGED, "detail": {"article": ARTICLE, "correlation_id": "c"}}


@pytest.fixture(autouse=True)
def wired(monkeypatch: pytest.MonkeyPatch) -> None:
    description_setup = DescriptionSetup()
    without_queue(monkeypatch, wiring)
    monkeypatch.setattr(wiring, "describer", lambda: description_setup.describer)
    monkeypatch.setattr(app_of("description"), "record_outcome", lambda _: None)


@pytest.mark.parametrize(
    ("bounds", "photos", "states"),
    [
        (Bounds(operations=1, faults=0, duplicates=0, batch=1), 3, 100),
        (Bounds(operations=3, faults=0, duplicates=0, batch=1), 1, 800),
        (Bounds(operations=2, duplicates=0), 2, 2_500),
        (Bounds(operations=2, workers=1, batch=1), 2, 2_800),
        pytest.param(
            Bounds(operations=4, workers=1, faults=0, duplicates=0, batch=1), 1, 3_000, marks=pytest.mark.exhaustive
        ),
    ],
    ids=str,
)
def test_text_matches_data_and_photos_and_is_published_for_every_interleaving(
    table: MotoTable, bounds: Bounds, photos: int, states: int
) -> None:
    explored = explore(OneArticle(table, bounds, photos))
    assert explored.states > states


@pytest.mark.parametrize(("operations", "photos"), [(1, 3), (3, 1)])
def test_an_unchanged_text_that_is_not_rewritten_is_detected_as_lost(
    table: MotoTable, monkeypatch: pytest.MonkeyPatch, operations: int, photos: int
) -> None:
    monkeypatch.setattr(flow, "_unchanged", lambda job, text, *_: flow.Outcome(job, "unchanged", text))
    with pytest.raises(Counterexample, match="The text is not based on the current data and photos"):
        explore(OneArticle(table, Bounds(operations=operations, faults=0, duplicates=0, batch=1), photos))
