"""`bildtext bench page`: how long the catalogue function takes for the first view of each page, in a warm container."""

from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Callable
from functools import partial
from statistics import median
from typing import Any

import boto3

from bildtext.storage.catalogue_index import DynamoCatalogueIndex, Listing
from bildtext.storage.summary_items import Summary
from bildtext_cli.checkout import SAMPLES
from bildtext_cli.local.gateway import LOCAL_USER
from bildtext_cli.local.stack import RunningStack, local_stack
from bildtext_cli.new_process import first_line
from bildtext_dev.bench.measure import Goal, Report, Row
from bildtext_dev.bench.repetitions import Repetitions

ARTICLES = 50  # a page of the list
CALLS, _UNCOUNTED = 50, 5  # of each page; the first ones warm the container up
GOAL_MS = 100
KINDS = PROCESSOR, LEAST, ELAPSED = "processor time, median", "processor time, least", "elapsed time, median"
_DATA = SAMPLES / "48106" / "article.json"
_PHOTOS = [SAMPLES / number / "side.jpg" for number in ("48106", "48107", "48112")]
_PATIENCE_S = 120
PAGES = {
    "list of articles": ("GET /", {}),
    "article": ("GET /artikel/{number}", {"number": "50001"}),
    "review": ("GET /pruefen", {}),
    "photos": ("GET /fotos", {}),
}


def bench_page(repetitions: Repetitions, articles: int = ARTICLES, calls: int = CALLS) -> Report:
    """Per repetition, `calls` of the handler for each page in a new process, and the median call."""
    with io.StringIO() as unread, local_stack(function_output=unread) as stack:
        _fill(stack, articles)
        own = stack.functions["Catalogue"].environment
        runs: list[dict[str, dict[str, float]]] = []

        def run() -> float:
            runs.append(json.loads(first_line("-m", "bildtext_dev.bench.page", str(calls), environment=own)[1]))
            return 0.0

        repetitions.interleaved({"pages": run})
    found = {(page, kind): median(one[page][kind] for one in runs) for page in PAGES for kind in KINDS}
    return Report(
        "page",
        "page: first views of the catalogue function, warm",
        tuple(
            Row(page, kind, "ours" if kind == PROCESSOR else "fact", value, "ms")
            for (page, kind), value in found.items()
        ),
        tuple(Goal(f"{page}, ms of processor time", found[page, PROCESSOR], GOAL_MS, at_most=True) for page in PAGES),
        (
            f"{articles} articles with three photos and a text each; the median of {calls} calls of the real handler.",
            (
                "Processor time leaves out waiting for a core, but a shared core is slower: the least of the calls "
                "is closest to an idle machine. On AWS the function has one core."
            ),
            (
                "The elapsed time adds waiting, here for moto, which takes longer than DynamoDB. Photos' addresses are "
                "signed in the function."
            ),
        ),
    )


def _fill(stack: RunningStack, articles: int) -> None:
    """Upload the articles, and wait until all are listed with photos and text."""
    s3, bucket = boto3.client("s3"), stack.names["PhotoBucket"]
    for number in range(50001, 50001 + articles):
        s3.put_object(Bucket=bucket, Key=f"articles/{number}/{_DATA.name}", Body=_DATA.read_bytes())
        for view, photo in enumerate(_PHOTOS, 1):
            s3.put_object(Bucket=bucket, Key=f"articles/{number}/{view}.jpg", Body=photo.read_bytes())
    index = DynamoCatalogueIndex(boto3.client("dynamodb"), stack.names["ArticleTable"])
    ends = time.monotonic() + _PATIENCE_S
    while sum(_is_done(one) for one in index.find(Listing()).articles) < articles:
        if time.monotonic() > ends:
            raise RuntimeError(f"The {articles} articles were not all tagged and described within {_PATIENCE_S} s.")
        time.sleep(0.2)


def _is_done(article: Summary) -> bool:
    return article.tagged == len(_PHOTOS) and article.state not in ("new", "tagged")


# -- the process that is measured ---------------------------------------------------------------------


def _event(key: str, parameters: dict[str, str]) -> dict[str, Any]:
    """API Gateway's event of a request of the local user."""
    path = key.partition(" ")[2].format(**parameters)
    http = {"method": "GET", "path": path, "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1", "userAgent": "bench"}
    return {
        "version": "2.0",
        "routeKey": key,
        "rawPath": path,
        "rawQueryString": "",
        "headers": {"accept": "text/html", "accept-encoding": "gzip"},
        "requestContext": {
            "authorizer": {"jwt": {"claims": dict(LOCAL_USER), "scopes": None}},
            "domainName": "127.0.0.1",
            "http": http,
            "requestId": "bench",
            "routeKey": key,
            "stage": "$default",
        },
        "isBase64Encoded": False,
        "pathParameters": parameters,
    }


def _measured(call: Callable[[], Any], calls: int) -> dict[str, float]:
    """Milliseconds of one call: the median and the least processor time, and the median elapsed time."""
    times: list[tuple[float, float]] = []
    for _ in range(_UNCOUNTED + calls):
        processor, elapsed = time.process_time(), time.perf_counter()
        answer = call()
        times.append(((time.process_time() - processor) * 1000, (time.perf_counter() - elapsed) * 1000))
        if answer["statusCode"] != 200:
            raise RuntimeError(f"A page answered with {answer['statusCode']}: {answer['body'][:300]}")
    processor_times, elapsed_times = zip(*times[_UNCOUNTED:], strict=True)
    return dict(zip(KINDS, (median(processor_times), min(processor_times), median(elapsed_times)), strict=True))


def _main(calls: int) -> None:
    results, sys.stdout = sys.stdout, io.StringIO()  # the function logs to stdout
    from bildtext_cli.local.runtime import LocalContext, load

    handler = load("catalogue.app.handler")
    context = LocalContext("Catalogue", "bench", 1769, time.time() + 3600)
    found = {name: _measured(partial(handler, _event(*of), context), calls) for name, of in PAGES.items()}
    results.write(json.dumps(found) + "\n")
    results.flush()


if __name__ == "__main__":
    _main(int(sys.argv[1]))
