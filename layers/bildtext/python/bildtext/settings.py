"""Reads a function's environment variables into a typed model, once at start."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from bildtext.errors import InvalidSettings

Settings = TypeVar("Settings", bound=BaseModel)


def read_settings(model: type[Settings], environment: Mapping[str, str], function: str) -> Settings:
    """Fill each field of `model` from the environment variable of the same name in capitals.

    Raises:
        InvalidSettings: names each missing or invalid variable with its description.
    """
    given = {name.lower(): value for name, value in environment.items() if name.lower() in model.model_fields}
    try:
        return model.model_validate(given)
    except ValidationError as error:
        wrong = [
            f"{name.upper()} ({model.model_fields[name].description}): {one['msg']}"
            for one in error.errors()
            for name in [str(one["loc"][0])]
        ]
        raise InvalidSettings(f"Environment of the {function} function: " + "; ".join(wrong) + ".") from error
