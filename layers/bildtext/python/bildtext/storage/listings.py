"""Which articles can be listed in which order, and the index that has them in this order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from bildtext.errors import InvalidRequest
from bildtext.json_text import JsonError, check_json
from bildtext.storage.shard_queries import Ordered
from bildtext.storage.summary_items import INDEXES, STATES, Summary

Sort = Literal["updated", "-updated", "number", "-number", "priority"]
PAGE: Final = 50
LONGEST_QUERY: Final = 200  # characters
_BY_NUMBER: Final = ("number", "-number")


@dataclass(frozen=True)
class Listing:
    """Which articles, in which order. `state` "" is any; `query` a number's beginning, or words.

    `sort` priority lists articles with open questions only, the most valuable question first.
    """

    state: str = ""
    query: str = ""
    sort: Sort = "-updated"


@dataclass(frozen=True)
class Page:
    """At most as many articles as were asked for; `cursor` continues, "" at the end. Fewer with a cursor is possible
    where few of many articles pass a filter. `sort` is the order used: a search is always ordered by number."""

    articles: tuple[Summary, ...]
    cursor: str
    sort: Sort


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
    return _ordered(index, partition, descending=listing.sort.startswith("-"), after=after)


def by_number(listing: Listing, prefix: str, after: str) -> Ordered:
    """Articles whose numbers begin with `prefix`."""
    index, partition = ("StateByNumber", listing.state) if listing.state else ("ByNumber", "ALL")
    return _ordered(index, partition, descending=listing.sort == "-number", prefix=prefix, after=after)


def by_word(listing: Listing, word: str, after: str) -> Ordered:
    """The items of a word."""
    return Ordered(None, "pk", "sk", f"WORD#{word}", descending=listing.sort == "-number", after=after)


def sort_of_search(listing: Listing) -> Sort:
    """The order of a search: by number."""
    return listing.sort if listing.sort in _BY_NUMBER else "number"


def _ordered(index: str, partition: str, **more: Any) -> Ordered:
    partition_key, sort_key = INDEXES[index]
    return Ordered(index, partition_key, sort_key, partition, **more)
