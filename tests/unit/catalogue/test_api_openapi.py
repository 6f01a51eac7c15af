"""/openapi.json is valid OpenAPI 3.1, covers every route, and says who may call it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from pydantic import TypeAdapter

from bildtext.access import ACCESS
from catalogue.api.openapi import document
from catalogue.api.operations import OPERATIONS
from description.checks import CheckBody
from description.on_demand import DescriptionBody
from tests.api_events import ApiAnswer
from tests.openapi_contract import check_contract

DOCUMENT = document()


def operation(route: str) -> Any:
    method, _, path = route.partition(" ")
    return DOCUMENT["paths"][path.replace("+}", "}")][method.lower()]


def test_the_document_is_valid() -> None:
    assert DOCUMENT["openapi"].startswith("3.1.")
    assert [str(error) for error in OpenAPIV31SpecValidator(json.loads(json.dumps(DOCUMENT))).iter_errors()] == []


def test_every_route_with_a_token_is_in_it() -> None:
    assert OPERATIONS.keys() - {"GET /openapi.json", "GET /provenance/keys"} == ACCESS.keys()
    assert sum(len(methods) for methods in DOCUMENT["paths"].values()) == len(OPERATIONS)


def test_operations_have_names_of_their_own() -> None:
    names = [operation(route)["operationId"] for route in OPERATIONS]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("route", ACCESS)
def test_it_says_who_may_call(route: str) -> None:
    assert operation(route)["security"] == [{"token": [f"bildtext/{ACCESS[route].scope}"]}]
    assert operation(route)["x-roles"] == sorted(ACCESS[route].roles)


@pytest.mark.parametrize("route", [route for route in OPERATIONS if "{" in route])
def test_parameters_of_the_path_are_described(route: str) -> None:
    names = [one["name"] for one in operation(route)["parameters"] if one["in"] == "path"]
    assert names == [part.strip("{}+") for part in route.split("/") if part.startswith("{")]


def test_every_request_refuses_unknown_fields() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    for route in OPERATIONS:
        body = operation(route).get("requestBody")
        if body is not None:
            name = body["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
            assert schemas[name]["additionalProperties"] is False, name


@pytest.mark.parametrize(("route", "model"), [("POST /descriptions", DescriptionBody), ("POST /checks", CheckBody)])
def test_the_functions_read_what_is_documented(route: str, model: Any) -> None:
    name = operation(route)["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    documented = DOCUMENT["components"]["schemas"][name]
    read = TypeAdapter(model).json_schema(ref_template="#/components/schemas/{model}")
    assert read["properties"] == documented["properties"]
    assert read.get("required") == documented.get("required")


def test_the_comparison_with_real_answers_finds_what_is_not_documented() -> None:
    fine = {"total": 1, "tagged": 0, "refused": [], "waiting": 1, "waiting_keys": ["articles/1/a.jpg"]}
    headers = {"content-type": "application/json"}
    check_contract("GET /uploads/{id}", ApiAnswer(200, headers, json.dumps(fine)))
    for wrong in ({**fine, "more": 1}, {**fine, "total": "1"}, {"total": 1}):
        with pytest.raises(AssertionError):
            check_contract("GET /uploads/{id}", ApiAnswer(200, headers, json.dumps(wrong)))
    with pytest.raises(AssertionError):
        check_contract("GET /uploads/{id}", ApiAnswer(201, headers, json.dumps(fine)))
