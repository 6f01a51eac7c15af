"""The `bildtext` command: one command per file, imported only when it is used."""

from __future__ import annotations

import importlib
import sys

import click
from bildtext.errors import BildtextError

_COMMANDS = {
    "demo": ("tools.demo", "demo"),
    "up": ("tools.demo", "up"),
    "tag": ("tools.tag", "tag"),
    "labels": ("tools.labels", "labels"),
    "models": ("tools.models.commands", "models"),
    "evaluate": ("tools.evaluate", "evaluate"),
    "train": ("tools.train.train", "train"),
    "bench": ("tools.bench.commands", "bench"),
}


class _Lazy(click.Group):
    """Commands by name, so that `bildtext tag` imports neither moto nor torch."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        module, attribute = _COMMANDS[name]
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
def bildtext() -> None:
    """Product photos become tags, on this machine as on AWS."""


def main() -> None:
    """Run the command; Bildtext's own errors are told in one sentence, without a traceback."""
    try:
        bildtext.main(standalone_mode=False)
    except BildtextError as error:
        sys.exit(f"bildtext: {error}")
    except click.exceptions.Abort:
        sys.exit(130)
    except click.exceptions.Exit as exit_:
        sys.exit(exit_.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
