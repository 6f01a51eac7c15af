"""The open questions of all articles, the most valuable first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import chain, count, islice

from bildtext.labels import LabelSet
from bildtext.storage.catalogue_index import PAGE, CatalogueIndex, Listing, pages
from bildtext.storage.decision_table import Decisions
from catalogue.article_view import article_view
from catalogue.view_model import ArticleView, Question


@dataclass(frozen=True)
class QueuedQuestion:
    """A question, and the article it is about as it is now."""

    article: ArticleView
    question: Question


def queue(
    index: CatalogueIndex, decisions: Decisions, labels: LabelSet, skip: int = 0, at_once: int = PAGE
) -> Iterator[QueuedQuestion]:
    """The questions of all articles by falling value, read as they are asked for. `skip` leaves out the first ones.

    An article is read when its most valuable question, as the index knows it, is the next; the index is read `at_once`
    articles at a time. Raises TransientError.
    """
    return islice(_all(index, decisions, labels, skip + at_once), skip, None)


def _all(index: CatalogueIndex, decisions: Decisions, labels: LabelSet, at_once: int) -> Iterator[QueuedQuestion]:
    waiting: list[tuple[float, int, QueuedQuestion]] = []
    order = count()  # of questions with the same value: an article's stay together
    for summary in chain.from_iterable(page.articles for page in pages(index, Listing(sort="priority"), at_once)):
        while waiting and -waiting[0][0] >= summary.priority:
            yield heappop(waiting)[2]
        view = article_view(summary.number, decisions.read(summary.number), labels)
        for question in view.questions:
            heappush(waiting, (-question.value, next(order), QueuedQuestion(view, question)))
    while waiting:
        yield heappop(waiting)[2]
