"""POST /heatmaps through the function's handler, with the demo model and the bucket in memory."""

from __future__ import annotations

from typing import Any

import pytest
from PIL import Image

from bildtext_cli.checkout import SAMPLES
from tagging import http, wiring
from tests.api_events import EDITOR, ApiAnswer, api_event, machine
from tests.deployed_function import BUCKET, DeployedFunction
from tests.endpoint_setup import metrics_in
from tests.openapi_contract import check_contract
from tests.photos import encoded

SHOE = "articles/48107/Seite & Größe.jpg"
WANTED = {"key": SHOE, "facet": "colour", "label": "blue"}


def ask(function: DeployedFunction, body: Any, claims: dict[str, str] = EDITOR) -> ApiAnswer:
    """The answer to a request, which must be as /openapi.json says."""
    answer = ApiAnswer.of(function.invoke(api_event("POST /heatmaps", {}, body, claims=claims)))
    check_contract("POST /heatmaps", answer)
    return answer


def upload(function: DeployedFunction, photo: bytes | None = None) -> str:
    """Store a photo, a blue shoe unless given; returns its version."""
    photo = photo or (SAMPLES / "48107" / "side.jpg").read_bytes()
    return str(function.s3.put_object(Bucket=BUCKET, Key=SHOE, Body=photo)["VersionId"])


def tall_shoe(**options: object) -> bytes:
    """The shoe in a portrait photo, three quarters down."""
    with Image.open(SAMPLES / "48107" / "side.jpg") as shoe:
        photo = Image.new("RGB", (shoe.width, shoe.height * 2), "white")
        photo.paste(shoe, (0, shoe.height // 2))
    return encoded(photo, "JPEG", quality=95, **options)


def test_the_map_shows_where_the_shoe_is(tagging_function: DeployedFunction) -> None:
    version = upload(tagging_function)
    answer = ask(tagging_function, WANTED)
    assert answer.status == 200
    found = answer.json
    assert {name: found[name] for name in WANTED} == WANTED
    assert (found["version"], found["request_id"]) == (version, "request-1")
    values = found["values"]
    assert (found["rows"], found["columns"]) == (len(values), len(values[0])) == (8, 8)
    row, column = max(((row, column) for row in range(8) for column in range(8)), key=lambda at: values[at[0]][at[1]])
    assert 2 <= row <= 5, "the shoe is in the middle"
    assert 1 <= column <= 6
    assert max(values[0] + values[7]) < values[row][column] / 4, "above and below it is nothing"
    assert 0 <= found["lowest_score"] < found["score"] <= 1
    assert found["box"] == {"left": 0, "top": 0, "right": 1, "bottom": 1}


def test_the_score_is_that_of_the_tag(tagging_function: DeployedFunction) -> None:
    upload(tagging_function)
    (result,) = tagging_function.invoke({"keys": [SHOE]})["results"]
    (tag,) = [one for one in result["tags"] if one["facet"] == "colour"]
    found = ask(tagging_function, {**WANTED, "label": tag["label"]}).json
    assert found["score"] == pytest.approx(tag["score"], abs=0.001)


def test_nothing_is_stored_or_published(tagging_function: DeployedFunction, calls: list[str]) -> None:
    upload(tagging_function)
    wiring.dependencies.cache_clear()  # its clients are counted from now on
    assert ask(tagging_function, WANTED).status == 200
    assert calls == ["GetObject"]
    assert tagging_function.published_events() == []


def test_the_newest_version_of_the_photo_is_read(tagging_function: DeployedFunction) -> None:
    upload(tagging_function, encoded(Image.new("RGB", (64, 64), "white"), "JPEG"))
    newest = upload(tagging_function)
    assert ask(tagging_function, WANTED).json["version"] == newest


@pytest.mark.parametrize("turned", [False, True])
def test_the_box_is_the_part_that_the_model_sees(turned: bool, tagging_function: DeployedFunction) -> None:
    exif = Image.Exif()
    exif[274] = 3 if turned else 1  # upside down: the box is that of the upright photo anyway
    upload(tagging_function, tall_shoe(exif=exif))
    assert ask(tagging_function, WANTED).json["box"] == {"left": 0, "top": 0.25, "right": 1, "bottom": 0.75}


def test_a_group_of_the_category_tree(tagging_function: DeployedFunction) -> None:
    upload(tagging_function)
    shoes = ask(tagging_function, {**WANTED, "facet": "category", "label": "shoes"})
    assert shoes.status == 200
    assert (
        shoes.json["score"] >= ask(tagging_function, {**WANTED, "facet": "category", "label": "sneaker"}).json["score"]
    )


ERRORS: list[tuple[Any, int, str]] = [
    ({**WANTED, "key": "articles/48107/back.jpg"}, 404, "not-found"),
    ({**WANTED, "key": "elsewhere/a.jpg"}, 400, "invalid-key"),
    ({**WANTED, "key": "articles/48107/article.json"}, 400, "invalid-key"),
    ({**WANTED, "key": f"articles/1/{'x' * 1100}.jpg"}, 400, "invalid-key"),
    ({**WANTED, "key": "articles/1/a\0.jpg"}, 400, "invalid-request"),
    ({**WANTED, "facet": "colours"}, 400, "unknown-facet"),
    ({**WANTED, "label": "blau"}, 400, "unknown-label"),
    ({**WANTED, "label": "sneaker"}, 400, "unknown-label"),
    ({**WANTED, "label": "gold"}, 422, "unknown-words"),
    ({**WANTED, "facet": None}, 400, "invalid-request"),
    ({**WANTED, "labels": ["blue"]}, 400, "invalid-request"),
    ({"facet": "colour", "label": "blue"}, 400, "invalid-request"),
    ('{"key": "a", "key": "b"}', 400, "invalid-request"),
    ('{"key": "\\ud83d", "facet": "colour", "label": "blue"}', 400, "invalid-request"),
    ("[]", 400, "invalid-request"),
    ("", 400, "invalid-request"),
]


@pytest.mark.parametrize(("body", "status", "code"), ERRORS, ids=range(len(ERRORS)))
def test_what_cannot_be_explained(body: Any, status: int, code: str, tagging_function: DeployedFunction) -> None:
    upload(tagging_function)
    answer = ask(tagging_function, body)
    assert (answer.status, answer.code) == (status, code), answer.text
    assert answer.json["detail"]


@pytest.mark.parametrize(
    ("photo", "status", "code"),
    [
        (b"", 422, "empty-image"),
        (b"Dear photo", 415, "unsupported-image"),
        (tall_shoe()[:2000], 422, "corrupt-image"),
        (encoded(Image.new("RGB", (4, 4)), "PNG"), 422, "image-too-small"),
    ],
)
def test_photos_that_are_refused(photo: bytes, status: int, code: str, tagging_function: DeployedFunction) -> None:
    tagging_function.s3.put_object(Bucket=BUCKET, Key=SHOE, Body=photo)
    answer = ask(tagging_function, WANTED)
    assert (answer.status, answer.code) == (status, code), answer.text


def test_a_photo_over_the_limit_is_not_read(
    tagging_function: DeployedFunction, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload(tagging_function)
    monkeypatch.setenv("MAX_BYTES", "1000")
    for once in (wiring.settings, wiring.tagger, wiring.dependencies):
        once.cache_clear()
    answer = ask(tagging_function, WANTED)
    assert (answer.status, answer.code) == (413, "image-too-large")


def test_without_time_it_says_so(tagging_function: DeployedFunction, monkeypatch: pytest.MonkeyPatch) -> None:
    upload(tagging_function)
    monkeypatch.setattr(http, "_EXPLAIN_TIMEOUT_S", 0)
    answer = ask(tagging_function, WANTED)
    assert (answer.status, answer.code) == (503, "try-again")
    assert "not enough time" in answer.json["detail"]


def test_programs_need_the_scope_of_tagging(tagging_function: DeployedFunction) -> None:
    upload(tagging_function)
    assert ask(tagging_function, WANTED, machine("tag")).status == 200
    assert ask(tagging_function, WANTED, machine("read", "edit")).status == 403


def test_it_is_counted(tagging_function: DeployedFunction, capsys: pytest.CaptureFixture[str]) -> None:
    upload(tagging_function)
    capsys.readouterr()
    ask(tagging_function, WANTED)
    metrics = metrics_in(capsys.readouterr().out)
    assert (metrics["HeatMaps"], metrics["EncodedBy openvino"]) == (1, 65)
