"""Checks every interleaving for one photo within the bounds below, with the tagging function's real flow and moto's
table.

At the end of each, the table matches the bucket; its content was published at least once since it last changed; and a
version was encoded at most once each time it became current, plus once per failure and per invocation that started
while another one for this photo was running.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple, cast

import pytest

from bildtext.domain_events import ARTICLE_TAGGED, DomainEvent
from bildtext.encoders import Pixels, Vectors
from bildtext.errors import NotFound
from bildtext.storage.photo_bucket import Photo
from bildtext.storage.photo_table import DynamoPhotoTable, WriteResult
from tagging import flow, triage, wiring
from tests.memory_bucket import MemoryPhotos
from tests.model_checker import Call, Counterexample, Pause, Script, explore
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
    without_threads,
)
from tests.tagging_setup import TaggingSetup, image_file, new_tagging_setup

KEY: Final = "articles/1/front.png"
ITEM: Final = f"IMAGE#{KEY}"
RED, BLUE, NO_PHOTO = image_file("red"), image_file("blue"), b"%PDF-1.7"
SHOWS: Final = {RED: "red", BLUE: "blue", NO_PHOTO: "unsupported-image"}


class Ledger(NamedTuple):
    """`published`: the table's content was published since it last changed. `ever_published`: tags were ever published.

    `encoded`: per version, its encodings minus the times it became current. `overlapped`: the number of invocations
    started while another was running, counted up to two, which makes the bound stricter and the state space smaller.
    """

    published: bool = True
    ever_published: bool = False
    encoded: tuple[int, ...] = ()
    overlapped: int = 0

    def counted(self, version: str, by: int) -> Ledger:
        at = int(version[1:]) - 1
        counts = [*self.encoded, *[0] * (at + 1 - len(self.encoded))]
        counts[at] += by
        return self._replace(encoded=tuple(counts))


class OnePhoto(QueuedFlow):
    def __init__(
        self, table: MotoTable, bounds: Bounds, tagging_setup: TaggingSetup, contents: Sequence[bytes]
    ) -> None:
        super().__init__(table, bounds)
        self.tagging_setup = tagging_setup
        self.keys = KeyStates(KEY, contents, bounds.operations)

    def start(self) -> State:
        return State(self.keys.start(), Ledger())

    def wire(self, patch: pytest.MonkeyPatch, script: Script) -> None:
        dependencies = replace(
            self.tagging_setup.dependencies,
            photos=Steps(script),
            table=self.table_of(Client(script, self.table.client)),
            publisher=Steps(script),
        )
        tagger = replace(self.tagging_setup.tagger, encoder=RecordingEncoder(self.tagging_setup.tagger.encoder, script))
        patch.setattr(wiring, "dependencies", lambda: dependencies)
        patch.setattr(wiring, "tagger", lambda: tagger)

    def invoke(self, batch: tuple[Message, ...]) -> Any:
        return app_of("tagging").tag_queue_batch(sqs_batch(batch, partial(s3_event, KEY)), math.inf)

    def table_of(self, client: Any) -> Any:
        return DynamoPhotoTable(client, TABLE)

    def operations(self, state: State) -> Iterator[tuple[str, State]]:
        before = self.keys.current(state.bucket)
        for words, message, bucket in self.keys.operations(state.bucket):
            ledger, after = state.ledger, self.keys.current(bucket)
            if after is not None and after != before:
                ledger = ledger.counted(after.id, -1)
            queue = tuple(sorted((*state.queue, message)))
            yield f"in the bucket: {words}", state._replace(bucket=bucket, ledger=ledger, queue=queue)

    def bucket_answer(self, state: State, call: Call) -> object:
        photos = MemoryPhotos(self.keys.bucket(state.bucket))
        try:
            return getattr(photos, call.name)(**call.arguments)
        except NotFound as error:
            return error

    def updated_ledger(self, before: State, after: State, call: Call, pause: Pause, worker: Worker) -> Ledger:
        ledger = cast(Ledger, after.ledger)
        if len(worker.answers) == 1 and before.workers:
            ledger = ledger._replace(overlapped=min(ledger.overlapped + 1, 2))
        if self.shown(before) != self.shown(after):
            ledger = ledger._replace(published=False)
        if call.name == "publish":
            for one in call.arguments["events"]:
                ledger = self._published(ledger, self.shown(after), one)
        if "encoded" in pause.notes:
            photo = cast(Photo, self.replay.answer(worker.answers[-1]))
            ledger = ledger.counted(photo.version, 1)
        return ledger

    def _published(self, ledger: Ledger, shown: tuple[str, str] | None, one: DomainEvent) -> Ledger:
        if one.kind == ARTICLE_TAGGED:
            tag = cast(Any, one.detail["tags"])[0]["label"]
            return ledger._replace(
                ever_published=True, published=ledger.published or shown == (one.detail["version"], tag)
            )
        return ledger._replace(published=ledger.published or shown is None or shown[1] == SHOWS[NO_PHOTO])

    def shown(self, state: State) -> tuple[str, str] | None:
        """The version in the table and its result: a label, or the refusal code. None without a row."""
        item = self.table.item(state.table, ITEM)
        if item is None or item["status"] == {"S": "removed"}:
            return None
        result = item["tags"]["L"][0]["M"]["label"] if "tags" in item else item["refusal"]["M"]["code"]
        return item["version"]["S"], result["S"]

    def violation(self, state: State) -> str:
        ledger = cast(Ledger, state.ledger)
        if max(ledger.encoded, default=0) > state.faults + ledger.overlapped:
            return f"Encoded too often: {ledger}."
        if state.queue or state.workers:
            return ""
        current = self.keys.current(state.bucket)
        expected = current and (current.id, SHOWS[cast(bytes, current.data)])
        if self.shown(state) != expected:
            return f"The table shows {self.shown(state)}, the bucket holds {expected}."
        if not ledger.published and (ledger.ever_published or (expected and expected[1] != SHOWS[NO_PHOTO])):
            return f"The table shows {expected}, which has not been published."
        return ""


@dataclass(frozen=True)
class RecordingEncoder:
    """An encoder that notes its calls."""

    real: Any
    script: Script

    def encode(self, pixels: Pixels) -> tuple[Vectors, Sequence[str]]:
        self.script.note("encoded")
        return cast("tuple[Vectors, Sequence[str]]", self.real.encode(pixels))


@pytest.fixture(autouse=True)
def wired(monkeypatch: pytest.MonkeyPatch) -> None:
    without_queue(monkeypatch, wiring)
    without_threads(monkeypatch)
    monkeypatch.setattr(app_of("tagging"), "record_batch", lambda _: None)


TWO_COLOURS, NO_PHOTO_EITHER = (RED, BLUE), (RED, NO_PHOTO)
QUICK = [(Bounds(operations=2), TWO_COLOURS, 30_000), (Bounds(operations=2), NO_PHOTO_EITHER, 20_000)]
LONG = [
    (Bounds(operations=3, faults=0), TWO_COLOURS, 80_000),
    (Bounds(operations=3, duplicates=0), TWO_COLOURS, 150_000),
    (Bounds(operations=4, workers=1), TWO_COLOURS, 1_500_000),
    (Bounds(operations=4, faults=0, duplicates=0, batch=1), TWO_COLOURS, 200_000),
]


@pytest.mark.parametrize(
    ("bounds", "contents", "states"),
    [*QUICK, *(pytest.param(*case, marks=pytest.mark.exhaustive) for case in LONG)],
    ids=[
        "two operations",
        "two operations, one not a photo",
        "three operations, a duplicate",
        "three operations, a failure",
        "four operations, one worker, a failure and a duplicate",
        "four operations, two workers",
    ],
)
def test_table_matches_bucket_and_is_published_for_every_interleaving(
    table: MotoTable, tmp_path: Path, bounds: Bounds, contents: Sequence[bytes], states: int
) -> None:
    explored = explore(OnePhoto(table, bounds, new_tagging_setup(tmp_path), contents))
    assert explored.states > states


class StrictlyNewer(OnePhoto):
    """A bug: a result is only overwritten by a newer event, not by the same one."""

    def table_of(self, client: Any) -> Any:
        return DynamoPhotoTable(StrictClient(client), TABLE)  # type: ignore[arg-type]


@dataclass(frozen=True)
class StrictClient:
    real: Any

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    def put_item(self, **call: Any) -> Any:
        return self.real.put_item(**{**call, "ConditionExpression": call["ConditionExpression"].replace("<=", "<")})


class WithoutTombstones(OnePhoto):
    """A bug: removals leave no tombstone to reject stale writes."""

    def table_of(self, client: Any) -> Any:
        table = DynamoPhotoTable(client, TABLE)
        table.remove = lambda *_: WriteResult(None)  # type: ignore[method-assign]
        return table


class IgnoresRedelivery(OnePhoto):
    """A bug: redelivered events are treated as first deliveries."""

    def flow(self, batch: tuple[Message, ...], script: Script) -> frozenset[int]:
        return super().flow(tuple(message._replace(received=1) for message in batch), script)


class IgnoresConcurrentWrites(OnePhoto):
    """A bug: writes by others since the table was read are not detected."""

    def flow(self, batch: tuple[Message, ...], script: Script) -> frozenset[int]:
        with pytest.MonkeyPatch.context() as patch:
            for module in (flow, triage):
                patch.setattr(module, "overwrote_concurrent_write", lambda *_: False)
            return super().flow(batch, script)


@pytest.mark.parametrize(
    ("faulty", "bounds", "found"),
    [
        pytest.param(StrictlyNewer, Bounds(operations=3, faults=0), ".", marks=pytest.mark.exhaustive),
        (WithoutTombstones, Bounds(operations=2, faults=0), "The table shows"),
        (IgnoresRedelivery, Bounds(operations=1), "has not been published"),
        pytest.param(
            IgnoresConcurrentWrites,
            Bounds(operations=3, faults=0, duplicates=0),
            "has not been published",
            marks=pytest.mark.exhaustive,
        ),
    ],
)
def test_a_bug_in_the_flow_is_found_with_a_trace(
    table: MotoTable, tmp_path: Path, faulty: type[OnePhoto], bounds: Bounds, found: str
) -> None:
    with pytest.raises(Counterexample, match=found) as error:
        explore(faulty(table, bounds, new_tagging_setup(tmp_path), (RED, BLUE)))
    assert error.value.trace[0].startswith("in the bucket: put")
