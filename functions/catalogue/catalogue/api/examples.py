"""The examples of the house style, per product group; every change of them can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from aws_lambda_powertools.event_handler import Response

from bildtext.access import Caller
from bildtext.edit_errors import VersionConflict
from bildtext.errors import NotFound
from bildtext.http_app import route
from bildtext.labels import CATEGORY
from bildtext.storage.house_examples import ExamplesChange, HouseExamples, undone_changes
from catalogue import sentences, wiring
from catalogue.api import requests
from catalogue.api.answers import ExamplesAnswer, answered
from catalogue.api.reading import body, conflict, made_by
from catalogue.http import app
from catalogue.product_data import line_changes
from catalogue.view_model import HistoryEntry

ANY_GROUP: Final = "any"  # for groups without examples of their own, as in style_guide.yaml


@route(app, "GET /examples/{group}")
def get_examples(_caller: Caller, group: str) -> Response[str]:
    """The examples of a group of the label file's category tree, or of "any"."""
    return _answered(wiring.house_examples().read(_known(group)))


@route(app, "PUT /examples/{group}")
def put_examples(caller: Caller, group: str) -> Response[str]:
    """Replace the examples if they are the ones that the editor saw."""
    change = body(requests.ExamplesChange)
    stored = wiring.house_examples().read(_known(group))
    if (stored.version, stored.examples, stored.by) == (change.version + 1, change.examples, caller.sub):
        return _answered(stored)  # a repeated call, whose answer was lost
    if stored.version != change.version:
        raise _both(stored, change.version, change.examples)
    return _written(caller, stored, change.examples)


@route(app, "POST /examples/{group}/undo")
def post_examples_undo(caller: Caller, group: str) -> Response[str]:
    """Undo a change if the examples still are what it made of them; undoing an undo redoes."""
    asked = body(requests.ExamplesUndo)
    stored = wiring.house_examples().read(_known(group))
    changes = wiring.house_examples().changes(group)
    change = next((one for one in changes if one.version == asked.version), None)
    if change is None:
        raise NotFound(f"The examples of {group!r} have no change {asked.version}, or it is too long ago.")
    if stored.examples != change.after:
        raise _both(stored, change.version, change.before)
    return _written(caller, stored, change.before, undone=change.version)


def _written(caller: Caller, stored: HouseExamples, examples: tuple[str, ...], undone: int = 0) -> Response[str]:
    change = ExamplesChange(stored.version + 1, stored.examples, examples, **made_by(caller), undone=undone)
    try:
        return _answered(wiring.house_examples().write(stored.group, change))
    except VersionConflict as error:
        raise _both(wiring.house_examples().read(stored.group), stored.version, examples) from error


def _both(stored: HouseExamples, base: int, examples: tuple[str, ...]) -> VersionConflict:
    """The conflict of examples based on version `base` with the newest."""
    return conflict(
        f"The examples of {stored.group!r} are at version {stored.version}; bring both together and send the result "
        "with that version.",
        stored.version,
        {"version": base, "examples": examples},
        {"version": stored.version, "examples": stored.examples, "by_name": stored.by_name, "at": stored.at},
    )


def _known(group: str) -> str:
    groups = [each.id for each in wiring.labels().facet(CATEGORY).groups]
    if group not in (ANY_GROUP, *groups):
        raise NotFound(f"There is no product group {group!r}; there are {', '.join(groups)} and {ANY_GROUP}.")
    return group


def _answered(stored: HouseExamples) -> Response[str]:
    history = _history(stored, wiring.house_examples().changes(stored.group))
    return answered(ExamplesAnswer(stored.group, stored.version, stored.examples, stored.at, stored.by_name, history))


def _history(stored: HouseExamples, changes: Sequence[ExamplesChange]) -> tuple[HistoryEntry, ...]:
    """The changes as the history shows them. Those that made the examples what they are can be undone."""
    undone = undone_changes(changes)
    return tuple(
        HistoryEntry(
            version=change.version,
            kind=(kind := "undone" if change.undone else "examples-written"),
            by=change.by_name,
            at=change.at,
            summary=sentences.HISTORY[kind].format(version=change.undone, ended=""),
            undone=change.version in undone,
            can_undo=change.version not in undone and change.after == stored.examples,
            changes=line_changes("\n".join(change.before), "\n".join(change.after)),
        )
        for change in changes
    )
