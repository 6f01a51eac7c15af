"""Examples of the house style, one to three per product group.

pk EXAMPLES   sk <group>   the texts, the version (from 1), who wrote them and when
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bildtext.aws import aws_errors
from bildtext.edit_errors import VersionConflict
from bildtext.storage.dynamodb import from_item, put, to_item

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True)
class HouseExamples:
    """The examples of a group; version 0 has none."""

    group: str
    version: int = 0
    examples: tuple[str, ...] = ()
    at: str = ""
    by: str = ""
    by_name: str = ""


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

    def write(self, examples: HouseExamples) -> None:
        """Write the version after the newest. Raises VersionConflict if that exists, TransientError."""
        row = {**_key(examples.group), **to_item({**vars(examples), "base": examples.version - 1})}
        condition = "version = :base" if examples.version > 1 else "attribute_not_exists(pk) OR version = :base"
        if put(self._client, self._table, f"store the examples of {examples.group!r}", row, condition) is None:
            newest = self.read(examples.group)
            if newest != examples:  # else the answer to the first attempt was lost
                raise VersionConflict(
                    f"The examples of {examples.group!r} are at version {newest.version}; load them again and repeat "
                    "the change.",
                    newest.version,
                )


def _key(group: str) -> dict[str, Any]:
    return {"pk": {"S": "EXAMPLES"}, "sk": {"S": group}}
