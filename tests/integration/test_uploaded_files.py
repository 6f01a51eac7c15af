"""Every file below articles/ is tagged or refused with a reason, by its content, not its name."""

from __future__ import annotations

import json
from typing import Any

from tests.deployed_function import BUCKET, DeployedFunction, load_event
from tests.event_outcomes import PHOTO
from tests.tagging_setup import image_file

VIDEO = b"\0\0\0\x18ftypisom" + bytes(100_000)
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(1000)
LONG = "articles/1/" + "x" * 1004 + ".jpg"  # 1,019 bytes


def uploads(tagging_function: DeployedFunction, files: dict[str, bytes]) -> dict[str, Any]:
    """Upload the files and deliver their events in one batch."""
    event = load_event("queue-photo-created.json")
    (record,) = event["Records"]
    records = []
    for number, (key, content) in enumerate(files.items()):
        stored = tagging_function.s3.put_object(Bucket=BUCKET, Key=key, Body=content)
        body = json.loads(record["body"])
        body["detail"]["object"] |= {"key": key, "version-id": stored["VersionId"]}
        records.append({**record, "messageId": f"m-{number}", "body": json.dumps(body)})
    return {**event, "Records": records}


def rows(tagging_function: DeployedFunction) -> dict[str, str]:
    """Key → status, or the refusal code."""
    items = tagging_function.items()
    return {
        key: item["refusal"]["code"] if item["status"] == "refused" else item["status"] for key, item in items.items()
    }


def test_every_supported_image_is_tagged_regardless_of_its_name(tagging_function: DeployedFunction) -> None:
    names = ("a.jfif", "a.jpe", "a", "A.JPG", "a.png", "a.txt", "a.jpg.bak", ".hidden", "deep/er/a.jpeg")
    files = {f"articles/1/{name}": PHOTO for name in names}
    files |= {"articles/1/image": image_file("red", kind="PNG"), "articles/1/b.jpg": image_file("red", kind="WEBP")}
    assert tagging_function.invoke(uploads(tagging_function, files)) == {"batchItemFailures": []}
    assert rows(tagging_function) == dict.fromkeys(files, "tagged")


def test_any_other_file_is_refused_with_a_reason_and_does_not_affect_others(tagging_function: DeployedFunction) -> None:
    files = {
        "articles/1/front.jpg": (PHOTO, "tagged"),
        "articles/1/a.heif": (HEIC, "unsupported-image"),
        "articles/1/a.heics": (HEIC, "unsupported-image"),
        "articles/1/a.svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "unsupported-image"),
        "articles/1/a.pdf": (b"%PDF-1.7", "unsupported-image"),
        "articles/1/a.mp4": (VIDEO, "unsupported-image"),
        "articles/1/a.txt": (b"red", "unsupported-image"),
        "articles/1/.DS_Store": (b"\0\0\0\1Bud1", "unsupported-image"),
        "articles/1/Article.JSON": (b"{}", "invalid-key"),
        "articles/1/old/article.json": (b"{}", "invalid-key"),
        "articles/1/empty.jpg": (b"", "empty-image"),
        "articles/1/": (b"", "empty-image"),
        "articles/1/half.jpg": (PHOTO[:200], "corrupt-image"),
        "articles/loose.jpg": (PHOTO, "invalid-key"),
        "articles/": (b"", "invalid-key"),
        LONG: (PHOTO, "invalid-key"),
    }
    event = uploads(tagging_function, {key: content for key, (content, _) in files.items()})
    assert tagging_function.invoke(event) == {"batchItemFailures": []}
    assert rows(tagging_function) == {key: becomes for key, (_, becomes) in files.items()}
    assert [one["detail"]["key"] for one in tagging_function.published_events()] == ["articles/1/front.jpg"]
    written = tagging_function.items()
    assert tagging_function.invoke(event) == {"batchItemFailures": []}
    assert tagging_function.items() == written, "nothing is done twice"


def test_the_rows_of_files_without_an_article_or_with_a_long_key(tagging_function: DeployedFunction) -> None:
    tagging_function.invoke(uploads(tagging_function, {"articles/loose.jpg": PHOTO, LONG: PHOTO}))
    items = tagging_function.items()
    loose, long = items["articles/loose.jpg"], items[LONG]
    assert (loose["pk"], loose["sk"]) == ("UNASSIGNED", "IMAGE#articles/loose.jpg")
    assert long["pk"] == "ARTICLE#1"
    assert long["sk"].startswith("IMAGE#sha256:")
    assert "articles/<number>/<view>" in loose["refusal"]["detail"]
    assert "has 1019 bytes, 1018 are the limit" in long["refusal"]["detail"]


def test_the_row_of_a_refused_file_is_removed_with_the_file(tagging_function: DeployedFunction) -> None:
    files = {"articles/loose.jpg": PHOTO, LONG: PHOTO, "articles/1/": b"", "articles/1/a.pdf": b"%PDF"}
    event = uploads(tagging_function, files)
    tagging_function.invoke(event)
    for record in event["Records"]:
        body = json.loads(record["body"])
        tagging_function.s3.delete_object(Bucket=BUCKET, Key=body["detail"]["object"]["key"])
        body["detail-type"] = "Object Deleted"
        record["body"] = json.dumps(body)
    assert tagging_function.invoke(event) == {"batchItemFailures": []}
    assert rows(tagging_function) == {}
