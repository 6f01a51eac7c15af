"""What every HTTP door needs: the body of an API Gateway event, checked models, and answers."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any, TypeVar

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import Response
from pydantic import BaseModel, ConfigDict, ValidationError

from bildtext.errors import InvalidRequest
from bildtext.problems import CONTENT_TYPE, check_body_size, problem

Model = TypeVar("Model", bound=BaseModel)


class ImageReference(BaseModel):
    """A photo in a JSON request: its bytes as base64, or its key in the bucket; exactly one of both."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    base64: str | None = None
    key: str | None = None

    def data(self) -> bytes | None:
        """The bytes that came along; None when the photo is named by its key. Raises InvalidRequest."""
        if (self.base64 is None) == (self.key is None):
            raise InvalidRequest("image: give either `base64` or `key`.")
        if self.base64 is None:
            return None
        try:
            return base64.b64decode(self.base64, validate=True)
        except binascii.Error as error:
            raise InvalidRequest(f"image.base64 is not base64 ({error}).") from error


def body_bytes(event: Mapping[str, Any]) -> bytes:
    """The body of an API Gateway event (payload 2.0). Raises BodyTooLarge."""
    body = event.get("body") or ""
    data = base64.b64decode(body) if event.get("isBase64Encoded") else body.encode()
    check_body_size(len(data))
    return data


def json_object(body: bytes) -> dict[str, Any]:
    """Raises InvalidRequest when the body is no JSON object."""
    try:
        content = json.loads(body)
    except ValueError as error:
        raise InvalidRequest(f"The body is not JSON ({error}).") from error
    if not isinstance(content, dict):
        raise InvalidRequest("The body must be a JSON object.")
    return content


def validated(model: type[Model], content: Mapping[str, Any]) -> Model:
    """Raises InvalidRequest, naming the first field that does not fit."""
    try:
        return model.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise InvalidRequest(f"{where}: {first['msg']}." if where else f"{first['msg']}.") from error


def request_id(event: Mapping[str, Any]) -> str:
    """API Gateway's id of the request."""
    return str(event.get("requestContext", {}).get("requestId", ""))


def json_answer(body: Mapping[str, Any], status: int = 200, headers: Mapping[str, str] | None = None) -> Response[str]:
    """A JSON answer."""
    return Response(status, "application/json", json.dumps(body, ensure_ascii=False), headers=dict(headers or {}))


def problem_answer(error: Exception, of_request: str, logger: Logger) -> Response[str]:
    """Any error as a problem document; what is our own fault is logged with its traceback."""
    status, body = problem(error, of_request)
    (logger.exception if status >= 500 else logger.info)(str(error), extra={"problem": type(error).__name__})
    return Response(status, CONTENT_TYPE, body)
