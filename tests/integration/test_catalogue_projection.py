"""What happens to an article reaches the list: stream records → summaries, on DynamoDB."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bildtext.errors import InvalidRequest, TransientError
from bildtext.storage.article_table import DynamoArticleTable
from bildtext.storage.catalogue_index import DynamoCatalogueIndex, Listing, pages
from bildtext.storage.decision_table import DynamoDecisions
from bildtext.storage.photo_table import DynamoPhotoTable
from bildtext.storage.summary_items import STATES, Summary
from catalogue.projection import Projection, project, reproject
from catalogue.review_queue import queue
from tests.catalogue_items import a_photo, a_refused_photo, a_text, labels, some_data
from tests.decisions import chosen, released, tags, text, withdrawn
from tests.summaries import numbers


@pytest.fixture
def projection(dynamodb: Any) -> Projection:
    return Projection(DynamoDecisions(dynamodb, "articles"), DynamoCatalogueIndex(dynamodb, "articles"), labels())


def records(*keys: tuple[str, str]) -> dict[str, Any]:
    """A batch of a DynamoDB stream with these keys."""
    return {
        "Records": [
            {
                "eventID": str(at),
                "eventName": "MODIFY",
                "eventSource": "aws:dynamodb",
                "dynamodb": {
                    "Keys": {"pk": {"S": pk}, "sk": {"S": sk}},
                    "SequenceNumber": f"{at}00",
                    "StreamViewType": "KEYS_ONLY",
                },
            }
            for at, (pk, sk) in enumerate(keys, 1)
        ]
    }


def changed(projection: Projection, *numbers: str) -> None:
    assert project(records(*((f"ARTICLE#{one}", "DATA") for one in numbers)), projection) == {"batchItemFailures": []}


def test_an_article_appears_changes_its_state_and_disappears(projection: Projection, dynamodb: Any) -> None:
    articles, photos = DynamoArticleTable(dynamodb, "articles"), DynamoPhotoTable(dynamodb, "articles")
    index, decisions = projection.index, projection.decisions
    image = a_photo(category=("pumps", 0.95), seconds={"category": [("loafer", 0.01)]})
    states: list[str] = []

    def look() -> Summary:
        changed(projection, "1")
        (summary,) = index.find(Listing()).articles
        states.append(summary.state)
        assert index.counts() == {**dict.fromkeys(STATES, 0), summary.state: 1}
        return summary

    articles.write_data(some_data({"Schuhe": "Pumps"}))
    look()
    photos.write(image)
    assert look().thumbnail == image.photo.key
    articles.write_text(a_text("Rote Pumps.", title="Rote Pumps", legal=[{"message": "§"}]))
    look()
    decisions.append("1", text(1, "Rote Pumps aus Leder."))
    look()
    decisions.append("1", released(2, 1))
    assert look().released_at == released(2, 1).at
    decisions.append("1", withdrawn(3))
    look()
    photos.write(replace(a_refused_photo(), sequencer="C"))
    assert look().errors[0].code == "corrupt-image"
    # The words that the editor wrote were not checked, so they are still to be settled.
    assert states == ["new", "tagged", "unclear", "unclear", "released", "unclear", "failed"]
    assert numbers(pages(index, Listing(query="pumps"), 50)) == ["1"]

    articles.remove("1", "D")
    for photo in (image.photo, a_refused_photo().photo):
        photos.remove(photo, "D")
    changed(projection, "1")
    assert index.find(Listing()).articles == ()
    assert index.counts() == dict.fromkeys(STATES, 0)
    assert numbers(pages(index, Listing(query="pumps"), 50)) == []
    assert [one.version for one in decisions.read("1").decisions] == [1, 2, 3], "decisions are never deleted"


def test_a_batch_reads_and_writes_each_article_once(projection: Projection, dynamodb: Any) -> None:
    DynamoArticleTable(dynamodb, "articles").write_data(some_data({"a": "b"}))
    calls: list[str] = []
    dynamodb.meta.events.register("before-call", lambda model, **_: calls.append(model.name))
    one = [("ARTICLE#1", kind) for kind in ("DATA", "TEXT", "IMAGE#x", "DECISION#0000000001")]
    assert project(records(*one), projection) == {"batchItemFailures": []}
    assert calls == ["GetItem", "Query", "TransactWriteItems"]
    calls.clear()
    project(records(*one), projection)
    assert calls == ["GetItem", "Query"], "an unchanged summary is not written"


@pytest.mark.parametrize(
    "key",
    [("ARTICLE#1", "SUMMARY"), ("WORD#x#1", "1"), ("COUNTS#1", "STATES"), ("UNASSIGNED", "IMAGE#x"), ("EXAMPLES", "a")],
)
def test_other_items_are_nothing_to_the_list(projection: Projection, dynamodb: Any, key: tuple[str, str]) -> None:
    calls: list[str] = []
    dynamodb.meta.events.register("before-call", lambda model, **_: calls.append(model.name))
    assert project(records(key), projection) == {"batchItemFailures": []}
    assert calls == []


def test_a_batch_is_repeated_from_the_first_article_that_failed(projection: Projection, dynamodb: Any) -> None:
    articles = DynamoArticleTable(dynamodb, "articles")
    for number in ("1", "2", "3"):
        articles.write_data(some_data({"a": "b"}, number=number))

    class Away(DynamoDecisions):
        def read(self, article: str) -> Any:
            if article == "2":
                raise TransientError("Throttled.")
            return super().read(article)

    failing = replace(projection, decisions=Away(dynamodb, "articles"))
    batch = records(("ARTICLE#1", "DATA"), ("ARTICLE#2", "DATA"), ("ARTICLE#3", "DATA"), ("ARTICLE#2", "TEXT"))
    assert project(batch, failing) == {"batchItemFailures": [{"itemIdentifier": "200"}]}
    assert numbers(pages(projection.index, Listing(), 50)) == ["1"]


def test_a_summary_that_another_invocation_replaced_is_made_again(projection: Projection, dynamodb: Any) -> None:
    articles = DynamoArticleTable(dynamodb, "articles")
    articles.write_data(some_data({"a": "b"}))
    index = projection.index

    class Overtaken(DynamoDecisions):
        """Another invocation writes the summary between this one's reads."""

        times = 0

        def read(self, article: str) -> Any:
            found = super().read(article)
            self.times += 1
            if self.times == 1:
                DynamoPhotoTable(dynamodb, "articles").write(a_photo(category=("pumps", 0.95)))
                changed(projection, "1")
            return found

    overtaken = Overtaken(dynamodb, "articles")
    changed(replace(projection, decisions=overtaken), "1")
    assert overtaken.times == 2
    assert index.find(Listing()).articles[0].tagged == 1
    assert index.counts()["new"] == 0


def test_articles_from_before_the_catalogue_are_listed_when_they_are_named(
    projection: Projection, dynamodb: Any
) -> None:
    articles = DynamoArticleTable(dynamodb, "articles")
    for number in ("1", "2", "3"):
        articles.write_data(some_data({"a": "b"}, number=number))
    for _ in range(2):
        assert reproject({"project": ["1", "3", "never existed"]}, projection) == {"listed": ["1", "3"]}
        assert sorted(numbers(pages(projection.index, Listing(), 50))) == ["1", "3"]
        assert projection.index.counts()["new"] == 2


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"project": []},
        {"project": "1"},
        {"project": [""]},
        {"project": ["x" * 2000]},
        {"project": ["1"], "all": True},
        {"project": ["1"] * 101},
        {"article": "1"},
    ],
)
def test_any_other_direct_event_is_refused(projection: Projection, event: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequest):
        reproject(event, projection)


def test_the_review_queue_follows_decisions(projection: Projection, dynamodb: Any) -> None:
    photos, index, decisions = DynamoPhotoTable(dynamodb, "articles"), projection.index, projection.decisions
    for number, second in (("1", 0.1), ("2", 0.29)):
        abstained, seconds = {"pattern": ("margin", ("plain", 0.3))}, {"pattern": [("plain", 0.3), ("dotted", second)]}
        photos.write(a_photo("front", number, abstained=abstained, seconds=seconds))
    changed(projection, "1", "2")
    asked = list(queue(index, decisions, labels()))
    assert [one.article.number for one in asked] == ["2", "1"]
    decisions.append("2", tags(1, chosen(asked[0].question.photo, "pattern", "plain")))
    changed(projection, "2")
    assert [one.article.number for one in queue(index, decisions, labels())] == ["1"]
