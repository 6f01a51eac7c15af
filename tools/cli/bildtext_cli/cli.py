"""The `bildtext` command. Each subcommand has its own module, which is imported only when it is used."""

from __future__ import annotations

import importlib
import sys
from importlib.util import find_spec

import click

from bildtext.errors import BildtextError

# name: (module, attribute, the help text that `bildtext --help` shows without importing the module)
_COMMANDS = {
    "demo": ("bildtext_cli.demo", "demo", "Tag and describe samples with the complete system on this machine."),
    "up": ("bildtext_cli.up", "up", "Run the complete system on this machine until Ctrl-C."),
    "tag": ("bildtext_cli.tag", "tag", "Tag photos from files."),
    "describe": ("bildtext_cli.describe", "describe_command", "Describe articles, with the source of each claim."),
    "style": ("bildtext_cli.style", "style_command", "Show the style of example texts, as the writers follow it."),
    "read": ("bildtext_cli.read", "read_command", "Show how product data is read, and what is not used."),
    "check": ("bildtext_cli.check", "check_command", "Check texts that somebody wrote against their product data."),
    "labels": ("bildtext_cli.labels", "labels", "Check the label file; compile it for a model."),
    "models": ("bildtext_cli.models.commands", "models", "List models; export and verify bundles."),
    "evaluate": ("bildtext_cli.evaluate", "evaluate", "Measure the accuracy of a model on labelled photos."),
    "decisions": ("bildtext_cli.decisions", "decisions", "Export the editors' tag decisions as labelled photos."),
    "verify": ("bildtext_cli.verify", "verify_command", "Verify the provenance record of a released text."),
}
# The development tools are a separate package, which may not be installed.
_DEVELOPMENT = {
    "quality": ("bildtext_dev.quality.commands", "quality", "Measure texts and claims checker on labelled sets."),
    "weigh": ("bildtext_dev.quality.weigh", "weigh", "Learn how likely the findings in a text are right."),
    "train": ("bildtext_dev.train.train", "train", "Train the demo model."),
    "bench": ("bildtext_dev.bench.commands", "bench", "Benchmark speed, start-up and memory against alternatives."),
}


class _Lazy(click.Group):
    """Imports subcommands lazily, so that `bildtext tag` loads neither moto nor torch."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(_installed())

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS | _DEVELOPMENT:
            return None
        if name not in _installed():
            raise click.ClickException(f"`bildtext {name}` is for development: run `make dev` in a checkout once.")
        module, attribute, _ = _installed()[name]
        try:
            command: click.Command = getattr(importlib.import_module(module), attribute)
        except ModuleNotFoundError as missing:
            if missing.name is None or missing.name.partition(".")[0] in {"bildtext_cli", "bildtext_dev"}:
                raise
            raise click.ClickException(f"`bildtext {name}` needs {missing.name}; run `make dev` once.") from missing
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, _, text) in _installed().items()])


def _installed() -> dict[str, tuple[str, str, str]]:
    return _COMMANDS | (_DEVELOPMENT if find_spec("bildtext_dev") else {})


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
def bildtext() -> None:
    """Turn product photos into tags, and product data into German product descriptions, locally as on AWS."""


def main() -> None:
    """Run the command. Bildtext's own errors are printed as one sentence, without a traceback."""
    try:
        sys.exit(bildtext.main(standalone_mode=False))
    except BildtextError as error:
        sys.exit(f"bildtext: {error}")
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
