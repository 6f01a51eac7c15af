"""The review queue asks the most valuable question of all articles first, and reads no more than it needs."""

from __future__ import annotations

from itertools import islice
from typing import Any

import pytest

from bildtext.storage.catalogue_index import DynamoCatalogueIndex
from bildtext.storage.decision_table import CatalogueArticle
from catalogue.article_view import article_view
from catalogue.review_queue import queue
from catalogue.summaries import summary_of
from tests.catalogue_items import a_photo, a_refused_photo, a_text, an_article, labels, some_data
from tests.memory_decisions import MemoryDecisions


class KnownArticles(MemoryDecisions):
    """The articles of this file; records which are read."""

    def __init__(self) -> None:
        super().__init__()
        self.read_numbers: list[str] = []

    def read(self, article: str) -> CatalogueArticle:
        self.read_numbers.append(article)
        return ARTICLES[article]


def doubtful(number: str, score: float, *facets: str, **more: Any) -> CatalogueArticle:
    image = a_photo("front", number, abstained=dict.fromkeys(facets, ("margin", ("x", score))))
    return an_article(image, *more.get("refused", ()))


ARTICLES = {
    "clear": an_article(a_photo("front", "clear", category=("pumps", 0.95))),
    "doubt": doubtful("doubt", 0.4, "pattern", "category"),
    "error": doubtful("error", 0.9, "fit", refused=[a_refused_photo("b", "error")]),
    "contradiction": an_article(
        a_photo("front", "contradiction", colour=("white", 0.9)), data=some_data({"Farbe": "schwarz"})
    ),
    "text": an_article(text=a_text(unsupported=[{"message": "a"}, {"message": "b"}])),
}


@pytest.fixture
def index(dynamodb: Any) -> DynamoCatalogueIndex:
    """The index of the articles."""
    index = DynamoCatalogueIndex(dynamodb, "articles")
    for number, article in ARTICLES.items():
        index.write(number, summary_of(article_view(number, article, labels())), None)
    return index


def test_questions_of_all_articles_come_by_falling_value(index: DynamoCatalogueIndex) -> None:
    found = list(queue(index, KnownArticles(), labels()))
    values = [one.question.value for one in found]
    assert values == sorted(values, reverse=True)
    assert [(one.article.number, one.question.kind) for one in found] == [
        ("error", "error"),
        ("contradiction", "contradiction"),
        ("text", "finding"),
        ("text", "finding"),
        ("doubt", "abstention"),
        ("doubt", "abstention"),
        ("error", "abstention"),
    ]


def test_an_article_is_read_when_its_turn_comes(index: DynamoCatalogueIndex) -> None:
    known = KnownArticles()
    assert known.read_numbers == []
    (first,) = islice(queue(index, known, labels()), 1)
    assert first.article.number == "error"
    assert known.read_numbers == ["error"]


def test_the_first_questions_can_be_skipped(index: DynamoCatalogueIndex) -> None:
    every = [one.question.id for one in queue(index, KnownArticles(), labels())]
    assert [one.question.id for one in queue(index, KnownArticles(), labels(), skip=3)] == every[3:]
    assert list(queue(index, KnownArticles(), labels(), skip=99)) == []
