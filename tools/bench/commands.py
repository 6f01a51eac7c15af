"""`bildtext bench [NAME…]`: ours, the peers, the ratio and the physical limit, each table from one run."""

from __future__ import annotations

import contextlib
import importlib
import json
import sys
from collections.abc import Callable
from dataclasses import asdict

import click

BENCHMARKS = ("tag", "decode", "flow", "start", "memory")


@click.command()
@click.argument("names", metavar="[NAME]...", nargs=-1, type=click.Choice(BENCHMARKS))
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line instead of tables.")
@click.option("--photos", default=64, show_default=True, type=click.IntRange(1), help="Photos per timed measurement.")
@click.option("--repeat", default=5, show_default=True, type=click.IntRange(1), help="Rounds; the median is shown.")
def bench(names: tuple[str, ...], as_json: bool, photos: int, repeat: int) -> None:
    """Measure NAME (tag, decode, flow, start, memory; all when left out) on this machine.

    Weights have FashionCLIP's shape and are random; they are made once in build/bench, which takes minutes and needs
    what `make dev` installs. Close what else runs: contenders take turns, so all are hit alike, but all are hit.
    """
    from tools.bench.machine import this_machine
    from tools.bench.measure import Report
    from tools.bench.model import BenchModel, bench_model
    from tools.bench.report import emit, machine_line

    machine = this_machine()
    click.echo(json.dumps({"name": "machine", **asdict(machine)}) if as_json else machine_line(machine))
    with contextlib.redirect_stdout(sys.stderr):  # what libraries say on the way is progress, not a result
        model = bench_model()
    for name in names or BENCHMARKS:
        click.echo(f"{name}: {photos} photos, {repeat} rounds …", err=True)
        run: Callable[[BenchModel, int, int], Report] = getattr(
            importlib.import_module(f"tools.bench.{name}"), f"bench_{name}"
        )
        with contextlib.redirect_stdout(sys.stderr):
            report = run(model, photos, repeat)
        emit(report, as_json)
