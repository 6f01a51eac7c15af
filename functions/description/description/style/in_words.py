"""A style in German sentences: for the prompt of a language model, and for people."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from typing import Any

from description.style.profile import StyleProfile
from description.style.tables import rows


def in_words(profile: StyleProfile) -> tuple[str, ...]:
    """The profile as sentences that tell a writer what to do; none for the profile of no example."""
    if not profile.examples:
        return ()
    fields = asdict(profile)
    written = {name: shown(value) for name, value in fields.items()}
    said: dict[str, str] = {}
    for row in _rows():
        name = row["field"]
        if name not in said and _holds(fields[name], row["when"]):
            said[name] = row["says"].format(written[name], **written)
    return tuple(said.values())


def _holds(value: Any, when: str) -> bool:
    """Whether a value meets a condition of the table: "=du", ">0.35", ">=0", or "*" for any that is given."""
    if when == "*":
        return bool(value)
    if when.startswith("="):
        return value is not None and str(value) == when[1:]
    number = float(when.lstrip(">="))
    return bool(value >= number if when.startswith(">=") else value > number)


def shown(value: Any) -> str:
    """A field's value as a sentence has it: topics by their German names, a gap as "…"."""
    if isinstance(value, tuple):
        return ", ".join(_topic_names().get(str(each), f"„{each}“") for each in value)
    return str(round(value) if isinstance(value, float) else value).replace("{}", "…")


@cache
def _rows() -> list[dict[str, str]]:
    return rows("in_words")


@cache
def _topic_names() -> dict[str, str]:
    return {row["topic"]: row["name"] for row in rows("topic_names")}
