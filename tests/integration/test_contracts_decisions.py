"""The contract of `Decisions`: in memory and on DynamoDB."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from bildtext.decisions import Decision
from bildtext.edit_errors import VersionConflict
from bildtext.errors import PayloadTooLarge
from bildtext.storage.article_table import ArticleTable, DynamoArticleTable
from bildtext.storage.decision_table import CatalogueArticle, Decisions, DynamoDecisions, append_tags
from bildtext.storage.photo_table import DynamoPhotoTable, PhotoTable
from tests.decisions import BACK, FRONT, chosen, histories, released, tags, text, undone
from tests.memory_decisions import MemoryDecisions
from tests.memory_table import ArticleRows, MemoryArticles, MemoryTable
from tests.stores import a_photo_key, a_result, a_text, some_data

Stores = tuple[Decisions, ArticleTable, PhotoTable]
NUMBERS = count()  # of articles that no other example uses


@pytest.fixture(params=["in memory", "on DynamoDB"])
def stores(request: pytest.FixtureRequest) -> Iterator[Stores]:
    """Decisions, and the article table they are in."""
    if request.param == "in memory":
        rows = ArticleRows()
        articles = MemoryArticles(rows)
        yield MemoryDecisions(articles), articles, MemoryTable(rows)
        return
    client: Any = request.getfixturevalue("dynamodb")
    yield (
        DynamoDecisions(client, "articles"),
        DynamoArticleTable(client, "articles"),
        DynamoPhotoTable(client, "articles"),
    )


@pytest.fixture
def decisions(stores: Stores) -> Decisions:
    return stores[0]


def versions(decisions: Decisions, article: str = "1") -> list[int]:
    return [one.version for one in decisions.read(article).decisions]


def test_an_unknown_article_is_empty(decisions: Decisions) -> None:
    assert decisions.read("1") == CatalogueArticle()
    assert not decisions.read("1").exists


def test_an_article_is_read_with_its_decisions_which_the_other_flows_do_not_see(stores: Stores) -> None:
    decisions, articles, photos = stores
    articles.write_data(some_data())
    articles.write_text(a_text())
    photos.write(a_result(a_photo_key()))
    before = articles.read("1")
    decisions.append("1", tags(1, chosen(FRONT, "colour", "white")))
    decisions.append("1", text(2, description={"claims": [{"source": None, "start": 1.0}]}))
    decisions.append("2", text(1))
    assert articles.read("1") == before
    found = decisions.read("1")
    assert found.stored == before
    assert found.decisions == (
        tags(1, chosen(FRONT, "colour", "white")),
        text(2, description={"claims": [{"source": None, "start": 1.0}]}),
    )
    assert found.exists
    assert found.decided.version == 2


def test_decisions_outlive_what_they_are_about(stores: Stores) -> None:
    decisions, articles, photos = stores
    articles.write_data(some_data())
    photos.write(a_result(a_photo_key()))
    decisions.append("1", text(1))
    articles.remove("1", "C")
    photos.remove(a_photo_key(), "C")
    assert not decisions.read("1").exists
    assert versions(decisions) == [1]


@pytest.mark.parametrize("version", [-1, 0, 1, 2, 4, 99, 10**10])
def test_only_the_next_version_is_accepted(decisions: Decisions, version: int) -> None:
    for one in (1, 2):
        decisions.append("1", text(one))
    with pytest.raises(VersionConflict, match=r"at version 2.*based on version") as caught:
        decisions.append("1", text(version, "Anders."))
    assert caught.value.version == 2
    assert versions(decisions) == [1, 2]


@pytest.mark.parametrize("version", [0, 2, 3])
def test_the_first_version_is_1(decisions: Decisions, version: int) -> None:
    with pytest.raises(VersionConflict) as caught:
        decisions.append("1", text(version))
    assert caught.value.version == 0
    assert versions(decisions) == []


def test_more_than_ten_decisions_stay_in_order(decisions: Decisions) -> None:
    for version in range(1, 13):
        decisions.append("1", text(version))
    assert versions(decisions) == list(range(1, 13))


def test_appending_the_same_again_changes_nothing_because_its_answer_may_be_lost(decisions: Decisions) -> None:
    decisions.append("1", text(1))
    decisions.append("1", text(1))
    assert versions(decisions) == [1]
    decisions.append("1", text(2))
    decisions.append("1", text(1))
    assert versions(decisions) == [1, 2]


def test_a_decision_larger_than_an_item_is_refused(decisions: Decisions) -> None:
    with pytest.raises(PayloadTooLarge, match="300 kB are the limit"):
        decisions.append("1", text(1, "ä" * 150_001))
    decisions.append("1", text(1, "ä" * 140_000))
    assert versions(decisions) == [1]


def test_tags_are_appended_behind_newer_decisions_about_something_else(decisions: Decisions) -> None:
    for one in (text(1), tags(2, chosen(BACK, "colour", "red")), released(3, 1)):
        decisions.append("1", one)
    mine = tags(2, chosen(FRONT, "colour", "white"))
    assert append_tags(decisions, "1", mine) == tags(4, chosen(FRONT, "colour", "white"))
    assert versions(decisions) == [1, 2, 3, 4]


@pytest.mark.parametrize(
    "newer", [tags(2, chosen(FRONT, "colour", "red"), chosen(BACK, "colour", "red")), undone(2, 1)]
)
def test_tags_are_refused_behind_a_newer_decision_about_the_same(decisions: Decisions, newer: Decision) -> None:
    decisions.append("1", tags(1, chosen(FRONT, "colour", "black")))
    decisions.append("1", newer)
    with pytest.raises(VersionConflict) as caught:
        append_tags(decisions, "1", tags(2, chosen(FRONT, "colour", "white")))
    assert caught.value.version == 2
    assert versions(decisions) == [1, 2]


def test_tags_that_are_sent_again_because_the_answer_was_lost_are_appended_once(decisions: Decisions) -> None:
    mine = tags(1, chosen(FRONT, "colour", "white"), chosen("", "colour", "white"))
    later = replace(mine, at="2026-11-27T10:00:09.000+00:00")
    assert append_tags(decisions, "1", mine) == mine
    decisions.append("1", text(2))
    assert append_tags(decisions, "1", later) == mine
    assert versions(decisions) == [1, 2]
    for other in (replace(later, by="u-2"), tags(1, chosen(FRONT, "colour", "red"))):
        with pytest.raises(VersionConflict):
            append_tags(decisions, "1", other)
    decisions.append("1", undone(3, 1))
    with pytest.raises(VersionConflict):
        append_tags(decisions, "1", later)


def test_tags_based_on_a_version_from_the_future_are_refused(decisions: Decisions) -> None:
    with pytest.raises(VersionConflict):
        append_tags(decisions, "1", tags(3, chosen(FRONT, "colour", "white")))
    assert versions(decisions) == []


def test_of_many_at_once_each_is_appended_or_refused_and_no_version_is_missing(decisions: Decisions) -> None:
    def attempt(at: int) -> bool:
        try:
            decisions.append("1", text(1 + at % 2, f"{at}"))
        except VersionConflict:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        appended = sum(pool.map(attempt, range(16)))
    assert appended == len(versions(decisions))
    assert versions(decisions) == list(range(1, appended + 1))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(histories(6))
def test_any_history_is_read_back_as_it_was_appended(stores: Stores, history: list[Decision]) -> None:
    decisions, article = stores[0], f"a{next(NUMBERS)}"
    for one in history:
        decisions.append(article, one)
    assert decisions.read(article).decisions == tuple(history)
