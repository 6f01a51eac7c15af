"""Every file of events/ with its preconditions and its complete expected outcome, in this process and in containers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from tests.deployed_function import BUCKET, DeployedFunction, load_event
from tests.event_outcomes import (
    DATA,
    FRONT,
    LOOSE,
    NUMBER,
    PHOTO,
    After,
    Then,
    accepted,
    articles_answered,
    data_refused,
    data_removed,
    described,
    heat_map_answered,
    keys_answered,
    list_answered,
    own_labels_answered,
    payload_2_required,
    photo_answered,
    photo_refused,
    problem,
    refused_without_article,
    removed,
    shirt_answered,
    slipper_answered,
    slipper_described,
    tagged,
    taken,
    two_facets_answered,
)
from tests.in_process import InProcess

Given = Callable[[DeployedFunction], Any]


@dataclass(frozen=True)
class Case:
    """One file of events/ in one state of the system.

    The steps in `given` run first; `then` checks the outcome. `rows` (pk and sk), `published` (detail-types) and
    `files` (keys) are the complete table, the published events and the new files in the bucket afterwards.
    """

    event: str
    function: Literal["tagging", "description", "catalogue"]
    given: tuple[Given, ...]
    then: Then
    rows: tuple[tuple[str, str], ...] = ()
    published: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    state: str = ""  # distinguishes several cases of an event

    def __str__(self) -> str:
        return f"{self.event} {self.state}".strip()


def play(case: Case, deployed_function: DeployedFunction) -> None:
    """Invoke the function with the event and assert the complete outcome."""
    for step in case.given:
        step(deployed_function)
    deployed_function.published_events()
    files = _files(deployed_function)
    event = load_event(case.event)
    after = After(deployed_function, event, deployed_function.invoke(event), deployed_function.published_events())
    case.then(after)
    stored = deployed_function.dynamodb.scan(TableName=deployed_function.table)["Items"]
    assert {(item["pk"]["S"], item["sk"]["S"]) for item in stored} == set(case.rows)
    assert [one["detail-type"] for one in after.published] == list(case.published)
    assert _files(deployed_function) == files | set(case.files)


def _files(deployed_function: DeployedFunction) -> set[str]:
    return {file["Key"] for file in deployed_function.s3.list_objects_v2(Bucket=BUCKET).get("Contents", [])}


# -- given --------------------------------------------------------------------------------------------


def file(key: str, content: bytes) -> Given:
    """Upload a file."""
    return lambda deployed_function: deployed_function.s3.put_object(Bucket=BUCKET, Key=key, Body=content)


def no_file(key: str) -> Given:
    """Delete a file."""
    return lambda deployed_function: deployed_function.s3.delete_object(Bucket=BUCKET, Key=key)


def no_version(key: str) -> Given:
    """Delete the newest version of a file, which makes the one before current again."""

    def given(deployed_function: DeployedFunction) -> None:
        versions = deployed_function.s3.list_object_versions(Bucket=BUCKET, Prefix=key)["Versions"]
        (newest,) = (one["VersionId"] for one in versions if one["IsLatest"])
        deployed_function.s3.delete_object(Bucket=BUCKET, Key=key, VersionId=newest)

    return given


def before(event: str) -> Given:
    """Invoke the function with another event."""
    return lambda deployed_function: deployed_function.invoke(load_event(event))


def a_described_article(deployed_function: DeployedFunction) -> None:
    """Let the description function describe the article of its own event."""
    THE_DATA(deployed_function)
    InProcess.description().invoke(load_event("queue-article-created.json"))


def no_text(deployed_function: DeployedFunction) -> None:
    """Delete the article's text from the table."""
    deployed_function.dynamodb.delete_item(
        TableName=deployed_function.table, Key={"pk": {"S": f"ARTICLE#{NUMBER}"}, "sk": {"S": "TEXT"}}
    )


def of_photos(*keys: str) -> tuple[tuple[str, str], ...]:
    """The table keys of photos."""
    return tuple((f"ARTICLE#{key.split('/')[1]}", f"IMAGE#{key}") for key in keys)


SPECIAL = "articles/10042/Rückseite groß + Größe M.jpg"
BATCH = tuple(f"articles/{number}/front.jpg" for number in (10042, 10043, 10044))
A_PHOTO = file(FRONT, PHOTO)
THE_DATA = file(DATA, str(load_event("api-descriptions-text.json")["body"]).encode())
TAGGED, UNTAGGED, DESCRIBED = "Article Tagged", "Article Untagged", "Article Described"
WORDS = ("536", "514", "002", "weisser", "slipper", "von", "gemini")  # of the article's number and name
LISTED = (
    (f"ARTICLE#{NUMBER}", "SUMMARY"),
    ("COUNTS#0", "STATES"),
    *(
        (f"WORD#{word[:3]}#0", f"{word}#{NUMBER}")
        for word in ("536", "514", "002", "weisser", "slipper", "von", "gemini")
    ),
)
ITS_TEXT = ((f"ARTICLE#{NUMBER}", "DATA"), (f"ARTICLE#{NUMBER}", "TEXT"))

CASES = (
    Case(
        "queue-photo-created.json", "tagging", (A_PHOTO,), tagged(FRONT),
        rows=of_photos(FRONT), published=(TAGGED,), state="a photo",
    ),
    Case(
        "queue-photo-created.json", "tagging", (file(FRONT, b"<html>not a photo</html>"),), photo_refused,
        rows=of_photos(FRONT), state="not a photo",
    ),
    Case("queue-photo-created.json", "tagging", (), taken, rows=of_photos(FRONT), state="deleted meanwhile"),
    *(
        Case(
            event, "tagging", (file(SPECIAL, PHOTO),), tagged(SPECIAL),
            rows=of_photos(SPECIAL), published=(TAGGED,),
        )
        for event in ("queue-photo-created-special-key.json", "queue-photo-created-native.json")
    ),
    Case(
        "queue-photo-deleted.json", "tagging",
        (A_PHOTO, before("queue-photo-created.json"), no_file(FRONT)), removed(FRONT),
        rows=of_photos(FRONT), published=(UNTAGGED,),
    ),
    Case(
        "queue-photo-version-deleted.json", "tagging",
        (A_PHOTO, file(FRONT, b"%PDF"), before("queue-photo-created.json"), no_version(FRONT)), tagged(FRONT),
        rows=of_photos(FRONT), published=(TAGGED,), state="an older photo is current again",
    ),
    Case(
        "queue-photo-version-deleted.json", "tagging", (A_PHOTO, before("queue-photo-created.json")), taken,
        rows=of_photos(FRONT), state="an older version deleted",
    ),
    Case(
        "queue-photo-without-article.json", "tagging", (file(LOOSE, PHOTO),), refused_without_article,
        rows=(("UNASSIGNED", f"IMAGE#{LOOSE}"),),
    ),
    Case(
        "queue-batch-one-bad.json", "tagging", tuple(file(key, PHOTO) for key in BATCH), tagged(*BATCH, failed=(2,)),
        rows=of_photos(*BATCH), published=(TAGGED,) * 3,
    ),
    Case("api-tags-raw.json", "tagging", (), photo_answered),
    Case("api-tags-base64.json", "tagging", (), photo_answered),
    Case("api-tags-key.json", "tagging", (A_PHOTO,), two_facets_answered),
    Case("api-heatmaps.json", "tagging", (A_PHOTO,), heat_map_answered),
    Case("api-heatmaps.json", "tagging", (), problem(404, "not-found"), state="without photo"),
    Case("api-tags-labels.json", "tagging", (), own_labels_answered),
    Case("api-tags-not-an-image.json", "tagging", (), problem(415, "unsupported-image")),
    Case("api-tags-bad-json.json", "tagging", (), problem(400, "invalid-request")),
    Case("api-tags-empty.json", "tagging", (), problem(400, "invalid-request")),
    Case("api-tags-data-url.json", "tagging", (), photo_answered),
    Case("api-tags-half-a-character.json", "tagging", (), problem(400, "invalid-request")),
    Case("function-url-tags.json", "tagging", (), problem(401, "unauthorized")),
    Case("load-balancer-tags.json", "tagging", (), payload_2_required),
    Case("api-unknown-route.json", "tagging", (), problem(404, "route-not-found")),
    Case(
        "direct-keys.json", "tagging", (A_PHOTO,), keys_answered("tagged", "gone"),
        rows=of_photos(FRONT), published=(TAGGED,), state="once",
    ),
    Case(
        "direct-keys.json", "tagging", (A_PHOTO, before("direct-keys.json")), keys_answered("unchanged", "gone"),
        rows=of_photos(FRONT), published=(TAGGED,), state="again",
    ),
    Case(
        "queue-article-created.json", "description", (THE_DATA,), described(),
        rows=ITS_TEXT, published=(DESCRIBED,), state="data",
    ),
    Case(
        "queue-article-created.json", "description", (file(DATA, b"[1, 2, 3]"),), data_refused,
        rows=ITS_TEXT, state="no data",
    ),
    Case(
        "queue-article-deleted.json", "description",
        (THE_DATA, before("queue-article-created.json"), no_file(DATA)), data_removed, rows=ITS_TEXT,
    ),
    Case(
        "queue-article-version-deleted.json", "description",
        (THE_DATA, file(DATA, b'{"Schuhe": "Sandale"}'), before("queue-article-created.json"), no_version(DATA)),
        described(), rows=ITS_TEXT, published=(DESCRIBED,),
    ),
    Case("queue-article-burst.json", "description", (THE_DATA,), described(), rows=ITS_TEXT, published=(DESCRIBED,)),
    Case("queue-article-one-bad.json", "description", (THE_DATA,), described(1), rows=ITS_TEXT, published=(DESCRIBED,)),
    Case("api-descriptions-text.json", "description", (), slipper_answered),
    Case("api-descriptions-json.json", "description", (), shirt_answered),
    Case("api-descriptions-article.json", "description", (), problem(404, "not-found"), state="unknown"),
    Case(
        "api-descriptions-article.json", "description",
        (THE_DATA, before("queue-article-created.json")), slipper_answered,
        rows=ITS_TEXT, state="known",
    ),
    Case("api-descriptions-later.json", "description", (), accepted(), files=(DATA,)),
    Case("api-descriptions-base-path.json", "description", (), accepted("/shop/bildtext"), files=(DATA,)),
    Case("api-descriptions-payload-1.json", "description", (), payload_2_required),
    Case("api-descriptions-no-data.json", "description", (), problem(422, "invalid-product-data")),
    Case("api-descriptions-bad-field.json", "description", (), problem(400, "invalid-request")),
    Case(
        "direct-articles.json", "description",
        (THE_DATA, before("queue-article-created.json")), articles_answered("unchanged", "no-data"),
        rows=ITS_TEXT, state="described",
    ),
    Case(
        "direct-articles.json", "description",
        (THE_DATA, before("queue-article-created.json"), no_text), articles_answered("described", "no-data"),
        rows=ITS_TEXT, published=(DESCRIBED,), state="its text lost",
    ),
    Case("direct-description.json", "description", (), slipper_described),
    Case(
        "stream-articles-changed.json", "catalogue", (a_described_article,), taken,
        rows=ITS_TEXT + LISTED,
    ),
    Case(
        "api-articles.json", "catalogue",
        (a_described_article, before("stream-articles-changed.json")), list_answered,
        rows=ITS_TEXT + LISTED,
    ),
)  # fmt: skip
