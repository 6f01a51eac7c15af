"""`bildtext quality [articles|claims]`: the rules writer and the claims checker on the sets of tests/quality."""

from __future__ import annotations

import click

SETS = ("articles", "claims")


@click.command()
@click.argument("names", metavar="[articles|claims]...", nargs=-1, type=click.Choice(SETS))
@click.option(
    "--combined", default=5000, show_default=True, type=click.IntRange(0), help="Number of combined articles."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line instead of tables.")
@click.option("--show", is_flag=True, help="List every faulty text and sentence.")
def quality(names: tuple[str, ...], combined: int, as_json: bool, show: bool) -> None:
    """Measure the texts of the rules writer (articles) and the accuracy of the claims checker (claims)."""
    from bildtext_dev.quality.claim_accuracy import measure_claims
    from bildtext_dev.quality.combine import combined as combine
    from bildtext_dev.quality.report import emit
    from bildtext_dev.quality.sets import CLAIMS, UNSEEN, articles, statements
    from bildtext_dev.quality.texts import measure_texts

    wanted = names or SETS
    if "articles" in wanted:
        click.echo("writing about the articles of articles.jsonl …", err=True)
        emit(measure_texts("articles.jsonl", articles()), as_json, show)
        if combined:
            click.echo(f"writing about {combined} combined articles …", err=True)
            emit(measure_texts(f"{combined} combined articles", combine(articles(), combined)), as_json, show)
    if "claims" in wanted:
        click.echo("checking the sentences of four sets …", err=True)
        for file in (*CLAIMS, UNSEEN):
            emit(measure_claims(file.name, statements(file)), as_json, show)
