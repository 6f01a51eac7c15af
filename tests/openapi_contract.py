"""Compares real answers with /openapi.json: the status is documented, and the body fits its schema exactly."""

from __future__ import annotations

import copy
from functools import cache

from jsonschema import Draft202012Validator

from catalogue.api.openapi import document
from tests.api_events import ApiAnswer


def check_contract(route: str, answer: ApiAnswer) -> None:
    """The answer of a documented route is as documented; other routes are pages."""
    method, _, path = route.partition(" ")
    operation = document()["paths"].get(path.replace("+}", "}"), {}).get(method.lower())
    if operation is None:
        return
    documented = operation["responses"]
    success = answer.status < 400
    assert not success or str(answer.status) in documented, (route, answer.status, "is not documented")
    content = documented.get(str(answer.status), documented["default"]).get("content")
    if content is None:
        assert answer.text == ""
        return
    ((content_type, media),) = content.items()
    assert answer.headers["content-type"] == content_type
    errors = [
        f"{error.json_path}: {error.message}" for error in _validator(str(media["schema"])).iter_errors(answer.json)
    ]
    assert not errors, (route, errors[:5])


@cache
def _validator(schema: str) -> Draft202012Validator:
    """A validator that admits no field which is not documented."""
    found = next(
        media["schema"]
        for operations in document()["paths"].values()
        for operation in operations.values()
        for response in operation["responses"].values()
        for media in response.get("content", {}).values()
        if str(media["schema"]) == schema
    )
    components = copy.deepcopy(document()["components"])
    for one in components["schemas"].values():
        if "properties" in one:
            one.setdefault("additionalProperties", False)
            if not one["additionalProperties"]:
                one["required"] = sorted(one["properties"].keys() - _OPTIONAL)
    return Draft202012Validator({**found, "components": components})


_OPTIONAL = {"negatives", "scores"}  # of POST /tags, by what was asked
