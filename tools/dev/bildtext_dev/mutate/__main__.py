"""`python -m bildtext_dev.mutate [MODULE…]`: print the mutation score of each module, and every surviving mutant.

Exit status 1: a score below 90 %, a survivor without a reason in survivors.yaml, or a reason without its survivor.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click
import yaml

from bildtext_dev.mutate.mutants import mutants_of
from bildtext_dev.mutate.trials import baseline, load_libraries, try_all
from bildtext_dev.mutate.type_check import refused_by_types

_GOAL: Final = 0.9
_LISTS: Final = Path("tools/dev/bildtext_dev/mutate")  # modules.yaml and survivors.yaml, from the root of a project
_ROW: Final = "{:<18}{:>8}{:>8}{:>10}{:>10}{:>10}{:>10}{:>8}{:>7}"


@dataclass(frozen=True)
class Module:
    """A row of modules.yaml."""

    name: str
    file: Path
    tests: tuple[str, ...]

    @property
    def imported_as(self) -> str:
        file = self.file.absolute()
        names = [file.relative_to(root).with_suffix("").parts for root in sys.path if file.is_relative_to(root)]
        return min((".".join(parts) for parts in names), key=len)  # the repository itself may also be on the path


def main(arguments: Sequence[str] | None = None) -> int:
    modules = {
        name: Module(name, Path(row["file"]), tuple(row["tests"]))
        for name, row in yaml.safe_load((_LISTS / "modules.yaml").read_text(encoding="utf-8")).items()
    }
    parser = argparse.ArgumentParser(
        prog="python -m bildtext_dev.mutate", description=(__doc__ or "").split("\n", 1)[0]
    )
    parser.add_argument("modules", nargs="*", metavar="MODULE", help=", ".join(modules))
    chosen = parser.parse_args(arguments).modules or list(modules)
    if unknown := set(chosen) - modules.keys():
        parser.error(f"no such module: {', '.join(sorted(unknown))}; there are {', '.join(modules)}")
    justified = yaml.safe_load((_LISTS / "survivors.yaml").read_text(encoding="utf-8")) or {}
    load_libraries()
    click.echo(
        _ROW.format("module", "mutants", "killed", "timed out", "by types", "survived", "justified", "score", "min")
    )
    return max([_judge(modules[name], justified.get(name, [])) for name in chosen])


def _judge(module: Module, justified: list[dict[str, str]]) -> int:
    started = time.monotonic()
    known = baseline(module.imported_as, module.file, module.tests)
    results = list(try_all(module.imported_as, module.file, mutants_of(module.file), known))
    alive = [(mutant, status) for mutant, status in results if status in ("survived", "untested")]
    refused = refused_by_types(module.file, [mutant for mutant, _ in alive])
    survivors = [survivor for survivor, by_types in zip(alive, refused, strict=True) if not by_types]
    counts = Counter(status for _, status in results)
    reasons = {(entry["in"], entry["was"], entry["now"]): entry["because"] for entry in justified}
    unexplained = [(mutant, status) for mutant, status in survivors if mutant.name not in reasons]
    score = 1 - len(survivors) / max(1, len(results))
    minutes = f"{(time.monotonic() - started) / 60:.1f}"
    accepted = len(survivors) - len(unexplained)
    numbers = [len(results), counts["killed"], counts["timed out"], sum(refused), len(survivors), accepted]
    click.echo(_ROW.format(module.name, *numbers, f"{score:.1%}", minutes))
    for mutant, status in unexplained:
        place = f"{module.file}:{mutant.lines.start} {mutant.function} ({status})"
        click.echo(f"  {place}\n  - {mutant.was}\n  + {mutant.now}")
    unused = reasons.keys() - {mutant.name for mutant, _ in survivors}
    for function, was, now in sorted(unused):
        click.echo(f"  survivors.yaml: {module.name} has no such survivor: in {function}, {was!r} to {now!r}")
    return int(score < _GOAL or bool(unexplained) or bool(unused))


if __name__ == "__main__":
    raise SystemExit(main())
