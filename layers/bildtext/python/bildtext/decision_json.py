"""Decisions to and from JSON, as they are stored and as `bildtext decisions` exports them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from pydantic import TypeAdapter

from bildtext.decisions import (
    AltTextWritten,
    DataWritten,
    Decision,
    Released,
    TagsDecided,
    TextWritten,
    Undone,
    Withdrawn,
)
from bildtext.errors import ConfigurationError

KINDS: Final[Mapping[str, type[Decision]]] = {
    "tags-decided": TagsDecided,
    "text-written": TextWritten,
    "alt-text-written": AltTextWritten,
    "data-written": DataWritten,
    "released": Released,
    "withdrawn": Withdrawn,
    "undone": Undone,
}
_NAMES: Final = {kind: name for name, kind in KINDS.items()}
_ADAPTERS: Final = {name: TypeAdapter(kind) for name, kind in KINDS.items()}


def kind_of(decision: Decision) -> str:
    """The name of a decision's kind, a key of KINDS."""
    return _NAMES[type(decision)]


def decision_json(decision: Decision) -> str:
    """A decision as a JSON object; `kind` is its kind's name."""
    return json.dumps({"kind": kind_of(decision), **asdict(decision)}, ensure_ascii=False, separators=(",", ":"))


def decision_of(content: str) -> Decision:
    """The reverse of `decision_json`. Raises ConfigurationError for a kind that this version does not know."""
    values: dict[str, Any] = json.loads(content)
    adapter = _ADAPTERS.get(values.pop("kind"))
    if adapter is None:
        raise ConfigurationError("A decision was stored by a newer version of Bildtext; deploy that version.")
    decision: Decision = adapter.validate_python(values)
    return decision
