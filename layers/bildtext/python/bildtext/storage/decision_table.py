"""Decisions in the article table, appended with optimistic locking and read together with the article.

pk ARTICLE#<number>   sk DECISION#<version, ten digits>   one decision; never changed, never deleted
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final, Protocol

from bildtext.aws import aws_errors
from bildtext.decision_json import decision_json, decision_of, kind_of
from bildtext.decisions import Decided, Decision, TagsDecided, fold, overlapping
from bildtext.edit_errors import VersionConflict
from bildtext.errors import PayloadTooLarge, TransientError
from bildtext.storage.article_table import StoredArticle, read_items, stored_article
from bildtext.storage.dynamodb import article_key, put

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

LARGEST: Final = 300_000  # bytes; DynamoDB's limit for an item is 400 kB
_ATTEMPTS: Final = 5  # at appending tags behind other people's decisions
_DECISION: Final = "DECISION#"


@dataclass(frozen=True)
class CatalogueArticle:
    """All items of an article: what the machine stored, and the decisions, oldest first."""

    stored: StoredArticle = field(default_factory=StoredArticle)
    decisions: tuple[Decision, ...] = ()

    @cached_property
    def decided(self) -> Decided:
        """What the decisions amount to."""
        return fold(self.decisions)

    @property
    def exists(self) -> bool:
        """Whether there is any photo, data or text now; decisions outlive them."""
        return bool(self.stored.data or self.stored.text or self.stored.photos)


class Decisions(Protocol):
    """Reads articles with their decisions, and appends decisions."""

    def read(self, article: str) -> CatalogueArticle:
        """The article; empty if there is none. One query. Raises TransientError."""
        ...

    def append(self, article: str, decision: Decision) -> None:
        """Append a decision whose version is the newest one's plus 1. Appending the same again changes nothing.

        Raises:
            VersionConflict: another decision has that version, or none has the version before it.
            PayloadTooLarge: the decision has more than LARGEST bytes.
            TransientError: it may or may not have been appended.
        """
        ...


def append_tags(decisions: Decisions, article: str, decision: TagsDecided) -> TagsDecided:
    """Append choices of tags, behind newer decisions if none of them is about the same photo and facet.

    `decision.version` is that of the article as the editor saw it, plus 1. Returns the decision as it was appended. A
    repeated call changes nothing: who has lost the answer sends the same choices again, based on the same version.

    Raises:
        VersionConflict: a newer decision is about the same photo and facet, or this version is from the future.
        PayloadTooLarge, TransientError.
    """
    appended = decision
    for _ in range(_ATTEMPTS):
        try:
            decisions.append(article, appended)
        except VersionConflict as conflict:
            history = decisions.read(article).decisions
            newer = overlapping(decision, history)
            if newer and isinstance(last := newer[-1], TagsDecided) and _repeats(decision, last):
                return last
            if conflict.version < decision.version or newer:
                raise
            appended = replace(decision, version=history[-1].version + 1)
        else:
            return appended
    raise TransientError(f"Article {article!r} is being changed by many people at once; try again.")


def _repeats(decision: TagsDecided, earlier: TagsDecided) -> bool:
    return (decision.by, decision.choices, decision.bulk) == (earlier.by, earlier.choices, earlier.bulk)


class DynamoDecisions:
    """Decisions in DynamoDB: one query reads an article, one query and one conditional write append a decision."""

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        self._client = client
        self._table = table

    def read(self, article: str) -> CatalogueArticle:
        items = read_items(self._client, self._table, article)
        for item in items:
            item.pop("vector", None)  # not used by editors, and to read it numpy would be imported
        decisions = [item for item in items if item["sk"]["S"].startswith(_DECISION)]
        return CatalogueArticle(stored_article(items), tuple(decision_of(item["content"]["S"]) for item in decisions))

    def append(self, article: str, decision: Decision) -> None:
        content, version = checked_content(decision), decision.version
        # Without this read, a version from the future would leave a gap. Versions are never deleted, so it stays true.
        newer = self._since(article, version - 1)
        if version < 1 or list(newer) != ([version - 1] if version > 1 else []):
            if newer.get(version) != content:  # the same again: the caller repeats a call whose answer was lost
                raise conflict(article, decision, max(newer or self._since(article, 1), default=0))
            return
        row = {
            "pk": {"S": article_key(article)},
            "sk": {"S": _sort_key(version)},
            "kind": {"S": kind_of(decision)},  # these three are for people who look into the table
            "at": {"S": decision.at},
            "by": {"S": decision.by},
            "content": {"S": content},
        }
        doing = f"store a decision about article {article!r}"
        if put(self._client, self._table, doing, row, "attribute_not_exists(pk) OR content = :content") is None:
            raise conflict(article, decision, max(self._since(article, version)))

    def _since(self, article: str, version: int) -> Mapping[int, str]:
        """Version → content of the decisions from `version` on, newest first; at most 1 MB of them."""
        with aws_errors(f"read the decisions about article {article!r}"):
            answer = self._client.query(
                TableName=self._table,
                KeyConditionExpression="pk = :pk AND sk BETWEEN :first AND :last",
                ExpressionAttributeValues={
                    ":pk": {"S": article_key(article)},
                    ":first": {"S": _sort_key(version)},
                    ":last": {"S": f"{_DECISION}~"},
                },
                ConsistentRead=True,
                ScanIndexForward=False,
            )
        found = answer["Items"]
        return {int(item["sk"]["S"].removeprefix(_DECISION)): item["content"]["S"] for item in found}


def checked_content(decision: Decision) -> str:
    """The decision as JSON. Raises PayloadTooLarge for more than LARGEST bytes."""
    content = decision_json(decision)
    if (size := len(content.encode())) > LARGEST:
        raise PayloadTooLarge(
            f"The change has {size / 1000:.0f} kB, {LARGEST // 1000} kB are the limit; change less at once."
        )
    return content


def conflict(article: str, decision: Decision, newest: int) -> VersionConflict:
    """The error for a decision that is not based on the newest version."""
    based = decision.version - 1
    return VersionConflict(
        f"Article {article!r} is at version {newest}, and this change is based on version {based}; load the article "
        "again and repeat the change.",
        newest,
    )


def _sort_key(version: int) -> str:
    return f"{_DECISION}{max(version, 0):010d}"
