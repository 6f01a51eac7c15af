"""Makes moto's DynamoDB transactions atomic and quick.

moto copies the entire table for each action of a transaction. If one fails, it puts the copy in the table's place, and
loses what others have written in the meantime. Here one transaction runs at a time; a failed one restores its items.
"""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable, Iterator, Sequence
from types import SimpleNamespace
from typing import Any

from moto.dynamodb import models
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table

Change = tuple[Any, str, Any]  # owner, attribute name, replacement
Place = tuple[Table, DynamoType, DynamoType | None]


def changes() -> Iterator[Change]:
    """The replacements as (owner, attribute name, replacement)."""
    yield models, "copy", SimpleNamespace(copy=copy.copy, deepcopy=_no_tables)
    yield DynamoDBBackend, "transact_write_items", _atomic(DynamoDBBackend.transact_write_items)


def _no_tables(value: Any) -> Any:
    return value if isinstance(value, Table) else copy.deepcopy(value)


def _atomic(transact: Callable[..., None]) -> Callable[..., None]:
    lock = threading.Lock()

    def transact_alone(backend: DynamoDBBackend, transact_items: list[dict[str, Any]]) -> None:
        with lock:
            places = list(_places(backend, transact_items))
            before = [
                copy.deepcopy(table.items.get(hash_key, {}).get(range_key)) for table, hash_key, range_key in places
            ]
            try:
                transact(backend, transact_items)
            except Exception:
                _restore(places, before)
                raise

    return transact_alone


def _places(backend: DynamoDBBackend, transact_items: Sequence[dict[str, Any]]) -> Iterator[Place]:
    for action in transact_items:
        (operation,) = action.values()
        table = backend.tables.get(operation["TableName"])
        if table is not None and table.range_key_attr:
            key = operation.get("Key") or operation["Item"]
            yield table, DynamoType(key[table.hash_key_attr]), DynamoType(key[table.range_key_attr])


def _restore(places: Sequence[Place], before: Sequence[Any]) -> None:
    for (table, hash_key, range_key), item in zip(places, before, strict=True):
        if item is not None:
            table.items[hash_key][range_key] = item
        elif hash_key in table.items:
            table.items[hash_key].pop(range_key, None)
