"""`bildtext up`: the whole system on this machine until Ctrl-C. `bildtext demo`: the same on sample photos, whose tags
it shows in a table and on a contact sheet."""

from __future__ import annotations

import json
import logging
import signal
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bildtext.articles import PhotoKey, photo_key
from bildtext.errors import InvalidRequest
from bildtext.image_items import ImageItem
from bildtext.labels import CATEGORY, load_labels
from bildtext.table import DynamoTable
from tools.contact_sheet import SheetPhoto, contact_sheet
from tools.local.stack import HANDLERS, LoadHandler, RunningStack, local_stack
from tools.local.template import REGION

SAMPLES = Path(__file__).parent / "samples"
_ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".avif")


@click.command()
@click.option("--port", default=8080, show_default=True, help="Port of the API on 127.0.0.1; 0 takes a free one.")
@click.option("--json", "as_json", is_flag=True, help="Print the addresses as one line of JSON.")
def up(port: int, as_json: bool) -> None:
    """Run the whole system on this machine until Ctrl-C."""
    stdout = sys.stdout  # while the system runs, sys.stdout belongs to the functions' logs
    _log_requests()
    with _ended_by_signals():
        try:
            with local_stack(port=port) as stack:
                click.echo(_json_line(_addresses(stack)) if as_json else _how_to_try(stack), file=stdout)
                while True:
                    time.sleep(3600)
        except KeyboardInterrupt:
            click.echo("Stopped.", err=True)


@click.command()
@click.option(
    "--photos",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=SAMPLES,
    help="Folder of photos, flat or as <article>/<view>.jpg. Default: the samples that come along.",
)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path("build/demo"), show_default=True)
@click.option("--timeout", default=180, show_default=True, help="Seconds after which photos count as not tagged.")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON per photo.")
def demo(photos: Path, out: Path, timeout: int, as_json: bool) -> None:
    """Upload sample photos to the whole system on this machine and show their tags."""
    with _ended_by_signals():
        result = run_demo(photos, out, timeout_s=timeout)
    if as_json:
        for one in result.photos:
            click.echo(_json_line(_as_json(one)))
    else:
        Console(width=None if sys.stdout.isatty() else 160).print(_table(result.photos))
    missing = [one for one in result.photos if one.item is None or one.item.status != "tagged"]
    for one in missing:
        click.echo(f"{click.style(one.photo.key, fg='red')}: {_why(one.item, timeout, result.log)}", err=True)
    tagged, count = len(result.photos) - len(missing), len(result.photos)
    click.echo(f"{tagged} of {count} photos tagged in {result.took_s:.1f} s. Contact sheet: {result.sheet}", err=True)
    sys.exit(1 if missing else 0)


@dataclass(frozen=True)
class DemoResult:
    """What became of each photo (in the order of their names), the contact sheet, and the log of the function."""

    photos: Sequence[SheetPhoto]
    sheet: Path
    log: Path
    took_s: float


def run_demo(
    folder: Path, out: Path, *, timeout_s: float = 180, handlers: Mapping[str, LoadHandler] = HANDLERS, **stack: Any
) -> DemoResult:
    """Bring the system up, upload the folder's photos, wait for their items in the table, write the contact sheet.

    Raises:
        InvalidRequest: the folder holds no photos.
        StartError: the system does not start.
    """
    files = _photos_in(folder)
    out.mkdir(parents=True, exist_ok=True)
    log, sheet = out / "function.log", out / "contact-sheet.html"
    with ExitStack() as running:
        output = running.enter_context(log.open("w", encoding="utf-8"))
        status = running.enter_context(Console(stderr=True).status("Starting the system"))
        system = running.enter_context(local_stack(handlers, function_output=output, **stack))
        started = time.monotonic()
        status.update(f"Uploading {len(files)} photos")
        _upload(system, files)
        items: dict[str, ImageItem] = {}
        for items in _arriving(system, [photo for photo, _ in files], timeout_s):
            status.update(f"Tagging: {len(items)} of {len(files)} photos")
        took_s = time.monotonic() - started
        status.update("Stopping the system")
    photos = [SheetPhoto(photo, file, items.get(photo.key)) for photo, file in files]
    sheet.write_text(contact_sheet(photos, load_labels()), "utf-8")
    return DemoResult(photos, sheet, log, took_s)


def _photos_in(folder: Path) -> list[tuple[PhotoKey, Path]]:
    """Each photo with the key it gets: its folder is the article, or a number that is made up where all lie flat."""
    files = sorted(file for file in folder.rglob("*") if file.suffix.lower() in _ENDINGS and file.is_file())
    if not files:
        raise InvalidRequest(f"There are no photos in {folder} ({', '.join(_ENDINGS)}).")
    return [
        (photo_key(f"articles/{file.parent.name if file.parent != folder else 10001 + number}/{file.name}"), file)
        for number, file in enumerate(files)
    ]


def _upload(stack: RunningStack, files: Sequence[tuple[PhotoKey, Path]]) -> None:
    s3 = boto3.client("s3")
    for photo, file in files:
        s3.upload_file(str(file), stack.names["PhotoBucket"], photo.key)


def _arriving(stack: RunningStack, photos: Sequence[PhotoKey], timeout_s: float) -> Iterator[dict[str, ImageItem]]:
    """What the table holds of these photos, again and again until it holds all or the time is over."""
    table = DynamoTable(boto3.client("dynamodb"), stack.names["ArticleTable"])
    ends = time.monotonic() + timeout_s
    while True:
        items = table.read(photos)
        yield items
        if len(items) == len({photo.key for photo in photos}) or time.monotonic() > ends:
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
    for one in photos:
        item = one.item
        if item is None or item.status != "tagged":
            table.add_row(_short(one.photo), "[red]not tagged[/]")
            continue
        category = next((tag for tag in item.tags if tag["facet"] == CATEGORY), None)
        others = [tag for tag in item.tags if tag["facet"] not in (CATEGORY, "colour")]
        table.add_row(
            _short(one.photo),
            category["name"]["de"] if category else "[dim]—[/]",
            f"{category['score']:.0%}" if category else "",
            ", ".join(tag["name"]["de"] for tag in item.tags if tag["facet"] == "colour"),
            ", ".join(f"{tag['name']['de']} {tag['score']:.0%}" for tag in others),
            " · ".join(f"{item.took_ms.get(step, 0):.1f}" for step in ("fetch", "decode", "encode", "score")),
        )
    return table


def _short(photo: PhotoKey) -> str:
    return escape(photo.key.removeprefix("articles/"))


def _why(item: ImageItem | None, timeout: int, log: Path) -> str:
    if item is None:
        return f"no result within {timeout} s; see {log}"
    refusal = item.refusal or {}
    return refusal.get("detail") or refusal.get("reason") or item.status


def _as_json(one: SheetPhoto) -> dict[str, Any]:
    item = one.item
    if item is None:
        return {"key": one.photo.key, "status": "missing"}
    return {
        "key": one.photo.key,
        "status": item.status,
        "tags": list(item.tags),
        "abstentions": list(item.abstentions),
        "took_ms": dict(item.took_ms),
        "refusal": item.refusal,
    }


def _addresses(stack: RunningStack) -> dict[str, str]:
    return {
        "api": stack.api_url,
        "aws": stack.aws_endpoint,
        "bucket": stack.names["PhotoBucket"],
        "table": stack.names["ArticleTable"],
    }


def _how_to_try(stack: RunningStack) -> str:
    bucket, table = stack.names["PhotoBucket"], stack.names["ArticleTable"]
    query = '\'{":a": {"S": "ARTICLE#10001"}}\''
    return f"""Bildtext is up. Ctrl-C ends it.

  API     {stack.api_url}   (signatures are not checked here; on AWS every route wants one)
  AWS     {stack.aws_endpoint}   (moto: S3, EventBridge, SQS, DynamoDB)
  bucket  {bucket}
  table   {table}

Ask for the tags of a photo
  curl -X POST {stack.api_url}/tags -H 'Content-Type: image/jpeg' --data-binary @photo.jpg

Upload a photo and read its tags, with the AWS command
  export AWS_ENDPOINT_URL={stack.aws_endpoint} AWS_DEFAULT_REGION={REGION} \\
         AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local
  aws s3 cp photo.jpg s3://{bucket}/articles/10001/front.jpg
  aws dynamodb query --table-name {table} \\
      --key-condition-expression 'pk = :a' --expression-attribute-values {query}

The same with boto3 (and the variables above)
  boto3.client("s3").upload_file("photo.jpg", "{bucket}", "articles/10001/front.jpg")
  boto3.resource("dynamodb").Table("{table}").query(
      KeyConditionExpression=boto3.dynamodb.conditions.Key("pk").eq("ARTICLE#10001"))["Items"]
"""


def _json_line(content: Mapping[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False)


def _log_requests() -> None:
    log = logging.getLogger("tools.local")
    log.setLevel(logging.INFO)
    log.addHandler(logging.StreamHandler(sys.stderr))


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """SIGTERM ends the block like Ctrl-C, and neither disturbs the clearing up that follows."""

    def end(_number: int, _frame: Any) -> None:
        for number in before:
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    for number in before:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
