"""The table in memory and the one on DynamoDB agree after any sequence of writes and removals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import boto3
import numpy as np
import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from bildtext.storage.article_table import DataItem, TextItem
from bildtext.storage.keys import PhotoKey
from bildtext.storage.photo_items import PhotoItem
from tests.aws_in_memory import aws_in_memory, create_table
from tests.stores import a_photo_key, comparable, dynamo_store, memory_store

NUMBERS = count(1)
FILES = ("front.jpg", "Größe 38 + 40/ß%20.jpg", "x" * 1000, "x" * 1005)  # the last is too long for a sort key
SEQUENCERS = st.sampled_from(["", "A", "B"])
TIMES = st.sampled_from(["", "2026-11-23T11:00:00.000"])
WORDS = st.sampled_from(["", "Größe 38 + 40", "\0\U0001f600"])
NAMES = st.sampled_from(["text", "Größe 38", "a.b"])
NUMBERS_UP_TO_1 = st.floats(0, 1, width=32, allow_subnormal=False)
TAGS = st.lists(
    st.fixed_dictionaries({"label": WORDS, "name": st.fixed_dictionaries({"de": WORDS}), "score": NUMBERS_UP_TO_1}),
    max_size=2,
).map(tuple)
VECTORS = st.none() | st.lists(st.floats(-1, 1, width=16), min_size=1, max_size=3).map(
    lambda numbers: np.array(numbers, np.float16)
)
REFUSALS = st.none() | st.fixed_dictionaries({"code": WORDS, "detail": WORDS})


def results(photo: PhotoKey) -> st.SearchStrategy[PhotoItem]:
    return st.builds(
        PhotoItem,
        photo=st.just(photo),
        version=WORDS,
        sequencer=SEQUENCERS,
        status=st.sampled_from(["tagged", "refused"]),
        correlation_id=WORDS,
        written_at=TIMES,
        model=WORDS,
        label_fingerprint=WORDS,
        tags=TAGS,
        abstentions=TAGS,
        vector=VECTORS,
        duration_ms=st.dictionaries(NAMES, NUMBERS_UP_TO_1, max_size=2),
        cost_usd=NUMBERS_UP_TO_1,
        encoder=WORDS,
        refusal=REFUSALS,
        calibrated=st.booleans(),
    )


def data_of(article: str) -> st.SearchStrategy[DataItem]:
    return st.builds(DataItem, st.just(article), WORDS, WORDS, SEQUENCERS, TIMES, WORDS, WORDS)


def texts_of(article: str) -> st.SearchStrategy[TextItem]:
    status = st.sampled_from(["described", "refused"])
    descriptions = st.dictionaries(NAMES, WORDS | NUMBERS_UP_TO_1 | st.booleans() | TAGS.map(list), max_size=2)
    return st.builds(
        TextItem,
        st.just(article),
        status,
        WORDS,
        SEQUENCERS,
        TIMES,
        WORDS,
        TIMES,
        descriptions,
        REFUSALS,
        NUMBERS_UP_TO_1,
    )


class OneArticle(RuleBasedStateMachine):
    """The photos, data and text of an article, and a photo without one; every operation is applied to both tables."""

    def __init__(self, client: Any, table: str) -> None:
        super().__init__()
        self.article = str(next(NUMBERS))
        names = [f"articles/{self.article}/{name}" for name in FILES]
        self.photos = [a_photo_key(key) for key in [*names, f"articles/loose {self.article}.jpg"]]
        self.time = datetime(2026, 11, 23, 11, tzinfo=UTC)
        self.stores = memory_store(lambda: self.time), dynamo_store(client, table, lambda: self.time)

    def both(self, call: Callable[[Any], object]) -> None:
        """Advance the clock by a minute; both tables must answer alike."""
        self.time += timedelta(minutes=1)
        ours, theirs = (comparable(call(store)) for store in self.stores)
        assert ours == theirs

    @rule(data=st.data(), number=st.integers(0, len(FILES)))
    def write(self, data: Any, number: int) -> None:
        item = data.draw(results(self.photos[number]))
        self.both(lambda store: store.photos.write(item))

    @rule(number=st.integers(0, len(FILES)), sequencer=SEQUENCERS)
    def remove(self, number: int, sequencer: str) -> None:
        self.both(lambda store: store.photos.remove(self.photos[number], sequencer))

    @rule(data=st.data())
    def write_data(self, data: Any) -> None:
        item = data.draw(data_of(self.article))
        self.both(lambda store: store.articles.write_data(item))

    @rule(data=st.data())
    def write_text(self, data: Any) -> None:
        item = data.draw(texts_of(self.article))
        self.both(lambda store: store.articles.write_text(item))

    @rule(sequencer=SEQUENCERS)
    def remove_article(self, sequencer: str) -> None:
        self.both(lambda store: store.articles.remove(self.article, sequencer))

    @invariant()
    def both_read_the_same(self) -> None:
        self.both(lambda store: store.photos.read([*self.photos, self.photos[0]]))
        self.both(lambda store: store.articles.read(self.article))


@pytest.fixture(scope="module")
def table() -> Iterator[tuple[Any, str]]:
    with aws_in_memory():
        client = boto3.client("dynamodb")
        yield client, create_table(client)


@pytest.mark.exhaustive
def test_both_tables_agree_after_random_writes_and_removals(table: tuple[Any, str]) -> None:
    run_state_machine_as_test(
        lambda: OneArticle(*table),  # type: ignore[arg-type] # any callable works
        settings=settings(max_examples=30, stateful_step_count=12, deadline=None, phases=(Phase.generate,)),
    )
