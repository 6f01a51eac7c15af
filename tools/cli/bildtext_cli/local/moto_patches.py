"""Avoids work that took two thirds of moto's time under load, without changing its responses."""

from __future__ import annotations

import base64
import copy
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import jsonpath_ng.ext
from moto import backends
from moto.core import responses
from moto.core.model import StructureShape
from moto.core.parse import BaseJSONParser
from moto.core.request import Request
from moto.core.serialize import BaseJSONSerializer
from moto.core.utils import camelcase_to_underscores
from moto.dynamodb.models.dynamo_type import DynamoType, Item, LimitedSizeDict
from moto.dynamodb.models.table import Table
from moto.dynamodb.models.utilities import bytesize
from moto.moto_api._internal.moto_random import MotoRandom
from moto.moto_server.werkzeug_app import DomainDispatcherApplication
from moto.sqs import models as sqs
from werkzeug.utils import cached_property

from bildtext_cli.local import moto_transactions
from bildtext_cli.local.moto_transactions import Change


def apply_patches() -> None:
    """Apply the changes, once per process. Raises AttributeError for anything that this version of moto lacks."""
    for owner, name, spared in changes():
        getattr(owner, name)  # setattr would not notice if it is missing
        setattr(owner, name, spared)


def changes() -> Iterator[Change]:
    """Yield the replacements as (owner, attribute name, replacement)."""
    modules = tuple(backends.list_of_moto_modules())
    yield backends, "list_of_moto_modules", lambda: modules  # else read from disk for every request
    yield jsonpath_ng.ext, "parse", cache(jsonpath_ng.ext.parser.parse)  # a rule's input paths, for every event
    yield sqs, "camelcase_to_underscores", cache(camelcase_to_underscores)  # attributes, for every message
    for name in ("camelcase_to_underscores", "method_names_from_class"):  # of an action and its class, for every call
        yield responses, name, cache(getattr(responses, name))
    yield MotoRandom, "get_random_string", _random_string
    yield Request, "raw_url", cached_property(vars(Request)["raw_url"].fget, "raw_url")
    yield (
        DomainDispatcherApplication,  # which tries the patterns of 200 services in turn
        "get_backend_for_host",
        cache(DomainDispatcherApplication.get_backend_for_host),
    )
    yield Table, "query", _query_one_partition(Table.query)
    yield BaseJSONSerializer, "_serialize_type_structure", _write_directly(BaseJSONSerializer._serialize_type_structure)
    yield BaseJSONParser, "_parse_structure", _read_directly(BaseJSONParser._parse_structure)
    yield Item, "__init__", _weigh_once
    yield DynamoType, "size", _size_in_place(DynamoType.size)
    yield DynamoType, "to_regular_json", _as_regular_json(DynamoType.to_regular_json)
    yield from moto_transactions.changes()


def _random_string(random: MotoRandom, length: int = 20, include_digits: bool = True, lower_case: bool = False) -> str:
    """Draw all characters of a request id at once; moto draws them one by one."""
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" + ("0123456789" if include_digits else "")
    drawn = "".join(random.choices(letters, k=length))
    return drawn.lower() if lower_case else drawn


# -- DynamoDB -----------------------------------------------------------------------------------------


def _query_one_partition(query: Callable[..., Any]) -> Callable[..., Any]:
    """moto sorts the entire table for each query; only one partition is needed."""

    def query_partition(table: Table, hash_key: DynamoType | None, *rest: Any, **more: Any) -> Any:
        index_name = more.get("index_name") or (rest[6] if len(rest) > 6 else None)
        if index_name is None and hash_key is not None and table.range_key_attr:
            partition, table = table.items.get(hash_key, {}), copy.copy(table)
            table.items = defaultdict(dict, {hash_key: partition})
        return query(table, hash_key, *rest, **more)

    return query_partition


def _weigh_once(item: Item, hash_key: DynamoType, range_key: DynamoType | None, attrs: dict[str, Any]) -> None:
    """moto checks the size of all attributes again with each one it adds; here it is checked once, with the last."""
    item.hash_key, item.range_key, item.attrs = hash_key, range_key, LimitedSizeDict()
    typed = {name: DynamoType(value) for name, value in attrs.items()}
    if not typed:  # of an item that an update creates
        return
    last = typed.popitem()
    dict.update(item.attrs, typed)
    item.attrs[last[0]] = last[1]


def _size_in_place(size: Callable[[DynamoType], int]) -> Callable[[DynamoType], int]:
    """moto copies the content of a map before it computes its size, at every depth."""

    def in_place(value: DynamoType) -> int:
        if value.is_map():
            return sum(bytesize(name) + _typed(item).size() for name, item in value.value.items())
        return size(value)

    return in_place


def _as_regular_json(as_json: Callable[[DynamoType], dict[str, Any]]) -> Callable[[DynamoType], dict[str, Any]]:
    """moto copies the content of a map or list before it converts it, at every depth."""

    def without_copies(value: DynamoType) -> dict[str, Any]:
        if value.is_map():
            return {"M": {name: _typed(item).to_regular_json() for name, item in value.value.items()}}
        if value.is_list():
            return {"L": [_typed(item).to_regular_json() for item in value.value]}
        return as_json(value)

    return without_copies


def _typed(value: Any) -> DynamoType:
    return value if isinstance(value, DynamoType) else DynamoType(value)


# -- DynamoDB's JSON ----------------------------------------------------------------------------------


def _write_directly(serialize: Callable[..., None]) -> Callable[..., None]:
    """An item's values already have DynamoDB's form; moto looks up each of a value's ten types under six names."""

    def serialize_directly(
        serializer: BaseJSONSerializer, serialized: dict[str, Any], value: Any, shape: StructureShape, key: str
    ) -> None:
        if shape.name == "AttributeValue" and type(value) is dict:
            serialized[key] = _converted(value, lambda binary: base64.b64encode(binary).decode())
        else:
            serialize(serializer, serialized, value, shape, key)

    return serialize_directly


def _read_directly(parse: Callable[..., Any]) -> Callable[..., Any]:
    """The reverse, for written values; anything that is not a DynamoDB value is left to moto."""

    def parse_directly(parser: BaseJSONParser, shape: StructureShape, value: Any) -> Any:
        if shape.name == "AttributeValue":
            try:
                return _converted(value, base64.b64decode)
            except (AttributeError, TypeError, ValueError):
                pass
        return parse(parser, shape, value)

    return parse_directly


_AS_THEY_ARE = {"S": str, "N": str, "BOOL": bool, "NULL": bool, "SS": list, "NS": list}


def _converted(value: dict[str, Any], binary: Callable[[Any], Any]) -> dict[str, Any]:
    """Apply `binary` to the bytes in a value like `{"M": {"vector": {"B": b"…"}}}`. Raises ValueError if invalid."""
    ((kind, content),) = value.items()
    if kind == "M":
        return {"M": {name: _converted(item, binary) for name, item in content.items()}}
    if kind == "L":
        return {"L": [_converted(item, binary) for item in content]}
    if kind == "B":
        return {"B": binary(content)}
    if kind == "BS":
        return {"BS": [binary(item) for item in content]}
    if not isinstance(content, _AS_THEY_ARE.get(kind, ())):
        raise ValueError(f"{kind} {type(content).__name__} is not a DynamoDB value.")
    return value
