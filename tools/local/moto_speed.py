"""Spares moto work that took two thirds of its time under load, without a change to what it answers."""

from __future__ import annotations

import base64
import copy
from collections import defaultdict
from functools import cache
from typing import Any

import jsonpath_ng.ext
from moto import backends
from moto.core.model import StructureShape
from moto.core.serialize import BaseJSONSerializer
from moto.core.utils import camelcase_to_underscores
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table
from moto.sqs import models as sqs


def spare_work() -> None:
    """Once per process, before the first request."""
    modules = tuple(backends.list_of_moto_modules())
    for module, name, spared in (
        (backends, "list_of_moto_modules", lambda: modules),  # read from the disk for every request
        (jsonpath_ng.ext, "parse", cache(jsonpath_ng.ext.parser.parse)),  # a rule's input paths, for every event
        (sqs, "camelcase_to_underscores", cache(camelcase_to_underscores)),  # a queue's attributes, for every message
    ):
        setattr(module, name, spared)
    _query_one_partition()
    _write_items_directly()


def _query_one_partition() -> None:
    """moto sorts all of a table for each query; what is asked for lies together."""
    query = Table.query

    def query_partition(table: Table, hash_key: DynamoType | None, *rest: Any, **more: Any) -> Any:
        index_name = more.get("index_name") or (rest[6] if len(rest) > 6 else None)
        if index_name is None and hash_key is not None and table.range_key_attr:
            partition, table = table.items.get(hash_key, {}), copy.copy(table)
            table.items = defaultdict(dict, {hash_key: partition})
        return query(table, hash_key, *rest, **more)

    setattr(Table, "query", query_partition)  # noqa: B010 (mypy lets no method be replaced)


def _write_items_directly() -> None:
    """An item's values have DynamoDB's form already; moto looks for each of a value's ten types under six names."""
    serialize = BaseJSONSerializer._serialize_type_structure

    def serialize_directly(
        serializer: BaseJSONSerializer, serialized: dict[str, Any], value: Any, shape: StructureShape, key: str
    ) -> None:
        if shape.name == "AttributeValue" and type(value) is dict:
            serialized[key] = _as_json(value)
        else:
            serialize(serializer, serialized, value, shape, key)

    setattr(BaseJSONSerializer, "_serialize_type_structure", serialize_directly)  # noqa: B010


def _as_json(value: dict[str, Any]) -> dict[str, Any]:
    """A value like `{"M": {"vector": {"B": b"…"}}}` with its bytes in base64."""
    ((kind, content),) = value.items()
    match kind:
        case "M":
            return {"M": {name: _as_json(one) for name, one in content.items()}}
        case "L":
            return {"L": [_as_json(one) for one in content]}
        case "B":
            return {"B": base64.b64encode(content).decode()}
        case "BS":
            return {"BS": [base64.b64encode(one).decode() for one in content]}
    return value
