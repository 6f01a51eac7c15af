"""`bildtext demo`: run the complete system on sample photos and product data, and show the tags and texts."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bildtext.errors import InvalidRequest
from bildtext.labels import CATEGORY, load_labels
from bildtext.storage.article_table import DynamoArticleTable, TextItem
from bildtext.storage.catalogue_index import PAGE, DynamoCatalogueIndex, Listing
from bildtext.storage.keys import PhotoKey, data_key, photo_key
from bildtext.storage.photo_items import PhotoItem
from bildtext.storage.photo_table import DynamoPhotoTable
from bildtext_cli import screenshot
from bildtext_cli.checkout import SAMPLES
from bildtext_cli.contact_sheet import SheetPhoto, contact_sheet
from bildtext_cli.local.signals import interrupted_by_signals
from bildtext_cli.local.stack import RunningStack, local_stack
from bildtext_cli.option_types import EXISTING_FOLDER, FOLDER
from bildtext_cli.show_description import show

_SECONDS_TO_LIST = 10
_ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".avif")


@click.command()
@click.option(
    "--photos",
    type=EXISTING_FOLDER,
    default=SAMPLES,
    help="Folder of photos (flat or <article>/<view>.jpg) and of <article>/article.json. Default: the samples.",
)
@click.option("--out", type=FOLDER, default=Path("build/demo"), show_default=True)
@click.option("--timeout", default=180, show_default=True, help="Seconds to wait for the results.")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON per photo and article.")
def demo(photos: Path, out: Path, timeout: int, as_json: bool) -> None:
    """Upload sample photos and product data to the complete system on this machine; show their tags and texts."""
    with interrupted_by_signals():
        result = run_demo(photos, out, timeout_s=timeout)
    if as_json:
        for line in (*map(_photo_line, result.photos), *map(_article_line, result.texts.items())):
            click.echo(json.dumps(line, ensure_ascii=False))
    else:
        Console(width=None if sys.stdout.isatty() else 160).print(_table(result.photos))
        for article, text in result.texts.items():
            if text is not None and text.status == "described":
                click.secho(f"\n{article}\n", bold=True)
                show(text.description)
    untagged = [entry for entry in result.photos if entry.item is None or entry.item.status != "tagged"]
    missing = {entry.photo.key: entry.item for entry in untagged}
    silent = {name: text for name, text in result.texts.items() if text is None or text.status != "described"}
    for name, found in (missing | silent).items():
        click.echo(f"{click.style(name, fg='red')}: {_why(found, timeout, result.log)}", err=True)
    click.echo(
        f"\n{len(result.photos) - len(missing)} of {len(result.photos)} photos tagged, "
        f"{len(result.texts) - len(silent)} of {len(result.texts)} articles described in {result.took_s:.1f} s. "
        f"Contact sheet: {result.sheet}\n{result.page}\n"
        "Open the page with `bildtext up`, which prints its link, and drop photos on it.",
        err=True,
    )
    sys.exit(1 if missing or silent else 0)


@dataclass(frozen=True)
class DemoResult:
    """The result of each photo and of each article's text (by name), the contact sheet, and the functions' log.

    `page` says where a picture of the page is, or why there is none.
    """

    photos: Sequence[SheetPhoto]
    texts: Mapping[str, TextItem | None]
    sheet: Path
    log: Path
    took_s: float
    page: str


def run_demo(folder: Path, out: Path, *, timeout_s: float = 180) -> DemoResult:
    """Start the system, upload the folder, wait for the items in the table and write the contact sheet.

    Raises:
        InvalidRequest: the folder holds neither photos nor product data.
        StartError: the system does not start.
    """
    files, data = _photos_in(folder), {file.parent.name: file for file in sorted(folder.rglob("*/article.json"))}
    if not files and not data:
        raise InvalidRequest(f"There are no photos in {folder} ({', '.join(_ENDINGS)}), and no article.json.")
    out.mkdir(parents=True, exist_ok=True)
    log, sheet = out / "function.log", out / "contact-sheet.html"
    with ExitStack() as running:
        output = running.enter_context(log.open("w", encoding="utf-8"))
        status = running.enter_context(Console(stderr=True).status("Starting the system"))
        system = running.enter_context(local_stack(function_output=output))
        started = time.monotonic()
        status.update(f"Uploading {len(files)} photos and the data of {len(data)} articles")
        _upload(system, files, data)
        items: dict[str, PhotoItem] = {}
        texts: dict[str, TextItem | None] = {}
        for items, texts in _arriving(system, [photo for photo, _ in files], data, started + timeout_s):
            described = sum(text is not None for text in texts.values())
            status.update(f"{len(items)} of {len(files)} photos tagged, {described} of {len(data)} articles described")
        took_s = time.monotonic() - started
        status.update("Taking a picture of the page")
        page = _picture(system, out / "page.png", {photo.article for photo, _ in files if photo.article} | data.keys())
        status.update("Stopping the system")
    photos = [SheetPhoto(photo, file, items.get(photo.key)) for photo, file in files]
    sheet.write_text(contact_sheet(photos, load_labels()), "utf-8")
    return DemoResult(photos, texts, sheet, log, took_s, page)


def _picture(stack: RunningStack, picture: Path, articles: Collection[str]) -> str:
    """Take a picture of the page as soon as it lists the articles, and say where it is; or how to get a browser."""
    program = screenshot.browser()
    if program is None:
        return f"Page: {screenshot.HOW_TO_GET_ONE}."
    index = DynamoCatalogueIndex(boto3.client("dynamodb"), stack.names["ArticleTable"])
    ends = time.monotonic() + _SECONDS_TO_LIST
    while len(index.find(Listing()).articles) < min(len(articles), PAGE) and time.monotonic() < ends:
        time.sleep(0.1)
    failure = screenshot.take(stack.api_url, picture, program)
    return f"Page: {picture}" if not failure else f"Page: there is no picture of it: {failure}"


def _photos_in(folder: Path) -> list[tuple[PhotoKey, Path]]:
    """Return each photo with its key. Its folder is the article; photos in a flat folder get generated numbers."""
    files = sorted(file for file in folder.rglob("*") if file.suffix.lower() in _ENDINGS and file.is_file())
    return [
        (photo_key(f"articles/{file.parent.name if file.parent != folder else 10001 + number}/{file.name}"), file)
        for number, file in enumerate(files)
    ]


def _upload(stack: RunningStack, files: Sequence[tuple[PhotoKey, Path]], data: Mapping[str, Path]) -> None:
    s3 = boto3.client("s3")
    for article, file in data.items():
        s3.upload_file(str(file), stack.names["PhotoBucket"], data_key(article))
    for photo, file in files:
        s3.upload_file(str(file), stack.names["PhotoBucket"], photo.key)


def _arriving(
    stack: RunningStack, photos: Sequence[PhotoKey], articles: Collection[str], ends: float
) -> Iterator[tuple[dict[str, PhotoItem], dict[str, TextItem | None]]]:
    """Poll the table, yielding the items of photos and articles, until all are there or the time is up.

    A text counts once it was written with all of its article's photos.
    """
    dynamodb, name = boto3.client("dynamodb"), stack.names["ArticleTable"]
    table, texts = DynamoPhotoTable(dynamodb, name), DynamoArticleTable(dynamodb, name)
    expected = {article: sum(photo.article == article for photo in photos) for article in articles}
    while True:
        items = table.read(photos)
        found: dict[str, TextItem | None] = {}
        for article, count in expected.items():
            stored = texts.read(article)
            complete = stored.text is not None and len(stored.photos) == count
            newest = max((image.written_at for image in stored.photos), default="")
            found[article] = stored.text if complete and stored.text and stored.text.photos_as_of >= newest else None
        yield items, found
        if (len(items) == len({photo.key for photo in photos}) and all(found.values())) or time.monotonic() > ends:
            return
        time.sleep(0.1)


def _table(photos: Sequence[SheetPhoto]) -> Table:
    table = Table(row_styles=["", "dim"], title_justify="left")
    table.add_column("Photo", overflow="fold")
    table.add_column("Category")
    table.add_column("Confidence", justify="right")
    table.add_column("Colours")
    table.add_column("Other tags", ratio=1)
    table.add_column("ms: fetch · decode · encode · score", justify="right")
    for entry in photos:
        item = entry.item
        if item is None or item.status != "tagged":
            table.add_row(_short(entry.photo), "[red]not tagged[/]")
            continue
        category = next((tag for tag in item.tags if tag["facet"] == CATEGORY), None)
        others = [tag for tag in item.tags if tag["facet"] not in (CATEGORY, "colour")]
        table.add_row(
            _short(entry.photo),
            category["name"]["de"] if category else "[dim]—[/]",
            f"{category['score']:.0%}" if category else "",
            ", ".join(tag["name"]["de"] for tag in item.tags if tag["facet"] == "colour"),
            ", ".join(f"{tag['name']['de']} {tag['score']:.0%}" for tag in others),
            " · ".join(f"{item.duration_ms.get(step, 0):.1f}" for step in ("fetch", "decode", "encode", "score")),
        )
    return table


def _short(photo: PhotoKey) -> str:
    return escape(photo.key.removeprefix("articles/"))


def _why(item: PhotoItem | TextItem | None, timeout: int, log: Path) -> str:
    if item is None:
        return f"no result within {timeout} s; see {log}"
    refusal = item.refusal or {}
    return refusal.get("detail") or item.status


def _photo_line(entry: SheetPhoto) -> dict[str, Any]:
    item = entry.item
    if item is None:
        return {"key": entry.photo.key, "status": "missing"}
    return {
        "key": entry.photo.key,
        "status": item.status,
        "tags": list(item.tags),
        "abstentions": list(item.abstentions),
        "duration_ms": dict(item.duration_ms),
        "refusal": item.refusal,
    }


def _article_line(article: tuple[str, TextItem | None]) -> dict[str, Any]:
    name, text = article
    if text is None:
        return {"article": name, "status": "missing"}
    return {"article": name, "status": text.status, **text.description, "refusal": text.refusal}
