"""Figures of a whole catalogue: style distance, readability, repetition."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import fmean, median

import click

from bildtext.errors import InvalidProductData
from bildtext_dev.quality.readability import counts
from bildtext_dev.quality.repetition import repetition
from bildtext_dev.quality.report import Comparison, Figure
from bildtext_dev.quality.sets import Article
from description.evidence import Evidence
from description.language.text import count_words
from description.realise import RulesWriter
from description.style import distance, profile_of
from description.writers import WritingTask

_MAX_WORDS = 120
_NAMES = (
    ("texts", 0),
    ("words of a text, median", 0),
    ("style distance, mean", 3),
    ("style distance, median", 3),
    ("Flesch index of Amstad, median", 1),
    ("LIX, median", 1),
    ("repetition index (four-grams that another text has) %", 1),
    ("four-grams of a text that a second one has %", 2),
    ("texts identical to another %", 1),
    ("patterns of first sentences", 0),
    ("texts with one of the ten most frequent %", 1),
)


def measure_catalogues(
    name: str, catalogues: Mapping[str, Sequence[str]], examples: Mapping[str, Sequence[str]]
) -> Comparison:
    """Compare catalogues, each a list of texts. `examples`: by the same name, the texts whose style a catalogue
    follows; without any, no style distance is measured. ValueError: a catalogue has fewer than two texts."""
    columns = [_measured(texts, examples.get(each, ())) for each, texts in catalogues.items()]
    rows = tuple(
        Figure(figure, values, digits)
        for (figure, digits), values in zip(_NAMES, zip(*columns, strict=True), strict=True)
    )
    return Comparison(name, tuple(catalogues), rows)


def written(articles: Sequence[Article], examples: Sequence[str] = ()) -> list[str]:
    """The rules' texts about the articles, without those whose data is refused."""
    return list(_texts(articles, tuple(examples)))


def texts_of(file: Path) -> list[str]:
    """The texts of a .jsonl file, such as `bildtext describe --out` writes: the "text" of each line that has one.

    UsageError: a line is no JSON object, or fewer than two have a text.
    """
    found = []
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        try:
            text = json.loads(line).get("text") or "" if line.strip() else ""
        except (ValueError, AttributeError) as error:
            raise click.UsageError(f"{file}, line {number}: not a JSON object.") from error
        found += [text] if any(map(str.isalpha, text)) else []
    if len(found) < 2:
        raise click.UsageError(f"{file}: a catalogue needs at least two lines with a text.")
    return found


def _texts(articles: Sequence[Article], examples: tuple[str, ...]) -> Iterator[str]:
    writer = RulesWriter()
    for article in articles:
        try:
            task = WritingTask(Evidence(article.read()), article.id, examples, max_words=_MAX_WORDS)
            yield writer.write(task, deadline=math.inf).text
        except InvalidProductData:
            continue


def _measured(texts: Sequence[str], examples: Sequence[str]) -> tuple[float | None, ...]:
    """The figures in the order of `_NAMES`."""
    house = profile_of(tuple(examples))
    distances = [distance(profile_of((text,)), house).distance for text in texts] if examples else []
    read, repeated = [counts(text) for text in texts], repetition(texts)
    return (
        len(texts),
        median(map(count_words, texts)),
        fmean(distances) if distances else None,
        median(distances) if distances else None,
        median(each.flesch for each in read),
        median(each.lix for each in read),
        100 * repeated.index,
        100 * repeated.of_two,
        100 * repeated.identical,
        repeated.patterns,
        100 * repeated.top_ten,
    )
