"""Routes and locations are correct for any stage, base path or domain."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urljoin

import pytest

from bildtext.api_paths import ApiPath, api_path

OWN = {"apiId": "a1b2c3", "domainPrefix": "a1b2c3", "domainName": "a1b2c3.execute-api.eu-central-1.amazonaws.com"}
CUSTOM = {"apiId": "a1b2c3", "domainPrefix": "api", "domainName": "api.example.com"}
FUNCTION_URL = {"apiId": "k3x", "domainPrefix": "k3x", "domainName": "k3x.lambda-url.eu-central-1.on.aws"}
SAM_LOCAL = {"apiId": "1234567890", "domainPrefix": "localhost", "domainName": "localhost"}


def an_event(
    raw_path: str, route_key: str, host: dict[str, str], stage: str = "$default", **more: Any
) -> dict[str, Any]:
    return {"rawPath": raw_path, "routeKey": route_key, "requestContext": {**host, "stage": stage}, **more}


@pytest.mark.parametrize(
    ("raw_path", "stage", "host", "sent_to"),
    [
        ("/tags", "$default", OWN, "/tags"),
        ("/prod/tags", "prod", OWN, "/prod/tags"),
        ("/tags", "$default", FUNCTION_URL, "/tags"),
        ("/tags", "$default", SAM_LOCAL, "/tags"),
        ("/tags", "$default", CUSTOM, "/tags"),
        ("/bildtext/tags", "$default", CUSTOM, "/bildtext/tags"),
        ("/bildtext/tags", "prod", CUSTOM, "/bildtext/tags"),
        ("/shop/v1/bildtext/tags", "$default", CUSTOM, "/shop/v1/bildtext/tags"),
        ("/tags/tags", "prod", CUSTOM, "/tags/tags"),
        ("/tags", "$default", CUSTOM, "/bildtext/tags"),  # as AWS documents payload 2.0: the mapping is not shown
        ("/tags", "prod", CUSTOM, "/bildtext/tags"),
        ("/prod/tags", "prod", CUSTOM, "/bildtext/tags"),
        ("/prod/bildtext/tags", "prod", CUSTOM, "/bildtext/tags"),
        ("/prod/tags", "prod", CUSTOM, "/tags"),
    ],
)
def test_the_route_is_found_and_the_client_can_follow_a_location(
    raw_path: str, stage: str, host: dict[str, str], sent_to: str
) -> None:
    asked = api_path(an_event(raw_path, "POST /tags", host, stage))
    assert asked.path == "/tags"
    client = f"https://{host['domainName']}{sent_to}"
    assert urljoin(client, asked.location("articles", "1")) == client.removesuffix("tags") + "articles/1"


@pytest.mark.parametrize("host", [OWN, FUNCTION_URL, SAM_LOCAL, {}])
def test_at_an_aws_address_a_location_is_absolute(host: dict[str, str]) -> None:
    assert api_path(an_event("/tags", "POST /tags", host)).location("articles", "1") == "/articles/1"


@pytest.mark.parametrize(
    ("raw_path", "route_key", "given", "path"),
    [
        ("/bildtext/tags", "ANY /{proxy+}", {"proxy": "tags"}, "/tags"),
        ("/bildtext/articles/1", "GET /articles/{number}", {"number": "1"}, "/articles/1"),
        ("/bildtext/tag", "ANY /{proxy+}", {"proxy": "tag"}, "/tag"),
        ("/tags", "$default", {}, "/tags"),
        ("/prod/tags", "$default", {}, "/tags"),
        ("/product/tags", "$default", {}, "/product/tags"),
        ("/prod", "$default", {}, "/"),
        ("/bildtext/tags", "$default", {}, "/bildtext/tags"),
    ],
)
def test_the_path_of_a_catch_all_route_is_its_parameter(
    raw_path: str, route_key: str, given: dict[str, str], path: str
) -> None:
    assert api_path(an_event(raw_path, route_key, OWN, "prod", pathParameters=given)).path == path


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("536.514.002", "536.514.002"),
        ("10 042", "10%20042"),
        ("Größe M", "Gr%C3%B6%C3%9Fe%20M"),
        ("1+1", "1%2B1"),
        ("#1", "%231"),
        ("100%", "100%25"),
        ("50%25", "50%2525"),
        ("a/b", "a%2Fb"),
        ("was?", "was%3F"),
        ("a;b&c=d", "a%3Bb%26c%3Dd"),
        ("👟", "%F0%9F%91%9F"),
    ],
)
@pytest.mark.parametrize("before", ["", "/bildtext", None])
def test_a_location_is_percent_encoded(number: str, written: str, before: str | None) -> None:
    location = ApiPath("/descriptions", before).location("articles", number)
    assert location == ("" if before is None else f"{before}/") + f"articles/{written}"
    assert unquote(location.rpartition("/")[2]) == number
