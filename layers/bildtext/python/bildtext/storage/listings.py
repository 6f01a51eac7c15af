"""Which articles can be listed in which order, and the index that has them in this order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from bildtext.errors import InvalidRequest
from bildtext.json_text import JsonError, check_json
from bildtext.storage.shard_queries import Ordered
from bildtext.storage.summary_items import INDEXES, STATES, STEM, Summary, summary_item

Sort = Literal["updated", "-updated", "number", "-number", "priority"]
PAGE: Final = 50
LONGEST_QUERY: Final = 200  # characters
MOST_SORTED: Final = 500  # articles that a search reads to sort them: the index has them in another order
_BY_NUMBER: Final = ("number", "-number")


@dataclass(frozen=True)
class Listing:
    """Which articles, in which order. `state` "" is any; `query` a number's beginning, or beginnings of words.

    `sort` priority lists articles with open questions only, the most valuable question first.
    """

    state: str = ""
    query: str = ""
    sort: Sort = "-updated"


@dataclass(frozen=True)
class Page:
    """At most as many articles as were asked for; `cursor` continues, "" at the end. Fewer with a cursor is possible
    where few of many articles pass a filter. `sort` is the order used: a search that finds more than MOST_SORTED
    articles is in the order of its index, by number or, "", by word."""

    articles: tuple[Summary, ...]
    cursor: str
    sort: Sort | Literal[""]


def checked_query(listing: Listing) -> str:
    """What is searched for, "" for nothing. Raises InvalidRequest for a listing that cannot be."""
    if listing.state and listing.state not in STATES:
        raise InvalidRequest(f"There is no state {listing.state!r}; the states are {', '.join(STATES)}.")
    if listing.sort not in get_args(Sort):
        raise InvalidRequest(f"Articles cannot be sorted by {listing.sort!r}; say {', '.join(get_args(Sort))}.")
    query = listing.query.strip()
    if len(query) > LONGEST_QUERY:
        raise InvalidRequest(f"A search has at most {LONGEST_QUERY} characters; leave some words out.")
    try:
        check_json(query)
    except JsonError as error:
        raise InvalidRequest(f"The search {error}.") from error
    return query


def listed(listing: Listing, after: str) -> Ordered:
    """All articles, or those in a state."""
    if listing.sort == "priority":
        return _ordered("ReviewQueue", "QUEUE", descending=True, after=after)
    by = "ByNumber" if listing.sort in _BY_NUMBER else "ByUpdated"
    index, partition = (f"State{by}", listing.state) if listing.state else (by, "ALL")
    return _ordered(index, partition, descending=is_descending(listing.sort), after=after)


def by_number(listing: Listing, prefix: str, after: str) -> Ordered:
    """Articles whose numbers begin with `prefix`."""
    index, partition = ("StateByNumber", listing.state) if listing.state else ("ByNumber", "ALL")
    return _ordered(index, partition, descending=listing.sort == "-number", prefix=prefix, after=after)


def by_word(word: str, after: str) -> Ordered:
    """The items of the words that begin with `word`, or of itself if it is shorter than STEM."""
    return Ordered(
        None, "pk", "sk", f"WORD#{word[:STEM]}", prefix=word if len(word) >= STEM else f"{word}#", after=after
    )


def number_order(listing: Listing) -> Sort:
    """The order of a search by number that is not sorted."""
    return listing.sort if listing.sort in _BY_NUMBER else "number"


def sort_key(sort: Sort, summary: Summary) -> str:
    """The key by which `sort` orders an article; "" if it leaves it out."""
    name = "priority_key" if sort == "priority" else "number" if sort in _BY_NUMBER else "updated_key"
    item: dict[str, Any] = summary_item(summary)
    return str(item[name]["S"]) if name in item else ""


def is_descending(sort: Sort) -> bool:
    """Whether the highest sort key comes first."""
    return sort == "priority" or sort.startswith("-")


def _ordered(index: str, partition: str, **more: Any) -> Ordered:
    partition_key, sort_key = INDEXES[index]
    return Ordered(index, partition_key, sort_key, partition, **more)
