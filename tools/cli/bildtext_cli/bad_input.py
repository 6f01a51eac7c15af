"""Errors of commands that end with status 1 for what they found, and with 2 for input that they cannot read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from bildtext.errors import BildtextError


class BadInput(click.ClickException):
    """Input that cannot be read."""

    exit_code = 2


@contextmanager
def as_bad_input(where: str = "") -> Iterator[None]:
    """Errors of the project as bad input, with where they are."""
    try:
        yield
    except BildtextError as error:
        raise BadInput(f"{where}: {error}" if where else str(error)) from error
