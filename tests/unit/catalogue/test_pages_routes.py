"""The pages over HTTP: who sees them, with which headers, and what is answered when something is wrong."""

from __future__ import annotations

import base64
import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bildtext.access import WITHOUT_TOKEN
from catalogue import wiring
from catalogue.pages.files import static_files, static_name
from tests.api_events import ApiAnswer, user
from tests.catalogue_api import NUMBER, TEXT, CatalogueApi, a_tag, catalogue_api

PAGES = ("GET /", "GET /fotos", "GET /pruefen", "GET /artikel/{number}")


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[CatalogueApi]:
    with catalogue_api(monkeypatch, tmp_path) as running:
        running.add_photo()
        running.add_data()
        running.add_text()
        yield running


def page(api: CatalogueApi, key: str, **more: Any) -> ApiAnswer:
    return api.call(key, {"number": NUMBER} if "{number}" in key else None, **more)


@pytest.mark.parametrize("key", PAGES)
def test_a_page_is_html_that_nobody_stores_and_that_may_do_nothing_else(key: str, api: CatalogueApi) -> None:
    answer = page(api, key)
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert answer.headers["cache-control"] == "no-store"
    policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert policy["img-src"] == policy["connect-src"]
    assert "unsafe" not in str(policy)
    assert re.fullmatch(r"'self' https://[\w.-]+", policy["img-src"])


@pytest.mark.parametrize(
    "key", [*PAGES, "GET /labels", "GET /openapi.json", "GET /articles/{number}", "GET /static/{file}"]
)
def test_no_answer_is_taken_for_another_type_and_https_stays_https(key: str, api: CatalogueApi) -> None:
    given = {"number": NUMBER} if "{number}" in key else {"file": static_name("page.css")} if "{file}" in key else None
    for scheme, expected in (("https", "max-age=31536000"), ("http", None)):
        answer = api.call(key, given, headers={"x-forwarded-proto": scheme})
        assert answer.status == 200
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers.get("strict-transport-security") == expected


def test_photos_come_from_the_bucket_that_the_policy_names(api: CatalogueApi) -> None:
    answer = page(api, "GET /artikel/{number}")
    bucket = re.search(r"img-src 'self' (\S+?);", answer.headers["content-security-policy"])
    assert bucket is not None
    photos = re.findall(r'<img src="([^"]+)"', answer.text)
    assert photos
    assert all(photo.startswith(f"{bucket[1]}/") for photo in photos)
    assert TEXT in re.sub("<[^>]+>", "", answer.text)


@pytest.mark.parametrize("key", PAGES)
def test_without_a_session_a_page_leads_to_the_login_and_back(key: str, api: CatalogueApi) -> None:
    answer = page(api, key, claims=None, query={"q": "rot"} if key == "GET /" else None)
    assert answer.status == 303
    assert answer.text == ""
    path = key.removeprefix("GET ").replace("{number}", NUMBER)
    back = "/%3Fq%3Drot" if key == "GET /" else path
    assert answer.headers["location"].endswith(f"/login?to={back}")


def test_a_user_without_a_role_is_told_so_in_german(api: CatalogueApi) -> None:
    answer = page(api, "GET /", claims=user())
    assert answer.status == 403
    assert "Dafür fehlt Ihnen die Berechtigung." in answer.text


def test_an_unknown_article_is_a_page_too(api: CatalogueApi) -> None:
    answer = api.call("GET /artikel/{number}", {"number": "<b>"})
    assert answer.status == 404
    assert "<h1>Nicht gefunden</h1>" in answer.text
    assert "There is" not in answer.text


def test_a_failure_is_a_page_with_the_number_of_the_request(api: CatalogueApi, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(wiring, "index", fails)
    answer = page(api, "GET /")
    assert answer.status == 500
    assert "Vorgang request-1" in answer.text
    assert "secret" not in answer.text


@pytest.mark.parametrize("query", [{"sort": "x"}, {"state": "<b>"}, {"cursor": "nonsense"}, {"q": "x" * 5000}])
def test_parameters_that_mean_nothing_are_left_out(query: dict[str, str], api: CatalogueApi) -> None:
    assert page(api, "GET /", query=query).status == 200


@pytest.mark.parametrize("skip", ["-1", "x", "²", "9" * 30])
def test_the_review_begins_anywhere(skip: str, api: CatalogueApi) -> None:
    assert page(api, "GET /pruefen", query={"skip": skip}).status == 200


def test_the_first_view_of_the_review_is_short_and_leads_on_without_javascript(api: CatalogueApi) -> None:
    numbers = [str(number) for number in range(1, 30)]
    for number in numbers:
        api.add_photo(f"articles/{number}/front.jpg", tags=(a_tag("category", "loafers", 0.3),))
    api.function.invoke({"project": numbers})
    first = page(api, "GET /pruefen").text
    asked = re.findall(r'class="question[^"]*" data-id="([^"]+)"', first)
    assert len(asked) == len(set(asked)) == 3
    further = page(api, "GET /pruefen", query={"skip": "3"}).text
    assert '<a href="/pruefen?skip=3">' in first
    assert '<a href="/pruefen?skip=23">' in further
    more = re.findall(r'class="question[^"]*" data-id="([^"]+)"', further)
    assert len(more) == 20
    assert not set(more) & set(asked)
    assert "Weitere Fragen" not in page(api, "GET /pruefen", query={"skip": "23"}).text


def test_pages_are_compressed_for_who_takes_that(api: CatalogueApi) -> None:
    plain = page(api, "GET /artikel/{number}")
    packed = page(api, "GET /artikel/{number}", headers={"accept-encoding": "br, gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    content = gzip.decompress(base64.b64decode(packed.text)).decode()
    assert content.count("<li") == plain.text.count("<li")
    assert len(packed.text) < len(plain.text) / 2


def test_static_files_are_kept_for_ever_under_a_name_that_changes(api: CatalogueApi) -> None:
    for name, file in static_files().items():
        answer = api.call("GET /static/{file}", {"file": name}, claims=None)
        assert (answer.status, answer.headers["content-type"]) == (200, file.content_type)
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert static_name("page.css") in page(api, "GET /").text


@pytest.mark.parametrize("file", ["page.css", "app.py", "000000000000.page.css", ""])
def test_no_other_file_is_served(file: str, api: CatalogueApi) -> None:
    assert api.call("GET /static/{file}", {"file": file}, claims=None).status == 404


def test_the_pages_only_read() -> None:
    assert set(PAGES) <= WITHOUT_TOKEN
    routes = (Path(__file__).parents[3] / "functions/catalogue/catalogue/pages/routes.py").read_text(encoding="utf-8")
    assert set(re.findall(r'@route\(app, "(\w+) ', routes)) == {"GET"}
