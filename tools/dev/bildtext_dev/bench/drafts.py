"""`bildtext bench drafts`: unsupported claims in a local model's drafts before they are checked, and what they become.

The same articles are written about with claim-safe decoding and without it, by the same model and prompt.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from bildtext.errors import BundleError
from bildtext.language_models.bundle import open_language_model
from bildtext_dev.bench.drafts_model import random_writer
from bildtext_dev.bench.measure import Report, Role, Row
from bildtext_dev.bench.repetitions import Repetitions
from bildtext_dev.quality.sets import articles as read_articles
from bildtext_dev.quality.texts import EXAMPLES
from description.claims import ClaimChecker
from description.claims.model import Finding
from description.drafting import write_checked
from description.evidence import Evidence
from description.language.text import count_words
from description.writers import Draft, Writer, WritingTask
from description.writers.claim_safe import grammar_of
from description.writers.local import LocalWriter

_ARTICLES = 24
_ATTEMPTS = 2  # the default of the function
SAFE, FREE = "claim-safe", "free"


@dataclass(frozen=True)
class Written:
    """The drafts of one way of decoding: tokens and seconds are of all together, `found` the findings of each, `by` the
    writer of the accepted text and its versions."""

    drafts: tuple[str, ...]
    found: tuple[int, ...]
    by: tuple[tuple[str, int], ...]
    tokens: int
    seconds: float


class _Once:
    """A writer whose draft is there already."""

    def __init__(self, writer: LocalWriter, draft: Draft) -> None:
        self.name, self.model, self._writer, self._draft = writer.name, writer.model, writer, draft

    def write(self, _: WritingTask, *, deadline: float) -> Draft:  # noqa: ARG002
        return self._draft

    def repair(self, task: WritingTask, draft: Draft, findings: Sequence[Finding], *, deadline: float) -> Draft:
        return self._writer.repair(task, draft, findings, deadline=deadline)


def bench_drafts(repetitions: Repetitions, text_model: Path | None = None, number: int = _ARTICLES) -> Report:
    """Write about `number` articles with the bundle `text_model`, or with random weights, once each way."""
    bundle = text_model or random_writer()
    model = open_language_model(bundle)
    tasks = _tasks(number)
    LocalWriter(model).write(tasks[0], deadline=math.inf)  # warm up
    written: dict[str, Written] = {}

    def measured(name: str) -> float:
        written[name] = _written(LocalWriter(model, claim_safe=name == SAFE), tasks, bundle)
        return written[name].seconds / len(tasks)

    took = repetitions.interleaved({SAFE: lambda: measured(SAFE), FREE: lambda: measured(FREE)}, at_most=1)
    started = time.perf_counter()
    grammars = [grammar_of(task) for task in tasks]
    took["grammar"] = (time.perf_counter() - started) / len(tasks)
    rows = [row for name in written for row in _rows(name, written[name], took[name])]
    groups = list(dict.fromkeys(row.group for row in rows))
    rows.sort(key=lambda row: groups.index(row.group))
    rows.append(Row("seconds", "making the grammar of an article", "part", took["grammar"], "s"))
    notes = (
        f"{model.name}; {number} articles, two thirds with an example, at most 120 words, greedy.",
        f"{sum(map(bool, grammars))} of the articles have a grammar; without one a draft is free.",
        "Unsupported is what the claims checker finds in the draft, before any repair or second writer.",
    )
    return Report("drafts", "drafts: a local model, held to the data's statements and free", tuple(rows), (), notes)


def _tasks(number: int) -> list[WritingTask]:
    given = list(read_articles())
    chosen = given[:: max(1, len(given) // number)][:number]
    styles = islice(cycle(EXAMPLES), number)
    return [WritingTask(Evidence(each.read()), each.id, style) for each, style in zip(chosen, styles, strict=True)]


def _written(writer: LocalWriter, tasks: Sequence[WritingTask], bundle: Path) -> Written:
    drafts, took = [], 0.0
    for task in tasks:
        started = time.perf_counter()
        drafts.append(writer.write(task, deadline=math.inf))
        took += time.perf_counter() - started
    found = [
        len(ClaimChecker(task.facts).check(draft.text, task.examples).rejected)
        for task, draft in zip(tasks, drafts, strict=True)
    ]
    by = []
    for task, draft in zip(tasks, drafts, strict=True):
        once: Writer = _Once(writer, draft)
        accepted = write_checked(task, once, _ATTEMPTS, math.inf)
        by.append((accepted.writer.name, accepted.attempts))
    texts = tuple(draft.text for draft in drafts)
    return Written(texts, tuple(found), tuple(by), _tokens(bundle, texts), took)


def _tokens(bundle: Path, texts: Sequence[str]) -> int:
    try:
        import openvino_genai
    except ImportError as error:
        raise BundleError(f"{bundle} needs {error.name}; run `make dev`.") from error
    tokenizer = openvino_genai.Tokenizer(bundle)
    return sum(tokenizer.encode(text, add_special_tokens=False).input_ids.shape[1] for text in texts if text)


def _rows(name: str, written: Written, seconds: float) -> list[Row]:
    role: Role = "ours" if name == SAFE else "baseline"
    count = len(written.drafts)
    words = sum(map(count_words, written.drafts))

    def share(number: int) -> float:
        return 100 * number / count

    by_model = [versions for writer, versions in written.by if writer == LocalWriter.name]
    return [
        Row("drafts with an unsupported claim", name, "fact", share(sum(map(bool, written.found))), "%"),
        Row("unsupported claims in 100 words", name, "fact", 100 * sum(written.found) / max(1, words), ""),
        Row("words in a draft", name, "fact", words / count, "words"),
        Row("accepted as the model wrote it", name, "fact", share(by_model.count(1)), "%"),
        Row(
            "accepted after repair or without some sentences",
            name,
            "fact",
            share(len(by_model) - by_model.count(1)),
            "%",
        ),
        Row("written by the rules in the end", name, "fact", share(count - len(by_model)), "%"),
        Row("seconds", f"{name}, a draft", role, seconds, "s"),
        Row("speed", f"{name}, words of the draft kept", role, written.tokens / written.seconds, "tokens/s"),
    ]
