"""The policy that the pages are sent with, and how much of them there is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Response

from tests.browser.catalogue import Catalogue
from tests.browser.conftest import OpenPage

PATHS = ("/", "/fotos", "/pruefen", "/artikel/{number}")
FIRST_VIEW = 50_000  # bytes


@pytest.fixture(scope="module")
def number(catalogue: Catalogue) -> str:
    return catalogue.article()


@pytest.mark.parametrize("path", PATHS)
def test_the_policy_allows_only_the_own_host_and_the_bucket(path: str, number: str, catalogue: Catalogue) -> None:
    header = catalogue.api.get(path.format(number=number)).headers["content-security-policy"]
    policy = {name: sources.split() for name, _, sources in (part.strip().partition(" ") for part in header.split(";"))}
    bucket = catalogue.system.aws_endpoint
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == ["'none'"]
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == ["'self'"]
    for name in ("img-src", "connect-src"):
        others = [source for source in policy[name] if source not in ("'self'", "data:", "blob:")]
        assert others, policy
        assert all(source.startswith(bucket) for source in others), policy
    assert "unsafe" not in header


@pytest.mark.parametrize("path", PATHS)
def test_the_first_view_is_small(
    path: str, number: str, catalogue: Catalogue, open_page: OpenPage, figures: list[str]
) -> None:
    """Everything but photos, as it travels: page, styles, scripts, icon."""
    page, _ = open_page("about:blank")
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(path.format(number=number))
    page.wait_for_load_state("networkidle")
    own = [answer for answer in answers if answer.url.startswith(catalogue.system.api_url)]
    sizes = {answer.url.rpartition("/")[2]: answer.request.sizes()["responseBodySize"] for answer in own}
    figures.append(f"first view of {path}: {sum(sizes.values()) / 1000:.1f} kB in {len(sizes)} requests")
    assert sum(sizes.values()) <= FIRST_VIEW, sizes


def test_nothing_is_kept_that_gives_access(number: str, open_page: OpenPage) -> None:
    page, _ = open_page(f"/artikel/{number}")
    page.wait_for_load_state("networkidle")
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
    assert "token" not in kept.lower()
    assert "eyJ" not in kept, "no JWT"
