"""`bildtext decisions`: export the editors' tag decisions as labelled photos, which `bildtext evaluate` reads."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Final

import boto3
import click

from bildtext.aws import CLIENT_CONFIG
from bildtext.decisions import GroundTruth, ground_truth
from bildtext.storage.catalogue_index import CatalogueIndex, DynamoCatalogueIndex, Listing, pages
from bildtext.storage.decision_table import CatalogueArticle, Decisions, DynamoDecisions

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# `bildtext evaluate` reads the first three.
COLUMNS: Final = ("image", "label", "facet", "action", "bulk", "machine_labels", "machine_scores", "version", "at")
NONE: Final = "none"  # the label of a photo that an editor gave none of the facet's labels
_READ_AT_ONCE: Final = 16  # articles; CLIENT_CONFIG keeps 32 connections


@click.command("decisions")
@click.option(
    "--out", type=click.Path(dir_okay=False, writable=True, path_type=Path), help="The CSV file; default: stdout."
)
@click.option("--table", envvar="ARTICLE_TABLE", required=True, help="Name of the article table [env: ARTICLE_TABLE].")
@click.option("--without-bulk", is_flag=True, help="Leave out tags that were accepted in bulk, unseen.")
def decisions(out: Path | None, table: str, without_bulk: bool) -> None:
    """Export the editors' tag decisions as a CSV file.

    `image` is the photo's key in the bucket, so a copy of the bucket is the folder that `bildtext evaluate` takes:

        aws s3 sync s3://BUCKET photos
        bildtext evaluate photos --labels labels.csv --facet category

    A category may be a group ("shoes") where no label was clear. It is exported as it was decided; `bildtext evaluate`
    counts it as unmapped unless its --map names the group.

    Decisions that were undone, and those about photos that were replaced or deleted since, are left out.
    """
    client: DynamoDBClient = boto3.client("dynamodb", config=CLIENT_CONFIG)
    written: Counter[str] = Counter()
    with out.open("w", newline="", encoding="utf-8") if out else nullcontext(sys.stdout) as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(COLUMNS)
        for truth, current in truths(DynamoCatalogueIndex(client, table), DynamoDecisions(client, table)):
            if not current:
                written["about photos that were replaced or deleted, left out"] += 1
            elif truth.bulk and without_bulk:
                written["accepted in bulk, left out"] += 1
            else:
                written["exported"] += 1
                rows.writerows(_rows(truth))
    counted = ", ".join(f"{count:,} {what}" for what, count in sorted(written.items())) or "none"
    click.echo(f"Decisions: {counted}.", err=True)


def truths(index: CatalogueIndex, articles: Decisions) -> Iterator[tuple[GroundTruth, bool]]:
    """The decisions about all articles, ordered by article number, and whether the photo is the one decided about."""
    with ThreadPoolExecutor(_READ_AT_ONCE) as pool:
        for page in pages(index, Listing(sort="number")):
            for article in pool.map(articles.read, [summary.number for summary in page.articles]):
                yield from _of_article(article)


def _of_article(article: CatalogueArticle) -> Iterator[tuple[GroundTruth, bool]]:
    versions = {image.photo.key: image.version for image in article.stored.photos}
    for truth in ground_truth(article.decisions):
        yield truth, truth.photo in versions and truth.photo_version in ("", versions[truth.photo])


def _rows(truth: GroundTruth) -> Iterator[tuple[str, ...]]:
    """A row for each label; a photo with several labels of one facet has several."""
    for label in truth.labels or (NONE,):
        yield (
            truth.photo,
            label,
            truth.facet,
            truth.action,
            "yes" if truth.bulk else "no",
            " ".join(scored.label for scored in truth.machine),
            " ".join(f"{scored.score:.4f}" for scored in truth.machine),
            truth.photo_version,
            truth.at,
        )
