"""Examples of the house style, one to three per product group, and every change of them.

pk EXAMPLES           sk <group>                      the newest texts, the version (from 1), who wrote them and when
pk EXAMPLES#<group>   sk CHANGE#<version, ten digits> what version replaced by what; never changed, never deleted
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from bildtext.aws import aws_errors
from bildtext.edit_errors import VersionConflict
from bildtext.storage.dynamodb import from_item, to_item

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

MOST_CHANGES: Final = 30  # that are read: of up to 24 kB each


@dataclass(frozen=True)
class HouseExamples:
    """The examples of a group; version 0 has none."""

    group: str
    version: int = 0
    examples: tuple[str, ...] = ()
    at: str = ""
    by: str = ""
    by_name: str = ""


@dataclass(frozen=True)
class ExamplesChange:
    """The change that made a version. `undone` is the version whose change it undid, 0 if somebody wrote the texts."""

    version: int
    before: tuple[str, ...]
    after: tuple[str, ...]
    at: str
    by: str
    by_name: str
    undone: int = 0


class DynamoHouseExamples:
    """Examples in DynamoDB."""

    def __init__(self, client: DynamoDBClient, table: str) -> None:
        self._client = client
        self._table = table

    def read(self, group: str) -> HouseExamples:
        """The newest version. Raises TransientError."""
        with aws_errors(f"read the examples of {group!r}"):
            answer = self._client.get_item(TableName=self._table, Key=_key(group), ConsistentRead=True)
        found = from_item(answer.get("Item", {}))
        if not found:
            return HouseExamples(group)
        values = {name: value for name, value in found.items() if name not in ("pk", "sk", "base")}
        return HouseExamples(**{**values, "examples": tuple(found.get("examples", ()))})

    def changes(self, group: str) -> tuple[ExamplesChange, ...]:
        """The last MOST_CHANGES changes, newest first. Raises TransientError."""
        with aws_errors(f"read the changes of the examples of {group!r}"):
            answer = self._client.query(
                TableName=self._table,
                KeyConditionExpression="pk = :pk",
                ExpressionAttributeValues={":pk": {"S": f"EXAMPLES#{group}"}},
                ConsistentRead=True,
                ScanIndexForward=False,
                Limit=MOST_CHANGES,
            )
        return tuple(_change(item) for item in answer["Items"])

    def write(self, group: str, change: ExamplesChange) -> HouseExamples:
        """Write the version after the newest, together with its change; returns it.

        Raises VersionConflict if that version exists or the one before does not, TransientError.
        """
        examples = HouseExamples(group, change.version, change.after, change.at, change.by, change.by_name)
        before = to_item({":base": change.version - 1}) if change.version > 1 else {}
        newest: Any = {
            "TableName": self._table,
            "Item": {**_key(group), **to_item(vars(examples))},
            "ConditionExpression": "version = :base" if before else "attribute_not_exists(pk)",
            **({"ExpressionAttributeValues": before} if before else {}),
        }
        row = {"pk": {"S": f"EXAMPLES#{group}"}, "sk": {"S": f"CHANGE#{change.version:010d}"}}
        history: Any = {"TableName": self._table, "Item": {**row, **to_item(vars(change))}}
        with aws_errors(f"store the examples of {group!r}"):
            try:
                self._client.transact_write_items(TransactItems=[{"Put": newest}, {"Put": history}])
            except self._client.exceptions.TransactionCanceledException as cancelled:
                codes = {reason.get("Code") for reason in cancelled.response["CancellationReasons"]}
                if "ConditionalCheckFailed" not in codes:
                    raise
                stored = self.read(group)
                if stored != examples:  # else the answer to the first attempt was lost
                    raise VersionConflict(
                        f"The examples of {group!r} are at version {stored.version}; load them again and repeat the "
                        "change.",
                        stored.version,
                    ) from cancelled
        return examples


def undone_changes(changes: Iterable[ExamplesChange]) -> frozenset[int]:
    """The versions of changes that were undone, by an undo that was not undone itself."""
    undone: set[int] = set()
    for change in sorted(changes, key=lambda one: -one.version):
        if change.undone and change.version not in undone:
            undone.add(change.undone)
    return frozenset(undone)


def _change(item: Mapping[str, Any]) -> ExamplesChange:
    values = {name: value for name, value in from_item(item).items() if name not in ("pk", "sk")}
    return ExamplesChange(**{**values, "before": tuple(values["before"]), "after": tuple(values["after"])})


def _key(group: str) -> dict[str, Any]:
    return {"pk": {"S": "EXAMPLES"}, "sk": {"S": group}}
