"""The SUMMARY item of an article and its place in the indices.

pk ARTICLE#<number>     sk SUMMARY          what the list shows of an article; written by the projection only
pk WORD#<stem>#<shard>  sk <word>#<number>  the article's summary has this word (folded, see `folded_words`); the stem
                                            is its first STEM characters
pk COUNTS#<shard>       sk STATES           number of articles per state, an attribute for each

Only SUMMARY items have the attributes of the indices, so these are sparse. A shard is crc32 of the number modulo
SHARDS: no partition gets more than a sixteenth of all writes.

index           partition key   sort key       values of the partition key
ByUpdated       all_shard       updated_key    ALL#<shard>
ByNumber        all_shard       number
StateByUpdated  state_shard     updated_key    <state>#<shard>
StateByNumber   state_shard     number
ReviewQueue     queue_shard     priority_key   QUEUE#<shard>, only articles with open questions

All are strings, and every index projects all attributes.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal, get_args

from bildtext.storage.dynamodb import article_key

SHARDS: Final = 16
State = Literal["new", "tagged", "described", "unclear", "released", "failed"]
STATES: Final[tuple[str, ...]] = get_args(State)
INDEXES: Final = {  # name: (partition key, sort key)
    "ByUpdated": ("all_shard", "updated_key"),
    "ByNumber": ("all_shard", "number"),
    "StateByUpdated": ("state_shard", "updated_key"),
    "StateByNumber": ("state_shard", "number"),
    "ReviewQueue": ("queue_shard", "priority_key"),
}
MOST_WORDS: Final = 40  # old and new words, summary and count are one transaction, which has at most 100 items
STEM: Final = 3  # characters of a word that its partition is named by: a search finds words that begin with so many
_LONGEST_WORD: Final = 60  # characters, of up to 4 bytes
_LONGEST_NUMBER: Final = 900  # bytes within a sort key, which has at most 1024
_LONGEST_WITH_WORD: Final = 700
_LARGEST_PRIORITY: Final = 1_000_000.0


@dataclass(frozen=True)
class ArticleError:
    """A photo (or "article.json") that was refused, and why; `code` is that of the error."""

    key: str
    code: str
    reason: str


@dataclass(frozen=True)
class Summary:
    """What the list shows of an article.

    `photos` counts all, `tagged` and `failed` some of them; `questions` is the number of open questions and `priority`
    the highest of their values. `words` are those the search finds it by, at most MOST_WORDS; `thumbnail` is a photo's
    key. `errors` are the first few.
    """

    number: str
    title: str
    brand: str
    state: str
    updated_at: str
    photos: int
    tagged: int
    failed: int
    questions: int
    priority: float
    words: tuple[str, ...] = ()
    thumbnail: str = ""
    released_at: str = ""
    errors: tuple[ArticleError, ...] = ()


def shard_of(number: str) -> int:
    """The shard of an article, 0 to SHARDS - 1."""
    return zlib.crc32(number.encode()) % SHARDS


def folded_words(texts: Iterable[str]) -> tuple[str, ...]:
    """The distinct words of texts in the form in which they are compared: without case, accents and umlauts.

    "Grün", "grun" and "GRUEN" are the same word. Words of one character are left out.
    """
    words: dict[str, None] = {}
    for text in texts:
        plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
        for word in re.findall(r"[^\W_]{2,}", re.sub(r"(?<=[aou])e", "", plain)):
            words[word[:_LONGEST_WORD]] = None
    return tuple(words)


def summary_key(number: str) -> dict[str, Any]:
    """The key of an article's SUMMARY item."""
    return {"pk": {"S": article_key(number)}, "sk": {"S": "SUMMARY"}}


def word_key(word: str, number: str) -> dict[str, Any]:
    """The key of the item by which a word finds an article."""
    sort_key = f"{word}#{_short(number, _LONGEST_WITH_WORD)}"
    return {"pk": {"S": f"WORD#{word[:STEM]}#{shard_of(number)}"}, "sk": {"S": sort_key}}


def word_item(word: str, number: str) -> dict[str, Any]:
    """The item by which a word finds an article."""
    return {**word_key(word, number), "article": {"S": number}}


def counts_key(shard: int) -> dict[str, Any]:
    """The key of a shard's counts."""
    return {"pk": {"S": f"COUNTS#{shard}"}, "sk": {"S": "STATES"}}


def begins_with(word: str, beginning: str) -> bool:
    """Whether a search for `beginning` finds a word: it begins with it, or is the same if that is shorter than STEM."""
    return word.startswith(beginning) if len(beginning) >= STEM else word == beginning


def fingerprint(summary: Summary) -> str:
    """A hash of the content, by which a write recognises the summary it replaces."""
    return hashlib.sha256(_content(summary).encode()).hexdigest()[:32]


def summary_item(summary: Summary) -> dict[str, Any]:
    """The stored item. The summary is JSON in `content`, beside the attributes that indices and conditions use."""
    shard = shard_of(summary.number)
    values = {
        "number": summary.number,
        "all_shard": f"ALL#{shard}",
        "state_shard": f"{summary.state}#{shard}",
        "updated_key": f"{summary.updated_at}#{_short(summary.number)}",
        "fingerprint": fingerprint(summary),
        "content": _content(summary),
    }
    if summary.questions:
        priority = round(min(summary.priority, _LARGEST_PRIORITY) * 1000)
        values |= {"queue_shard": f"QUEUE#{shard}", "priority_key": f"{priority:010d}#{_short(summary.number)}"}
    return {**summary_key(summary.number), **{name: {"S": value} for name, value in values.items()}}


def summary_of(item: Mapping[str, Any]) -> Summary:
    """The reverse of `summary_item`."""
    values: dict[str, Any] = json.loads(item["content"]["S"])
    errors = tuple(ArticleError(**error) for error in values.pop("errors"))
    return Summary(**{**values, "words": tuple(values["words"])}, errors=errors)


def _content(summary: Summary) -> str:
    return json.dumps(asdict(summary), ensure_ascii=False, separators=(",", ":"))


def _short(number: str, longest: int = _LONGEST_NUMBER) -> str:
    data = number.encode()
    return number if len(data) <= longest else hashlib.sha256(data).hexdigest()
