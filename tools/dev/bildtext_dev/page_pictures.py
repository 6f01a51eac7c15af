"""Takes the documentation's pictures of the page: the system runs on the sample photos, an editor has begun to work.

python -m bildtext_dev.page_pictures        writes docs/page-articles.png, page-review.png and page-article.png
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import boto3
from PIL import Image
from playwright.sync_api import APIRequestContext, Browser, Page, sync_playwright

from bildtext.storage.keys import data_key
from bildtext_cli import screenshot
from bildtext_cli.checkout import ROOT, SAMPLES
from bildtext_cli.local.stack import RunningStack, local_stack

ARTICLES: Final = json.loads(Path(__file__).with_name("page_articles.json").read_text("utf-8"))
"""Article data by number; `edited` is a text that the editor wrote, `released` whether it was released."""
PATIENCE_S: Final = 120


def main() -> None:
    """Write the three pictures."""
    with local_stack() as system, sync_playwright() as playwright:
        api = playwright.request.new_context(base_url=system.api_url)
        _upload(system)
        for number, article in ARTICLES.items():
            _edit(api, number, article)
        browser = playwright.chromium.launch(executable_path=screenshot.browser(), args=["--no-sandbox"])
        number = next(number for number, article in ARTICLES.items() if "edited" in article)
        _picture(browser, system.api_url, "/", "page-articles", 1280, 820)
        _picture(browser, system.api_url, "/pruefen", "page-review", 1280, 820)
        _picture(browser, system.api_url, f"/artikel/{quote(number)}", "page-article", 1360, 900)
        browser.close()
        api.dispose()


def _upload(system: RunningStack) -> None:
    s3, bucket = boto3.client("s3"), system.names["PhotoBucket"]
    for photo in sorted(SAMPLES.glob("*/*.jpg")):
        s3.upload_file(str(photo), bucket, f"articles/{photo.parent.name}/{photo.name}")
    for number, article in ARTICLES.items():
        s3.put_object(Bucket=bucket, Key=data_key(number), Body=json.dumps({"data": article["data"]}).encode())


def _edit(api: APIRequestContext, number: str, article: dict[str, Any]) -> None:
    view = _described(api, number)
    text, source = article.get("edited", view["text"]["text"]), "edited" if "edited" in article else "accepted"
    if source == "accepted" and not article.get("released"):
        return
    written = _sent(api, "put", f"/articles/{number}/text", {"base": 0, "text": text, "source": source})
    if article.get("released"):
        questions = [question["id"] for question in _described(api, number)["questions"]]
        _sent(
            api, "post", f"/articles/{number}/release", {"text_version": written["version"], "acknowledged": questions}
        )


def _described(api: APIRequestContext, number: str) -> Any:
    """The article's view once its photo is tagged and its text is written."""
    ends = time.monotonic() + PATIENCE_S
    while time.monotonic() < ends:
        answer = api.get(f"/articles/{number}")
        view = answer.json() if answer.ok else {}
        if view.get("photos") and view.get("text"):
            return view
        time.sleep(0.2)
    raise TimeoutError(f"Article {number} is not described after {PATIENCE_S} s.")


def _sent(api: APIRequestContext, method: str, path: str, body: dict[str, Any]) -> Any:
    answer = api.fetch(path, method=method.upper(), data=body)
    if not answer.ok:
        raise ValueError(f"{method} {path}: {answer.status} {answer.text()}")
    return answer.json()


def _picture(browser: Browser, url: str, path: str, name: str, width: int, height: int) -> None:
    page: Page = browser.new_page(
        viewport={"width": width, "height": height}, locale="de-DE", timezone_id="Europe/Berlin"
    )
    answer = page.goto(f"{url}{path}", wait_until="networkidle")
    if answer is None or not answer.ok:
        raise ValueError(f"{path}: {answer.status if answer else 'no answer'}")
    page.wait_for_timeout(500)
    target = ROOT / "docs" / f"{name}.png"
    page.screenshot(path=target, full_page=name == "page-article")
    page.close()
    with Image.open(target) as taken:  # 128 colours are enough for a page, at a third of the bytes
        taken.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(target, optimize=True)


if __name__ == "__main__":
    main()
