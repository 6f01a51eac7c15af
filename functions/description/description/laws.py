"""The law behind each rule of legal.yaml, for the editor to look up: what to cite, and since when it applies."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from bildtext.errors import InvalidSettings


class Law(BaseModel):
    """`paragraph` as a German editor cites it; `date` since when all of it applies."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    paragraph: str = Field(min_length=1)
    date: datetime.date


def laws_of(read: Any, rules: Collection[str], file: str) -> Mapping[str, Law]:
    """The law of each rule. Raises InvalidSettings, which names the rules without one, and those that do not exist;
    ValueError (pydantic's): a paragraph or date is missing or invalid."""
    laws = TypeAdapter(dict[str, Law]).validate_python(read)
    if missing := [rule for rule in rules if rule not in laws]:
        raise InvalidSettings(f"{file}: add a paragraph and a date under `laws` for: {', '.join(missing)}.")
    if unknown := [rule for rule in laws if rule not in rules]:
        raise InvalidSettings(f"{file}: `laws` has rules that do not exist: {', '.join(unknown)}.")
    return laws
