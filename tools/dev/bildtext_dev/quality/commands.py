"""`bildtext quality`: the rules writer, the claims checker and the reader of product data on their sets."""

from __future__ import annotations

import click

SETS = ("articles", "claims", "swaps", "reading", "prose", "style", "law")


@click.command()
@click.argument("names", metavar=f"[{'|'.join(SETS)}]...", nargs=-1, type=click.Choice(SETS))
@click.option(
    "--combined", default=5000, show_default=True, type=click.IntRange(0), help="Number of combined articles."
)
@click.option("--seed", type=int, help="Of the swapped values; another than the default's makes unseen sentences.")
@click.option("--held-out", is_flag=True, help="Swapped values in the templates and words that nothing was fixed for.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line instead of tables.")
@click.option("--show", is_flag=True, help="List every faulty text and sentence.")
def quality(names: tuple[str, ...], combined: int, seed: int | None, held_out: bool, as_json: bool, show: bool) -> None:
    """Measure the texts of the rules writer (articles) and the claims checker on hand-written sentences (claims) and on
    sentences made by exchanging values (swaps), how product data (reading) and suppliers' prose (prose) are read, and
    how examples and prompts about style are read and followed (style), and the checks of the law (law)."""
    from bildtext_dev.quality.claim_accuracy import measure_claims
    from bildtext_dev.quality.combine import combined as combine
    from bildtext_dev.quality.consistent import SEED as READING_SEED
    from bildtext_dev.quality.consistent import measure_consistent
    from bildtext_dev.quality.law import LAW, measure_law
    from bildtext_dev.quality.prose import PROSE, measure_prose
    from bildtext_dev.quality.reading import READING, measure_articles, measure_cases
    from bildtext_dev.quality.report import emit
    from bildtext_dev.quality.sets import BLIND, DEVELOPMENT, REGRESSION, articles, statements
    from bildtext_dev.quality.style import PROMPTS, measure_houses, measure_prompts, measure_writing
    from bildtext_dev.quality.swaps.generate import SEED, swap_set
    from bildtext_dev.quality.texts import measure_texts

    wanted = names or SETS
    if "articles" in wanted:
        click.echo("writing about the articles of articles.jsonl …", err=True)
        emit(measure_texts("articles.jsonl", articles()), as_json, show)
        if combined:
            click.echo(f"writing about {combined} combined articles …", err=True)
            emit(measure_texts(f"{combined} combined articles", combine(articles(), combined)), as_json, show)
    if "claims" in wanted:
        click.echo("checking the hand-written sentences …", err=True)
        for file in (*BLIND, *DEVELOPMENT, *REGRESSION):
            for weighed, title in ((False, "all findings"), (True, "as an editor sees them")):
                name = f"{file.parent.name}/{file.name}, {title}"
                emit(measure_claims(name, statements(file), weighed=weighed), as_json, show)
    if "swaps" in wanted:
        number = SEED if seed is None else seed
        title = f"swapped values, seed {number}{', held out' if held_out else ''}"
        click.echo(f"making and checking the sentences of {title} …", err=True)
        emit(measure_claims(title, swap_set(number, held_out=held_out)), as_json, show)
    if "reading" in wanted:
        click.echo("reading product data …", err=True)
        for file in READING:
            emit(measure_cases(file), as_json, show)
        emit(measure_articles("articles.jsonl, as it is read", articles()), as_json, show)
        if combined:
            emit(measure_consistent(combined, READING_SEED if seed is None else seed), as_json, show)
            title = f"{combined} combined articles, as they are read"
            emit(measure_articles(title, combine(articles(), combined)), as_json, show)
    if "style" in wanted:
        click.echo("reading styles, and writing after them …", err=True)
        emit(measure_houses(), as_json, show)
        emit(measure_writing(articles()), as_json, show)
        for file in PROMPTS:
            emit(measure_prompts(file), as_json, show)
    for name, doing, files, measure in (
        ("prose", "reading prose …", PROSE, measure_prose),
        ("law", "checking texts against the law …", LAW, measure_law),
    ):
        if name in wanted:
            click.echo(doing, err=True)
            for file in files:
                emit(measure(file), as_json, show)
