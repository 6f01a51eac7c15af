"""The list of articles on DynamoDB: cursors, search, writes and counts."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, get_args

import boto3
import pytest

from bildtext.errors import InvalidRequest
from bildtext.storage.catalogue_index import DynamoCatalogueIndex, Listing, Sort, pages
from bildtext.storage.summary_items import INDEXES, MOST_WORDS, STATES, ArticleError
from tests.aws_in_memory import aws_in_memory, create_table
from tests.summaries import a_summary, expected, numbers, some


@pytest.fixture
def index(dynamodb: Any) -> DynamoCatalogueIndex:
    """An empty index."""
    return DynamoCatalogueIndex(dynamodb, "articles")


def test_the_template_has_the_indices_that_are_queried() -> None:
    with aws_in_memory():
        client = boto3.client("dynamodb")
        described = client.describe_table(TableName=create_table(client))["Table"]["GlobalSecondaryIndexes"]
    keys = {one["IndexName"]: tuple(key["AttributeName"] for key in one["KeySchema"]) for one in described}
    assert keys == INDEXES
    assert {one["Projection"]["ProjectionType"] for one in described} == {"ALL"}


def test_a_summary_is_listed_as_it_was_written(index: DynamoCatalogueIndex) -> None:
    own = a_summary(
        "Ärmel 7",
        priority=1.234,
        questions=2,
        words=("weiss",),
        thumbnail="articles/Ärmel 7/a.jpg",
        released_at="2026-11-27",
        errors=(ArticleError("articles/Ärmel 7/b.jpg", "empty-image", "Leer."),),
    )
    assert index.write(own.number, own, None)
    assert index.read(own.number) == own
    assert index.find(Listing()).articles == (own,)
    assert index.find(Listing(sort="priority")).articles == (own,)
    assert index.read("another") is None


@pytest.mark.parametrize("number", ["1" * 1000, "ä" * 500])
def test_the_longest_numbers_are_listed(index: DynamoCatalogueIndex, number: str) -> None:
    index.write(number, a_summary(number, questions=1, words=("x1",)), None)
    for listing in (*(Listing(sort=sort) for sort in get_args(Sort)), Listing(query="x1"), Listing(query=number[:100])):
        assert numbers(pages(index, listing, 50)) == [number]


def test_a_cursor_survives_articles_that_come_and_go(index: DynamoCatalogueIndex) -> None:
    summaries = some(60)
    for one in summaries:
        index.write(one.number, one, None)
    listing = Listing(sort="number")
    order = expected(summaries, listing)
    first = index.find(listing, page=20)
    by_number = {one.number: one for one in summaries}
    index.write(order[19], None, by_number[order[19]])  # the one at which the cursor points
    index.write(order[40], None, by_number[order[40]])
    for new in ("0", order[30] + "x", "9" * 12):
        index.write(new, a_summary(new), None)
    rest: list[str] = []
    cursor = first.cursor
    while cursor:
        page = index.find(listing, cursor, 7)
        rest += [one.number for one in page.articles]
        cursor = page.cursor
    assert rest == sorted({*order[20:], order[30] + "x", "9" * 12} - {order[40]})


@pytest.mark.parametrize(
    "cursor",
    ["x", "W10", "bnVsbA", "WzEsIiIsIngiXQ", "ä", "=", "W1tdLFtdLFtdXQ", "\ud800", "A" * 5000, "W1tbW1tb" * 400],
)
def test_anything_that_is_no_cursor_is_refused(index: DynamoCatalogueIndex, cursor: str) -> None:
    with pytest.raises(InvalidRequest, match="begin with the first page"):
        index.find(Listing(), cursor)


@pytest.mark.parametrize(
    "listing",
    [Listing("gone"), Listing(query="x" * 201), Listing(query="\ud800"), Listing(sort="title")],  # type: ignore[arg-type]
)
def test_a_listing_that_cannot_be_is_refused(index: DynamoCatalogueIndex, listing: Listing) -> None:
    with pytest.raises(InvalidRequest):
        index.find(listing)


def test_words_are_found_without_regard_to_case_and_umlauts_and_follow_the_summary(index: DynamoCatalogueIndex) -> None:
    first = a_summary("1", words=("grun", "schuh"))
    index.write("1", first, None)
    for query in ("Grün", "GRUEN", "grun schuh", "1"):
        assert numbers(pages(index, Listing(query=query), 50)) == ["1"], query
    second = replace(first, words=("rot", "schuh"))
    assert index.write("1", second, first)
    assert numbers(pages(index, Listing(query="grün"), 50)) == []
    assert numbers(pages(index, Listing(query="rot"), 50)) == ["1"]
    index.write("1", None, second)
    assert numbers(pages(index, Listing(query="schuh"), 50)) == []


def test_the_beginnings_of_words_find_an_article_once(index: DynamoCatalogueIndex) -> None:
    for number, words in (("1", ("slip", "slipper", "ab")), ("2", ("slingpumps",)), ("3", ("abend", "rot"))):
        index.write(number, a_summary(number, words=words), None)
    found = {query: numbers(pages(index, Listing(query=query, sort="number"), 1)) for query in BEGINNINGS}
    assert found == BEGINNINGS


BEGINNINGS = {
    "slip": ["1"],
    "Sli": ["1", "2"],
    "slipper": ["1"],
    "slippers": [],
    "sli pump": [],  # a word's middle is not searched
    "sl": [],  # fewer than three letters: a whole word
    "ab": ["1"],
    "abe ro": [],
    "abe rot": ["3"],
}


def test_counts_follow_the_states(index: DynamoCatalogueIndex) -> None:
    assert index.counts() == dict.fromkeys(STATES, 0)
    summaries = some(40)
    for one in summaries:
        index.write(one.number, one, None)
    assert index.counts() == {state: sum(one.state == state for one in summaries) for state in STATES}
    for one in summaries[:30]:
        index.write(one.number, replace(one, state="released"), one)
    for one in summaries[30:35]:
        index.write(one.number, None, one)
    left = ["released"] * 30 + [one.state for one in summaries[35:]]
    assert index.counts() == {state: left.count(state) for state in STATES}


def test_a_write_that_another_one_preceded_changes_nothing(index: DynamoCatalogueIndex) -> None:
    first, second = a_summary(words=("eins",)), a_summary(state="tagged", words=("zwei",))
    assert index.write(first.number, first, None)
    assert not index.write(first.number, second, None)
    assert index.write(first.number, second, first)
    assert not index.write(first.number, None, first)
    assert index.read(first.number) == second
    assert index.counts() == {**dict.fromkeys(STATES, 0), "tagged": 1}
    assert numbers(pages(index, Listing(query="eins"), 50)) == []


def test_all_words_can_be_exchanged_at_once(index: DynamoCatalogueIndex) -> None:
    old, new = ([f"{letter}{at}" for at in range(MOST_WORDS)] for letter in "ab")
    before = a_summary(words=tuple(old))
    assert index.write(before.number, before, None)
    assert index.write(before.number, replace(before, state="tagged", words=tuple(new)), before)
    assert numbers(pages(index, Listing(query="a39"), 50)) == []
    assert numbers(pages(index, Listing(query="b0 b39"), 50)) == [before.number]


def test_an_unchanged_summary_is_not_written(index: DynamoCatalogueIndex, dynamodb: Any) -> None:
    calls: list[str] = []
    dynamodb.meta.events.register("before-call", lambda model, **_: calls.append(model.name))
    assert index.write("1", a_summary("1"), a_summary("1"))
    assert calls == []


def test_of_many_writes_at_once_one_wins_and_the_counts_stay_right(index: DynamoCatalogueIndex) -> None:
    before = a_summary()
    index.write(before.number, before, None)
    candidates = [replace(before, state=state, words=(state,)) for state in STATES[1:]]
    with ThreadPoolExecutor(5) as pool:
        won = list(pool.map(lambda one: index.write(before.number, one, before), candidates))
    assert sum(won) == 1
    winner = candidates[won.index(True)]
    assert index.read(before.number) == winner
    assert index.counts() == {**dict.fromkeys(STATES, 0), winner.state: 1}
