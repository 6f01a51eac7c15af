"""Writers side by side on the golden articles: slot error rate and PARENT."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from bildtext_dev.quality.golden import GoldenArticle
from bildtext_dev.quality.parent import Parent, parent, words_of
from bildtext_dev.quality.report import Comparison, Figure
from bildtext_dev.quality.slots import SlotCounter, SlotErrors, is_told, total
from description.evidence import Evidence
from description.ingest import parse
from description.language.text import count_words
from description.writers import Writer, WritingTask

BY_HAND = "by hand"
_MAX_WORDS = 120


@dataclass(frozen=True, slots=True)
class Judged:
    """One text about a golden article. `parent` is None for the reference itself, which is what it compares with."""

    article: GoldenArticle
    text: str
    errors: SlotErrors
    parent: Parent | None


def measure_golden(articles: Sequence[GoldenArticle], writers: Mapping[str, Writer]) -> Iterator[Comparison]:
    """Compare the writers' first drafts, and the hand-written texts, on the same articles: over all, then by group."""
    judged = _judged(articles, writers)
    yield Comparison(
        f"{len(articles)} golden articles, first drafts",
        tuple(judged),
        tuple(_figures(judged)),
        shown=tuple(_untold(judged)),
        notes=(
            "in percent; slot error rate = missing + added + wrong of the slots that a text should tell",
            "added and wrong are what the claims checker finds no source for; by hand they are its false alarms",
        ),
    )
    for name, figure in (("slot error rate by group", _rate), ("PARENT F1 by group", _f1)):
        groups = tuple(dict.fromkeys(article.group for article in articles))
        rows = tuple(Figure(group, tuple(figure(_of(group, texts)) for texts in judged.values())) for group in groups)
        yield Comparison(name, tuple(judged), rows)


def _of(group: str, texts: Sequence[Judged]) -> list[Judged]:
    return [each for each in texts if each.article.group == group]


def _judged(articles: Sequence[GoldenArticle], writers: Mapping[str, Writer]) -> dict[str, list[Judged]]:
    judged: dict[str, list[Judged]] = {name: [] for name in (*writers, BY_HAND)}
    for article in articles:
        counter = SlotCounter(article)
        table = [words for slot in article.telling if (words := words_of(slot.value))]
        reference = words_of(article.text)
        task = WritingTask(Evidence(parse(article.data_text)), article.id, max_words=_MAX_WORDS)
        for name, writer in writers.items():
            text = writer.write(task, deadline=math.inf).text
            score = parent(words_of(text), reference, table)
            judged[name].append(Judged(article, text, counter.errors(text), score))
        judged[BY_HAND].append(Judged(article, article.text, counter.errors(article.text), None))
    return judged


def _figures(judged: Mapping[str, Sequence[Judged]]) -> Iterator[Figure]:
    def row(name: str, figure: Callable[[Sequence[Judged]], float | None], digits: int = 1) -> Figure:
        return Figure(name, tuple(map(figure, judged.values())), digits)

    yield row("slot error rate", _rate)
    yield row("  missing", lambda texts: _share(texts, "missing"))
    yield row("  added", lambda texts: _share(texts, "added"))
    yield row("  wrong", lambda texts: _share(texts, "wrong"))
    yield row("telling slots in the text", _told)
    yield row("PARENT precision", lambda texts: _mean(texts, "precision"))
    yield row("PARENT recall", lambda texts: _mean(texts, "recall"))
    yield row("PARENT F1", _f1)
    yield row("texts without an error", lambda texts: 100 * fmean(each.errors.rate == 0 for each in texts))
    yield row("words of a text, median", lambda texts: median(count_words(each.text) for each in texts), 0)


def _rate(texts: Sequence[Judged]) -> float:
    return 100 * total(each.errors for each in texts).rate


def _share(texts: Sequence[Judged], kind: str) -> float:
    errors = total(each.errors for each in texts)
    return 100 * float(getattr(errors, kind)) / errors.slots


def _told(texts: Sequence[Judged]) -> float:
    return 100 * fmean(is_told(slot, each.text) for each in texts for slot in each.article.telling)


def _f1(texts: Sequence[Judged]) -> float | None:
    return _mean(texts, "f1")


def _mean(texts: Sequence[Judged], kind: str) -> float | None:
    """The mean over the texts, as in the paper."""
    scores = [getattr(each.parent, kind) for each in texts if each.parent is not None]
    return 100 * fmean(scores) if scores else None


def _untold(judged: Mapping[str, Sequence[Judged]]) -> Iterator[str]:
    for name, texts in judged.items():
        for each in texts:
            slots = [f"{slot.key}: {slot.value}" for slot in each.article.telling if not is_told(slot, each.text)]
            if each.errors.rate:
                found = f"{each.errors.added} added, {each.errors.wrong} wrong"
                yield f"{name}, {each.article.id}: not said: {'; '.join(slots) or 'nothing'}; {found}: {each.text}"
