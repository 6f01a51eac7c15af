"""Thousands of articles on DynamoDB: all pages are complete and in order, and only queries read them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, get_args

import boto3
import pytest

from bildtext.errors import InvalidRequest
from bildtext.storage.catalogue_index import DynamoCatalogueIndex, Listing, Page, Sort, pages
from bildtext.storage.summary_items import SHARDS, Summary, summary_item, word_item
from tests.aws_in_memory import aws_in_memory, create_table
from tests.static_moto import static_tables
from tests.summaries import expected, numbers, some

MANY = 2100


@pytest.fixture(scope="module")
def catalogue() -> Iterator[tuple[DynamoCatalogueIndex, list[Summary], list[str]]]:
    """An index of MANY articles, the articles, and the names of the calls to it."""
    calls: list[str] = []
    with aws_in_memory():
        client = boto3.client("dynamodb")
        table = create_table(client)
        summaries = some(MANY)
        items = [summary_item(one) for one in summaries]
        items += [word_item(word, one.number) for one in summaries for word in one.words]
        for at in range(0, len(items), 25):
            client.batch_write_item(
                RequestItems={table: [{"PutRequest": {"Item": one}} for one in items[at : at + 25]]}
            )
        client.meta.events.register("before-call", lambda model, **_: calls.append(model.name))
        with static_tables():
            yield DynamoCatalogueIndex(client, table), summaries, calls


@pytest.mark.parametrize("state", ["", "unclear"])
@pytest.mark.parametrize("sort", get_args(Sort))
def test_all_pages_together_are_all_articles_in_order_each_once(catalogue: Any, sort: Sort, state: str) -> None:
    index, summaries, calls = catalogue
    calls.clear()
    listing = Listing(state, sort=sort)
    found = list(pages(index, listing, 700))
    assert numbers(iter(found)) == expected(summaries, listing)
    assert all(len(page.articles) == 700 for page in found[:-1])
    assert len(found[-1].articles) > 0
    assert {page.sort for page in found} == {sort}
    assert {*calls} == {"Query"}


def test_a_page_of_50_reads_a_few_articles_of_each_shard(catalogue: Any) -> None:
    index, summaries, calls = catalogue
    calls.clear()
    first = index.find(Listing())
    assert [one.number for one in first.articles] == expected(summaries, Listing())[:50]
    assert SHARDS <= len(calls) <= 2 * SHARDS
    second = index.find(Listing(), first.cursor)
    assert [one.number for one in second.articles] == expected(summaries, Listing())[50:100]


def test_a_cursor_of_another_listing_is_refused(catalogue: Any) -> None:
    index, _, _ = catalogue
    cursor = index.find(Listing()).cursor
    for other in (Listing(sort="updated"), Listing(state="new"), Listing(query="schuhe")):
        with pytest.raises(InvalidRequest):
            index.find(other, cursor)


@pytest.mark.parametrize("state", ["", "released"])
@pytest.mark.parametrize("sort", ["-updated", "number", "-number"])
def test_a_numbers_beginning_finds_its_articles_in_order(catalogue: Any, sort: Sort, state: str) -> None:
    index, summaries, calls = catalogue
    calls.clear()
    listing = Listing(state, " 1 ", sort)
    chosen = [one for one in summaries if one.number.startswith("1")]
    found = list(pages(index, listing, 20))
    assert numbers(iter(found)) == expected(chosen, listing)
    assert {page.sort for page in found} == {sort}
    assert {*calls} == {"Query"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("schuhe farbe77", lambda one: any(word.startswith("farbe77") for word in one.words)),
        ("SELT Schü", lambda one: "selten" in one.words),
    ],
)
@pytest.mark.parametrize("sort", get_args(Sort))
def test_all_words_must_match(catalogue: Any, query: str, found: Callable[[Summary], bool], sort: Sort) -> None:
    index, summaries, calls = catalogue
    calls.clear()
    listing = Listing(query=query, sort=sort)
    listed = list(pages(index, listing, 7))
    assert numbers(iter(listed)) == expected([one for one in summaries if found(one)], listing)
    assert {page.sort for page in listed} == {sort}
    assert "Scan" not in calls
    assert len(calls) < 150, "the rarest word is read, not the word of every article"


def test_a_word_and_a_state_find_the_articles_that_have_both(catalogue: Any) -> None:
    index, summaries, _ = catalogue
    listed = numbers(pages(index, Listing("failed", "schuhe"), 500))
    assert sorted(listed) == sorted(expected(summaries, Listing("failed")))


@pytest.mark.parametrize("query", ["schuh", "farbe"])
def test_a_search_that_finds_too_many_is_complete_but_not_sorted(catalogue: Any, query: str) -> None:
    index, summaries, calls = catalogue
    found = list(pages(index, Listing(query=query, sort="-updated"), 700))
    assert len(found) > 1
    listed = numbers(iter(found))
    assert sorted(listed) == sorted(one.number for one in summaries)
    assert {page.sort for page in found} == {""}
    calls.clear()
    index.find(Listing(query=query))
    assert len(calls) < 200, "no more is read than could be sorted"


@pytest.mark.parametrize("query", ["gibtesnicht", "schuhe gibtesnicht", "?!"])
def test_nothing_is_found_by_other_words(catalogue: Any, query: str) -> None:
    assert catalogue[0].find(Listing(query=query)) == Page((), "", "-updated")
