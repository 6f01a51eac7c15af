"""The German sentences for error codes, notes and the reasons of abstentions, which scripts read from the same file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache

from catalogue.pages.files import FOLDER


@cache
def messages() -> Mapping[str, str]:
    """The German sentence for each error code; scripts read the same file."""
    loaded: dict[str, str] = json.loads((FOLDER / "messages.json").read_text(encoding="utf-8"))
    return loaded


def sentence(key: str) -> str:
    """The text with this key, or none."""
    return messages().get(key, "")


def german(error: object) -> str:
    """What an editor reads for an error or refusal with `code`: the sentence for it, or a general one."""
    code = error.get("code", "") if isinstance(error, Mapping) else getattr(error, "code", "")
    return messages().get(str(code), messages()["unknown"])


def because(reason: str | None) -> str:
    """What an editor reads for the reason of an abstention."""
    return messages().get(f"abstained:{reason}", messages()["abstained"])
