"""What an article.json asks for besides its data, which stays when somebody changes the data."""

from __future__ import annotations

from typing import Any

from bildtext.api_models import DescriptionFields
from bildtext.errors import InvalidRequest
from bildtext.http import validate
from bildtext.json_text import JsonError, load_json


def options_of(content: str) -> dict[str, Any]:
    """The fields that an article.json has besides its data; none if it is product data alone, or not valid."""
    try:
        loaded = load_json(content)
        if not isinstance(loaded, dict) or not {"data", "data_text"} & loaded.keys():
            return {}
        fields = validate(DescriptionFields, loaded)
    except (JsonError, InvalidRequest):
        return {}
    return fields.model_dump(mode="json", exclude={"data", "data_text"}, exclude_unset=True)
