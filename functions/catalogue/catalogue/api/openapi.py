"""/openapi.json (OpenAPI 3.1), generated from the models that read the requests and make the answers."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

from aws_lambda_powertools.event_handler import Response
from pydantic import BaseModel, ConfigDict, TypeAdapter

from bildtext.access import ACCESS, RESOURCE_SERVER
from bildtext.http_app import json_response, route
from bildtext.problems import CONTENT_TYPE
from catalogue.api.operations import OPERATIONS, Operation
from catalogue.http import app

_JSON: Final = "application/json"
_PUBLIC: Final = {"Cache-Control": "public, max-age=300"}


class ProblemDocument(BaseModel):
    """RFC 9457. `code` is stable; a conflict has `version` (the newest), `yours` and `theirs` too."""

    model_config = ConfigDict(extra="allow")
    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str


@route(app, "GET /openapi.json")
def get_openapi() -> Response[str]:
    """The document, for this address of the API."""
    server = app.context["path"].prefix or "/"
    return json_response({**document(), "servers": [{"url": server}]}, headers=_PUBLIC)


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document, without `servers`."""
    schemas = _Schemas()
    paths: dict[str, dict[str, Any]] = {}
    for key, operation in OPERATIONS.items():
        method, _, template = key.partition(" ")
        path = template.replace("+}", "}")
        paths.setdefault(path, {})[method.lower()] = _operation(key, operation, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Bildtext", "version": "1", "description": "Product photos → tags, product data → texts."},
        "paths": paths,
        "components": {
            "schemas": schemas.components(),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


class _Schemas:
    """JSON Schemas of all models, made in one go, so that equal names are told apart."""

    def __init__(self) -> None:
        models = [ProblemDocument]
        for operation in OPERATIONS.values():
            models += [operation.request, operation.query, *(model for _, model in operation.answers)]
        adapters = {repr(model): TypeAdapter(model) for model in models if model is not None}
        inputs: Any = [
            (name, mode, adapter) for name, adapter in adapters.items() for mode in ("validation", "serialization")
        ]
        self._by_model, definitions = TypeAdapter.json_schemas(inputs, ref_template="#/components/schemas/{model}")
        self._definitions: dict[str, Any] = definitions.get("$defs", {})

    def request(self, model: Any) -> Any:
        """The schema of what is sent."""
        return self._by_model[repr(model), "validation"]

    def answer(self, model: Any) -> Any:
        """The schema of what is answered."""
        return self._by_model[repr(model), "serialization"]

    def named(self, schema: dict[str, Any]) -> dict[str, Any]:
        """What a reference leads to."""
        found: dict[str, Any] = self._definitions[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
        return found

    def components(self) -> dict[str, Any]:
        """All schemas by name."""
        return self._definitions


def _operation(key: str, operation: Operation, schemas: _Schemas) -> dict[str, Any]:
    access = ACCESS.get(key)
    made: dict[str, Any] = {
        "operationId": "_".join(re.findall(r"\w+", key)).lower(),
        "summary": operation.summary,
        "parameters": [*_in_path(key), *_in_query(operation, schemas)],
        "responses": {
            **{str(status): _success(status, model, schemas) for status, model in operation.answers},
            **({"409": _problem("The newest and the sent version", schemas)} if operation.conflicts else {}),
            "default": _problem("A problem document", schemas),
        },
        "security": [{"token": [f"{RESOURCE_SERVER}/{access.scope}"]}] if access else [],
    }
    if access:
        made["x-roles"] = sorted(access.roles)
    if operation.request is not None:
        content = {_JSON: {"schema": schemas.request(operation.request)}} | {kind: {} for kind in operation.files}
        made["requestBody"] = {"required": True, "content": content}
    return made


def _in_path(key: str) -> list[dict[str, Any]]:
    names = re.findall(r"{(\w+)\+?}", key)
    return [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]


def _in_query(operation: Operation, schemas: _Schemas) -> list[dict[str, Any]]:
    if operation.query is None:
        return []
    schema = schemas.named(schemas.request(operation.query))
    required = schema.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in required, "schema": properties}
        for name, properties in schema["properties"].items()
    ]


def _success(status: int, model: Any, schemas: _Schemas) -> dict[str, Any]:
    if model is None:
        return {"description": "Elsewhere", "headers": {"Location": {"schema": {"type": "string"}}}}
    return {"description": f"Status {status}", "content": {_JSON: {"schema": schemas.answer(model)}}}


def _problem(description: str, schemas: _Schemas) -> dict[str, Any]:
    return {"description": description, "content": {CONTENT_TYPE: {"schema": schemas.answer(ProblemDocument)}}}
