"""Makes moto's DynamoDB writes atomic, and its transactions quick.

In moto, two threads can both find the condition of a write met, and the later one overwrites the earlier one's item. It
copies the entire table for each action of a transaction; if one fails, it puts the copy in the table's place, and loses
what others have written in the meantime. Here one write runs at a time, and a failed transaction restores its items.
"""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import wraps
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
    one_at_a_time = threading.RLock()  # a transaction makes single writes
    for name in ("put_item", "update_item", "delete_item"):
        yield DynamoDBBackend, name, _locked(getattr(DynamoDBBackend, name), one_at_a_time)
    all_or_none = _all_or_none(DynamoDBBackend.transact_write_items)
    yield DynamoDBBackend, "transact_write_items", _locked(all_or_none, one_at_a_time)


def _no_tables(value: Any) -> Any:
    return value if isinstance(value, Table) else copy.deepcopy(value)


def _locked(write: Callable[..., Any], lock: AbstractContextManager[Any]) -> Callable[..., Any]:
    @wraps(write)
    def write_alone(*args: Any, **kwargs: Any) -> Any:
        with lock:
            return write(*args, **kwargs)

    return write_alone


def _all_or_none(transact: Callable[..., None]) -> Callable[..., None]:
    def transact_or_restore(backend: DynamoDBBackend, transact_items: list[dict[str, Any]]) -> None:
        places = list(_places(backend, transact_items))
        before = [copy.deepcopy(table.items.get(hash_key, {}).get(range_key)) for table, hash_key, range_key in places]
        try:
            transact(backend, transact_items)
        except Exception:
            _restore(places, before)
            raise

    return transact_or_restore


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
