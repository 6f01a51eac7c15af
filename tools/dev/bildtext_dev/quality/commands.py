"""`bildtext quality`: the writers, the claims checker and the reader of product data on their sets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bildtext_cli.option_types import EXISTING_FILE

if TYPE_CHECKING:
    from bildtext_dev.quality.report import Comparison, Table


@dataclass(frozen=True)
class Options:
    """What the sets are measured with."""

    combined: int
    seed: int | None
    held_out: bool
    writers: tuple[str, ...]
    texts: tuple[Path, ...]
    examples: tuple[Path, ...]


def _articles(options: Options) -> Iterator[Table]:
    from bildtext_dev.quality.combine import combined
    from bildtext_dev.quality.sets import articles
    from bildtext_dev.quality.texts import measure_texts

    _progress("writing about the articles of articles.jsonl …")
    yield measure_texts("articles.jsonl", articles())
    if options.combined:
        _progress(f"writing about {options.combined} combined articles …")
        yield measure_texts(f"{options.combined} combined articles", combined(articles(), options.combined))


def _golden(options: Options) -> Iterator[Comparison]:
    from bildtext_cli.describe import writer_of
    from bildtext_dev.quality.golden import golden_articles
    from bildtext_dev.quality.writing import measure_golden

    named = [name.partition("=") for name in options.writers]
    _progress("writing about the golden articles …")
    yield from measure_golden(
        golden_articles(), {f"{name}{sign}{model}": writer_of(name, model or None) for name, sign, model in named}
    )


def _catalogue(options: Options) -> Iterator[Comparison]:
    from bildtext_cli.article_text import text_of
    from bildtext_dev.quality.catalogue import measure_catalogues, texts_of, written
    from bildtext_dev.quality.golden import golden_articles
    from bildtext_dev.quality.sets import Article, articles
    from bildtext_dev.quality.style import houses
    from bildtext_dev.quality.writing import BY_HAND

    if options.texts:
        examples = tuple(map(text_of, options.examples))
        files = {str(file): texts_of(file) for file in options.texts}
        yield measure_catalogues("catalogues", files, dict.fromkeys(files, examples))
        return
    _progress("writing catalogues …")
    followed: dict[str, tuple[str, ...]] = {"no example": (), **{house.name: house.examples for house in houses()}}
    texts = {name: written(articles(), examples) for name, examples in followed.items()}
    yield measure_catalogues("catalogues of the rules about articles.jsonl, by the house they follow", texts, followed)
    golden = golden_articles()
    rules = written([Article(one.id, one.group, one.data_text) for one in golden])
    yield measure_catalogues("golden articles", {"rules": rules, BY_HAND: [one.text for one in golden]}, {})


def _claims(_: Options) -> Iterator[Table]:
    from bildtext_dev.quality.claim_accuracy import measure_claims
    from bildtext_dev.quality.sets import BLIND, DEVELOPMENT, REGRESSION, statements

    _progress("checking the hand-written sentences …")
    for file in (*BLIND, *DEVELOPMENT, *REGRESSION):
        for weighed, title in ((False, "all findings"), (True, "as an editor sees them")):
            yield measure_claims(f"{file.parent.name}/{file.name}, {title}", statements(file), weighed=weighed)


def _swaps(options: Options) -> Iterator[Table]:
    from bildtext_dev.quality.claim_accuracy import measure_claims
    from bildtext_dev.quality.swaps.generate import SEED, swap_set

    seed = SEED if options.seed is None else options.seed
    title = f"swapped values, seed {seed}{', held out' if options.held_out else ''}"
    _progress(f"making and checking the sentences of {title} …")
    yield measure_claims(title, swap_set(seed, held_out=options.held_out))


def _reading(options: Options) -> Iterator[Table]:
    from bildtext_dev.quality.combine import combined
    from bildtext_dev.quality.consistent import SEED, measure_consistent
    from bildtext_dev.quality.reading import READING, measure_articles, measure_cases
    from bildtext_dev.quality.sets import articles

    _progress("reading product data …")
    yield from map(measure_cases, READING)
    yield measure_articles("articles.jsonl, as it is read", articles())
    if options.combined:
        yield measure_consistent(options.combined, SEED if options.seed is None else options.seed)
        title = f"{options.combined} combined articles, as they are read"
        yield measure_articles(title, combined(articles(), options.combined))


def _style(_: Options) -> Iterator[Table]:
    from bildtext_dev.quality.sets import articles
    from bildtext_dev.quality.style import PROMPTS, measure_houses, measure_prompts, measure_writing

    _progress("reading styles, and writing after them …")
    yield measure_houses()
    yield measure_writing(articles())
    yield from map(measure_prompts, PROMPTS)


def _prose(_: Options) -> Iterator[Table]:
    from bildtext_dev.quality.prose import PROSE, measure_prose

    _progress("reading prose …")
    yield from map(measure_prose, PROSE)


def _law(_: Options) -> Iterator[Table]:
    from bildtext_dev.quality.law import LAW, measure_law

    _progress("checking texts against the law …")
    yield from map(measure_law, LAW)


SETS: Mapping[str, Callable[[Options], Iterator[Table | Comparison]]] = {
    "articles": _articles,
    "golden": _golden,
    "catalogue": _catalogue,
    "claims": _claims,
    "swaps": _swaps,
    "reading": _reading,
    "style": _style,
    "prose": _prose,
    "law": _law,
}


@click.command()
@click.argument("names", metavar=f"[{'|'.join(SETS)}]...", nargs=-1, type=click.Choice(tuple(SETS)))
@click.option(
    "--combined", default=5000, show_default=True, type=click.IntRange(0), help="Number of combined articles."
)
@click.option("--seed", type=int, help="Of the swapped values; another than the default's makes unseen sentences.")
@click.option("--held-out", is_flag=True, help="Swapped values in the templates and words that nothing was fixed for.")
@click.option(
    "--writer",
    "writers",
    multiple=True,
    default=("rules",),
    show_default=True,
    help="For golden, can be repeated: rules, local=BUNDLE (a preset or folder) or bedrock=MODEL-ID.",
)
@click.option(
    "--texts",
    multiple=True,
    type=EXISTING_FILE,
    help='For catalogue, instead of the rules\' texts: a .jsonl with a "text" per line. Can be repeated.',
)
@click.option(
    "--example", "examples", multiple=True, type=EXISTING_FILE, help="Whose style --texts follow; can be repeated."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line instead of tables.")
@click.option("--show", is_flag=True, help="List every faulty text and sentence.")
def quality(
    names: tuple[str, ...],
    combined: int,
    seed: int | None,
    held_out: bool,
    writers: tuple[str, ...],
    texts: tuple[Path, ...],
    examples: tuple[Path, ...],
    as_json: bool,
    show: bool,
) -> None:
    """Measure the texts of the rules writer (articles), writers side by side against hand-written texts (golden),
    catalogues of texts (catalogue), the claims checker on hand-written sentences (claims) and on sentences made by
    exchanging values (swaps), how product data (reading) and suppliers' prose (prose) are read, and how examples and
    prompts about style are read and followed (style), and the checks of the law (law)."""
    from bildtext_dev.quality.report import emit

    options = Options(combined, seed, held_out, writers, texts, examples)
    for name, measure in SETS.items():
        if name in (names or SETS):
            for table in measure(options):
                emit(table, as_json, show)


def _progress(what: str) -> None:
    click.echo(what, err=True)
