"""The examples of the house style, per product group."""

from __future__ import annotations

from typing import Final

from aws_lambda_powertools.event_handler import Response

from bildtext.access import Caller
from bildtext.edit_errors import VersionConflict
from bildtext.errors import NotFound
from bildtext.http_app import route
from bildtext.labels import CATEGORY
from bildtext.storage.house_examples import HouseExamples
from catalogue import wiring
from catalogue.api.answers import ExamplesAnswer, answered
from catalogue.api.reading import body, conflict, made_by
from catalogue.api.requests import ExamplesChange
from catalogue.http import app

ANY_GROUP: Final = "any"  # for groups without examples of their own, as in style_guide.yaml


@route(app, "GET /examples/{group}")
def get_examples(_caller: Caller, group: str) -> Response[str]:
    """The examples of a group of the label file's category tree, or of "any"."""
    return _answered(wiring.house_examples().read(_known(group)))


@route(app, "PUT /examples/{group}")
def put_examples(caller: Caller, group: str) -> Response[str]:
    """Replace the examples if they are the ones that the editor saw."""
    change = body(ExamplesChange)
    examples = HouseExamples(_known(group), change.version + 1, change.examples, **made_by(caller))
    try:
        wiring.house_examples().write(examples)
    except VersionConflict as error:
        theirs = wiring.house_examples().read(group)
        yours = {"version": change.version, "examples": change.examples}
        newest = {"version": theirs.version, "examples": theirs.examples, "by_name": theirs.by_name, "at": theirs.at}
        raise conflict(str(error), error.version, yours, newest) from error
    return _answered(examples)


def _known(group: str) -> str:
    groups = [each.id for each in wiring.labels().facet(CATEGORY).groups]
    if group not in (ANY_GROUP, *groups):
        raise NotFound(f"There is no product group {group!r}; there are {', '.join(groups)} and {ANY_GROUP}.")
    return group


def _answered(examples: HouseExamples) -> Response[str]:
    return answered(ExamplesAnswer(examples.group, examples.version, examples.examples, examples.at, examples.by_name))
