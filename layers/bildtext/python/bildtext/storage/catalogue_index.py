"""The list of articles: pages in any order, filtered by state, searched by number or words; and a count per state.

A summary, the words that find it and its state's count are written in one transaction, so they never disagree. Nothing
here scans. The items and indices are in summary_items.py, orders in listings.py, merging in shard_queries.py.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol

from bildtext.aws import aws_errors
from bildtext.storage.dynamodb import read_keys
from bildtext.storage.listings import (
    MOST_SORTED,
    PAGE,
    Listing,
    Page,
    Sort,
    by_number,
    by_word,
    checked_query,
    is_descending,
    listed,
    number_order,
    sort_key,
)
from bildtext.storage.shard_queries import Item, Ordered, count_up_to, from_cursor, merged, to_cursor
from bildtext.storage.summary_items import (
    SHARDS,
    STATES,
    Summary,
    begins_with,
    counts_key,
    fingerprint,
    folded_words,
    shard_of,
    summary_item,
    summary_key,
    summary_of,
    word_item,
    word_key,
)

__all__ = ["PAGE", "CatalogueIndex", "DynamoCatalogueIndex", "Listing", "Page", "Sort", "pages"]

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_MOST_EXAMINED: Final = 2000  # articles per page where a filter follows the query; DynamoDB bills each of them
_PAUSES_S: Final = (0.02, 0.05, 0.1, 0.2, 0.4)  # between attempts at a transaction that met another one
_PROBE: Final = 100  # articles per word, to find the rarest
_NUMBERS: Final = "#"  # a cursor's mode in a search by number; that by words is the word that is read
_SORTED: Final = "="  # at the end of the mode if the articles are sorted


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


def pages(index: CatalogueIndex, listing: Listing, size: int = PAGE) -> Iterator[Page]:
    """All pages, each read when it is asked for. Raises as `find` does."""
    page = index.find(listing, page=size)
    yield page
    while page.cursor:
        page = index.find(listing, page.cursor, size)
        yield page


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
            return self._page(listing, "", self._examined(listing, listed(listing, after)), page)
        own = mode.removesuffix(_SORTED)
        if own in ("", _NUMBERS):
            found = self._search(listing, _NUMBERS, lambda key: by_number(listing, query, key), (), (mode, after), page)
            if found.articles or found.cursor or mode:
                return found
        if not (words := folded_words([query])):
            return Page((), "", listing.sort)
        chosen = own if own in words else self._rarest(words)
        return self._search(listing, chosen, lambda key: by_word(chosen, key), words, (mode, after), page)

    def _search(
        self,
        listing: Listing,
        name: str,
        ordered: Callable[[str], Ordered],
        words: tuple[str, ...],
        cursor: tuple[str, str],
        page: int,
    ) -> Page:
        """A page of what a search finds. `ordered` gives its index's list behind a key, `name` identifies it in
        cursors.

        Up to MOST_SORTED articles are read and sorted, for each page again; more stay in the index's order.
        """
        mode, after = cursor
        if mode == name:
            return self._page(listing, mode, self._examined(listing, ordered(after), name, words), page, words)
        examined: list[tuple[str, Summary | None]] = []
        found, waiting = 0, self._examined(listing, ordered(""), name, words)
        for one in waiting:
            examined.append(one)
            found += one[1] is not None
            if found > MOST_SORTED or len(examined) > _MOST_EXAMINED:
                break
        else:
            mode = mode or f"{name}{_SORTED}"
        if not mode:
            return self._page(listing, name, chain(examined, waiting), page, words)
        keys = {sort_key(listing.sort, one): one for _, one in examined if one is not None}
        backwards = is_descending(listing.sort)
        left = [key for key in keys if key and (not after or (key < after if backwards else key > after))]
        first = sorted(left, reverse=backwards)[:page]
        more = to_cursor(listing, mode, first[-1]) if len(left) > page else ""
        return Page(tuple(keys[key] for key in first), more, listing.sort)

    def _page(
        self,
        listing: Listing,
        mode: str,
        examined: Iterator[tuple[str, Summary | None]],
        page: int,
        words: tuple[str, ...] = (),
    ) -> Page:
        """The first articles of a list in its own order."""
        found: list[Summary] = []
        sort: Sort | Literal[""] = "" if words else number_order(listing) if mode else listing.sort
        after = ""
        for count, (key, summary) in enumerate(examined):
            if len(found) == page or count == _MOST_EXAMINED:
                return Page(tuple(found), to_cursor(listing, mode, after), sort)
            after = key
            if summary is not None:
                found.append(summary)
        return Page(tuple(found), "", sort)

    def _examined(
        self, listing: Listing, ordered: Ordered, name: str = "", words: tuple[str, ...] = ()
    ) -> Iterator[tuple[str, Summary | None]]:
        """The sort keys of a list with their summaries, None for those that do not pass the filters."""
        items = merged(self._client, self._table, ordered, self._pool)
        for key, word, summary in self._read_each(items) if words else _as_they_are(items, ordered):
            passes = summary is not None and listing.state in ("", summary.state)
            yield key, summary if passes and _has(summary, words, name, word) else None

    def _read_each(self, items: Iterator[Item]) -> Iterator[tuple[str, str, Summary | None]]:
        """The sort keys and words of word items with their articles' summaries, which are read in batches."""
        while batch := list(islice(items, PAGE)):
            numbers = dict.fromkeys(item["article"]["S"] for item in batch)
            read = self._batch([summary_key(number) for number in numbers])
            by_number = {summary.number: summary for summary in map(summary_of, read)}
            for item in batch:
                key: str = item["sk"]["S"]
                yield key, key.partition("#")[0], by_number.get(item["article"]["S"])

    def _rarest(self, words: tuple[str, ...]) -> str:
        """The beginning of words that finds the fewest articles, judged by one shard; the longest of those alike."""
        if len(words) == 1:
            return words[0]
        lists = [by_word(word, "") for word in words]
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


def _as_they_are(items: Iterator[Item], ordered: Ordered) -> Iterator[tuple[str, str, Summary | None]]:
    """The sort keys and summaries of an index's items, which are of no word."""
    return ((item[ordered.sort_key]["S"], "", summary_of(item)) for item in items)


def _has(summary: Summary | None, words: tuple[str, ...], name: str, word: str) -> bool:
    """Whether an article has words with each of these beginnings, and `word` is the first that begins with `name`: an
    article with several such words is found by one of them only."""
    if summary is None or not words:
        return summary is not None
    same = min((one for one in summary.words if begins_with(one, name)), default="")
    return word == same and all(any(begins_with(one, beginning) for one in summary.words) for beginning in words)


def _transaction(table: str, number: str, summary: Summary | None, before: Summary | None) -> list[Any]:
    """The writes that turn `before` into `summary`, if `before` is still stored."""
    condition: dict[str, Any] = {"ConditionExpression": "attribute_not_exists(pk)"}
    if before is not None:
        values = {":before": {"S": fingerprint(before)}}
        condition = {"ConditionExpression": "fingerprint = :before", "ExpressionAttributeValues": values}
    place = {"Item": summary_item(summary)} if summary else {"Key": summary_key(number)}
    actions: list[Any] = [{"Put" if summary else "Delete": {"TableName": table, **place, **condition}}]
    new, old = (set(one.words) if one else set() for one in (summary, before))
    actions += [{"Put": {"TableName": table, "Item": word_item(word, number)}} for word in sorted(new - old)]
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
