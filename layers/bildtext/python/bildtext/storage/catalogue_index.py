"""The list of articles: pages in any order, filtered by state, searched by number or words; and a count per state.

A summary, the words that find it and its state's count are written in one transaction, so they never disagree. Nothing
here scans. The items and indices are in summary_items.py, orders in listings.py, merging in shard_queries.py.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, Protocol

from bildtext.aws import aws_errors
from bildtext.storage.dynamodb import read_keys
from bildtext.storage.listings import (
    PAGE,
    Listing,
    Page,
    Sort,
    by_number,
    by_word,
    checked_query,
    listed,
    sort_of_search,
)
from bildtext.storage.shard_queries import Item, Ordered, count_up_to, from_cursor, merged, to_cursor
from bildtext.storage.summary_items import (
    SHARDS,
    STATES,
    Summary,
    counts_key,
    fingerprint,
    folded_words,
    shard_of,
    summary_item,
    summary_key,
    summary_of,
    word_key,
)

__all__ = ["PAGE", "CatalogueIndex", "DynamoCatalogueIndex", "Listing", "Page", "Sort"]

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_MOST_EXAMINED: Final = 2000  # articles per page where a filter follows the query; DynamoDB bills each of them
_PAUSES_S: Final = (0.02, 0.05, 0.1, 0.2, 0.4)  # between attempts at a transaction that met another one
_PROBE: Final = 100  # articles per word, to find the rarest
_NUMBERS: Final = "#"  # a cursor's mode in a search by number; that by words is the word that is read


class CatalogueIndex(Protocol):
    """Writes and lists summaries."""

    def find(self, listing: Listing, cursor: str = "", page: int = PAGE) -> Page:
        """A page of articles.

        Raises:
            InvalidRequest: an unknown state, a query that is too long, or a cursor of another listing.
            TransientError.
        """
        ...

    def counts(self) -> Mapping[str, int]:
        """The number of articles per state; 0 for states without any. Raises TransientError."""
        ...

    def read(self, number: str) -> Summary | None:
        """The summary of an article as it is now. Raises TransientError."""
        ...

    def write(self, number: str, summary: Summary | None, before: Summary | None) -> bool:
        """Replace the summary `before` with its words and count by `summary`; None is no summary.

        Returns False, and changes nothing, if `before` is not the stored one any more. If both are equal there is
        nothing to do. Raises TransientError.
        """
        ...


class DynamoCatalogueIndex:
    """The index in DynamoDB."""

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        self._client = client
        self._table = table
        self._pool = ThreadPoolExecutor(SHARDS, "shard")

    def find(self, listing: Listing, cursor: str = "", page: int = PAGE) -> Page:
        query = checked_query(listing)
        mode, after = from_cursor(listing, cursor) if cursor else ("", "")
        if not query:
            return self._page(listing, "", listed(listing, after), page)
        if mode in ("", _NUMBERS):
            found = self._page(listing, _NUMBERS, by_number(listing, query, after), page)
            if found.articles or found.cursor or mode:
                return found
        if not (words := folded_words([query])):
            return Page((), "", sort_of_search(listing))
        chosen = mode if mode in words else self._rarest(words)
        return self._page(listing, chosen, by_word(listing, chosen, after), page, frozenset(words))

    def _page(
        self, listing: Listing, mode: str, ordered: Ordered, page: int, words: frozenset[str] = frozenset()
    ) -> Page:
        """The first articles of a list that pass the filters; `words` are read by number, others as they are."""
        found: list[Summary] = []
        sort = sort_of_search(listing) if mode else listing.sort
        items = merged(self._client, self._table, ordered, self._pool)
        after, examined = "", 0
        for key, summary in self._read_each(items) if words else _as_they_are(items, ordered):
            if len(found) == page or examined == _MOST_EXAMINED:
                return Page(tuple(found), to_cursor(listing, mode, after), sort)
            after, examined = key, examined + 1
            if summary and listing.state in ("", summary.state) and words <= {*summary.words}:
                found.append(summary)
        return Page(tuple(found), "", sort)

    def _read_each(self, items: Iterator[Item]) -> Iterator[tuple[str, Summary | None]]:
        """The numbers of word items with their summaries, which are read in batches; None if there is none."""
        while numbers := [item["sk"]["S"] for item in islice(items, PAGE)]:
            read = self._batch([summary_key(number) for number in numbers])
            by_number = {summary.number: summary for summary in map(summary_of, read)}
            yield from ((number, by_number.get(number)) for number in numbers)

    def _rarest(self, words: tuple[str, ...]) -> str:
        """The word that finds the fewest articles, judged by one shard; the longest of those alike."""
        if len(words) == 1:
            return words[0]
        lists = [by_word(Listing(), word, "") for word in words]
        counts = list(self._pool.map(lambda one: count_up_to(self._client, self._table, one, _PROBE), lists))
        return min(zip(counts, words, strict=True), key=lambda pair: (pair[0], -len(pair[1])))[1]

    def counts(self) -> Mapping[str, int]:
        items = self._batch([counts_key(shard) for shard in range(SHARDS)])
        return {state: sum(int(item.get(state, {"N": "0"})["N"]) for item in items) for state in STATES}

    def read(self, number: str) -> Summary | None:
        with aws_errors(f"read the summary of article {number!r}"):
            answer = self._client.get_item(TableName=self._table, Key=summary_key(number), ConsistentRead=True)
        return summary_of(answer["Item"]) if "Item" in answer else None

    def write(self, number: str, summary: Summary | None, before: Summary | None) -> bool:
        if summary == before:
            return True
        actions = _transaction(self._table, number, summary, before)
        for pause in (*_PAUSES_S, None):
            with aws_errors(f"store the summary of article {number!r}"):
                try:
                    self._client.transact_write_items(TransactItems=actions)
                except self._client.exceptions.TransactionCanceledException as cancelled:
                    codes = {reason.get("Code") for reason in cancelled.response["CancellationReasons"]}
                    if "ConditionalCheckFailed" in codes:
                        return False
                    if "TransactionConflict" not in codes or pause is None:
                        raise
                else:
                    return True
            time.sleep(pause)
        raise AssertionError("unreachable")

    def _batch(self, keys: list[dict[str, Any]]) -> list[Mapping[str, Any]]:
        """The items with these keys that exist."""
        return list(read_keys(self._client, self._table, keys, ConsistentRead=False))


def _as_they_are(items: Iterator[Item], ordered: Ordered) -> Iterator[tuple[str, Summary | None]]:
    """The sort keys and summaries of an index's items."""
    return ((item[ordered.sort_key]["S"], summary_of(item)) for item in items)


def _transaction(table: str, number: str, summary: Summary | None, before: Summary | None) -> list[Any]:
    """The writes that turn `before` into `summary`, if `before` is still stored."""
    condition: dict[str, Any] = {"ConditionExpression": "attribute_not_exists(pk)"}
    if before is not None:
        values = {":before": {"S": fingerprint(before)}}
        condition = {"ConditionExpression": "fingerprint = :before", "ExpressionAttributeValues": values}
    place = {"Item": summary_item(summary)} if summary else {"Key": summary_key(number)}
    actions: list[Any] = [{"Put" if summary else "Delete": {"TableName": table, **place, **condition}}]
    new, old = (set(one.words) if one else set() for one in (summary, before))
    actions += [{"Put": {"TableName": table, "Item": word_key(word, number)}} for word in sorted(new - old)]
    actions += [{"Delete": {"TableName": table, "Key": word_key(word, number)}} for word in sorted(old - new)]
    return actions + _counting(table, number, summary, before)


def _counting(table: str, number: str, summary: Summary | None, before: Summary | None) -> list[Any]:
    states = {one.state: amount for one, amount in ((before, "-1"), (summary, "1")) if one}
    if before and summary and before.state == summary.state:
        return []
    update = {
        "TableName": table,
        "Key": counts_key(shard_of(number)),
        "UpdateExpression": "ADD " + ", ".join(f"#{state} :{state}" for state in states),
        "ExpressionAttributeNames": {f"#{state}": state for state in states},
        "ExpressionAttributeValues": {f":{state}": {"N": amount} for state, amount in states.items()},
    }
    return [{"Update": update}]
