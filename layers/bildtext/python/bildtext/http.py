"""Reads and validates HTTP requests of API Gateway (payload 2.0): body, headers, JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator, model_validator

from bildtext.base64_text import decode_base64
from bildtext.errors import InvalidRequest
from bildtext.json_text import JsonError, RepeatedKeys, check_json, load_json
from bildtext.problems import check_body_size
from bildtext.storage.keys import MAX_KEY_BYTES

Model = TypeVar("Model", bound=BaseModel)


class ImageReference(BaseModel):
    """A photo in a JSON request: its bytes as base64 or its key in the bucket, exactly one of the two."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    base64: str | None = None
    key: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _given_once(cls, value: object) -> object:
        if isinstance(value, RepeatedKeys):
            raise ValueError(f"`{value.repeated()}` is given more than once")
        return value

    @field_validator("key")
    @classmethod
    def _short_enough(cls, key: str | None) -> str | None:
        if key is not None and len(key.encode()) > MAX_KEY_BYTES:
            raise ValueError(f"a key has at most {MAX_KEY_BYTES} bytes")
        return key

    def data(self) -> bytes | None:
        """The decoded bytes; None if the photo is given by its key. Raises InvalidRequest."""
        if (self.base64 is None) == (self.key is None):
            raise InvalidRequest("image: give either `base64` or `key`.")
        return None if self.base64 is None else decode_base64(self.base64, "image.base64")


def body_bytes(event: Mapping[str, Any]) -> bytes:
    """The body of an API Gateway event (payload 2.0). Raises PayloadTooLarge, InvalidRequest."""
    body = event.get("body")
    if not isinstance(body, str | None):
        raise InvalidRequest("The event's `body` must be text, as API Gateway sends it.")
    try:
        data = decode_base64(body or "", "The body") if event.get("isBase64Encoded") else (body or "").encode()
    except UnicodeEncodeError as error:
        raise InvalidRequest("The body holds half a character, which UTF-8 cannot hold; send UTF-8.") from error
    check_body_size(len(data))
    return data


def header(event: Mapping[str, Any], name: str) -> str:
    """The value of a header; empty if it is missing. `name` is in lower case and matches any case."""
    headers = event.get("headers") or {}
    return next((str(value or "") for given, value in headers.items() if given.lower() == name), "")


def json_object(body: bytes) -> dict[str, Any]:
    """The body as a JSON object. Raises InvalidRequest if it is not one, or contains a field twice."""
    try:
        content = load_json(body)
    except JsonError as error:
        raise InvalidRequest(f"The body {error}.") from error
    if isinstance(content, RepeatedKeys):
        raise InvalidRequest(f"The body gives {content.repeated()!r} more than once; give each field once.")
    if not isinstance(content, dict):
        raise InvalidRequest("The body must be a JSON object.")
    return content


def validate(model: type[Model], content: Mapping[str, Any]) -> Model:
    """The content as `model`. Raises InvalidRequest, which names the first invalid field."""
    try:
        check_json(content)
        return model.model_validate(content)
    except JsonError as error:
        raise InvalidRequest(f"The request {error}.") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise InvalidRequest(f"{where}: {first['msg']}." if where else f"{first['msg']}.") from error


def request_id(event: Mapping[str, Any]) -> str:
    """API Gateway's id of the request."""
    context = event.get("requestContext")
    return str(context.get("requestId", "")) if isinstance(context, Mapping) else ""
