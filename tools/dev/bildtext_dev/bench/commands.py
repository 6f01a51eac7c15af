"""`bildtext bench [NAME…]`: ours, the baselines, their ratio and the physical limit, each table from one run.

A benchmark NAME is the function `bench_NAME` of `bildtext_dev.bench.NAME`. Its parameter `model` receives the tagging
model (a BenchModel, created on first use), `repetitions` limits its time, and other parameters are options.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import inspect
import json
import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import click

from bildtext.cost import price_file
from bildtext.processor import this_processor
from bildtext_dev.bench.measure import Report
from bildtext_dev.bench.repetitions import Repetitions

BENCHMARKS = (
    "tag",
    "precision",
    "decode",
    "flow",
    "start",
    "memory",
    "claims",
    "caption",
    "text",
    "drafts",
    "encoder",
    "cost",
    "up",
    "page",
)


@click.command()
@click.argument("names", metavar="[NAME]...", nargs=-1, type=click.Choice(BENCHMARKS))
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line instead of tables.")
@click.option("--photos", default=64, show_default=True, type=click.IntRange(1), help="Photos per timed measurement.")
@click.option(
    "--repeat", default=5, show_default=True, type=click.IntRange(1), help="Number of repetitions; the median is shown."
)
@click.option(
    "--seconds",
    default=300,
    show_default=True,
    type=click.IntRange(1),
    help="Time limit for the repetitions of each NAME; measurements that do not fit are skipped.",
)
@click.option(
    "--region",
    default="us-east-1",
    show_default=True,
    type=click.Choice(price_file()["regions"]),
    help="cost: AWS region of the prices.",
)
@click.option(
    "--gpu-photos-per-second", type=click.FloatRange(0, min_open=True), help="cost: throughput of the endpoint's GPU."
)
@click.option(
    "--text-model",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="drafts: the bundle of a language model; random weights without one.",
)
def bench(names: tuple[str, ...], as_json: bool, repeat: int, seconds: int, **options: object) -> None:
    """Run each benchmark NAME (default: all) on this machine.

    Weights are random with the shape of real models; they are created once in build/bench, which takes minutes and
    requires `make dev`. Close other programs: implementations take turns, so load affects all of them alike.
    """
    from bildtext_dev.bench.machine import restrict_torch, this_machine
    from bildtext_dev.bench.model import bench_model
    from bildtext_dev.bench.report import emit, machine_line

    restrict_torch(this_processor())
    machine = this_machine()
    click.echo(json.dumps({"name": "machine", **asdict(machine)}) if as_json else machine_line(machine))
    tagging_model = functools.cache(bench_model)
    for name in names or BENCHMARKS:
        run: Callable[..., Report] = getattr(importlib.import_module(f"bildtext_dev.bench.{name}"), f"bench_{name}")
        wanted = inspect.signature(run).parameters
        with contextlib.redirect_stdout(sys.stderr):  # output of libraries is progress, not a result
            given: dict[str, object] = {"model": tagging_model()} if "model" in wanted else {}
            given |= {name: value for name, value in options.items() if name in wanted}
            many = f"{given['photos']} photos, " if "photos" in given else ""
            click.echo(f"{name}: {many}{repeat} repetitions, at most {seconds} s …", err=True)
            repetitions = Repetitions(repeat, seconds)
            report = run(**given, repetitions=repetitions)
        emit(replace(report, notes=(*report.notes, *filter(None, [repetitions.note]))), as_json)
