"""Queries of a table on moto that does not change: moto looks through the entire table for each."""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from moto.dynamodb.models.table import Table

Items = dict[Any, dict[Any, Any]]


@contextmanager
def static_tables() -> Iterator[None]:
    """In the block, each query gets only the items of its partition, which are collected once per key attribute."""
    query, partitions = Table.query, dict[str, dict[str, Items]]()

    def collected(table: Any, attribute: str) -> dict[str, Items]:
        by_value: dict[str, Items] = defaultdict(lambda: defaultdict(dict))
        for hash_key, items in table.items.items():
            for range_key, item in items.items():
                if attribute in item.attrs:
                    by_value[item.attrs[attribute].value][hash_key][range_key] = item
        return by_value

    def query_partition(table: Any, *rest: Any, **more: Any) -> Any:
        ((attribute, value),) = more["hash_key_conditions"]
        if attribute not in partitions:
            partitions[attribute] = collected(table, attribute)
        partition = copy.copy(table)
        partition.items = partitions[attribute].get(value.value, {})
        return query(partition, *rest, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Table, "query", query_partition)
        yield
