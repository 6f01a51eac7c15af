"""`bildtext demo` and `bildtext up` as a user runs them: the real functions, the demo model, no AWS."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

BILDTEXT = (sys.executable, "-c", "from bildtext_cli.cli import main; main()")


def _photo(file: Path, colour: str) -> None:
    photo = Image.new("RGB", (240, 320), "white")
    ImageDraw.Draw(photo).polygon([(60, 40), (180, 40), (200, 280), (40, 280)], fill=colour)
    file.parent.mkdir(parents=True, exist_ok=True)
    photo.save(file)


def _demo(photos: Path, out: Path) -> subprocess.CompletedProcess[str]:
    command = [*BILDTEXT, "demo", "--json", "--photos", str(photos), "--out", str(out)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def test_the_demo_tags_every_photo_and_shows_each_on_the_contact_sheet(tmp_path: Path) -> None:
    for name, colour in (("one.jpg", "red"), ("4711/Rückseite groß + M.png", "navy"), ("4711/front.webp", "black")):
        _photo(tmp_path / "photos" / name, colour)
    result = _demo(tmp_path / "photos", tmp_path / "out")
    assert result.returncode == 0, result.stderr
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert {answer["key"]: answer["status"] for answer in answers} == {
        "articles/4711/Rückseite groß + M.png": "tagged",
        "articles/4711/front.webp": "tagged",
        "articles/10003/one.jpg": "tagged",
    }
    assert all(answer["duration_ms"].keys() == {"fetch", "decode", "encode", "score"} for answer in answers)
    sheet = (tmp_path / "out" / "contact-sheet.html").read_text("utf-8")
    assert sheet.count("data:image/jpeg;base64,") == 3
    assert "3 von 3 Fotos" in sheet
    assert f"Page: {tmp_path / 'out' / 'page.png'}\nOpen the page with `bildtext up`" in result.stderr
    with Image.open(tmp_path / "out" / "page.png") as picture:
        assert picture.size == (1280, 900)
        assert len(picture.convert("RGB").getcolors(1 << 21) or ()) > 50, "it is not blank"
    log = (tmp_path / "out" / "function.log").read_text("utf-8").splitlines()
    assert sum(json.loads(line).get("message") == "tagged" for line in log) == 3


def test_without_a_browser_the_demo_says_in_one_line_how_to_get_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _photo(tmp_path / "photos" / "one.jpg", "red")
    monkeypatch.setenv("PATH", str(tmp_path))
    result = _demo(tmp_path / "photos", tmp_path / "out")
    assert result.returncode == 0, result.stderr
    assert (
        "\nPage: install Chromium (`apt-get install chromium`, or any Chrome) for a picture of the page."
        in result.stderr
    )
    assert not (tmp_path / "out" / "page.png").exists()


def test_the_demo_describes_articles_from_their_data_and_photos(tmp_path: Path) -> None:
    _photo(tmp_path / "photos" / "4711" / "front.jpg", "navy")
    order = {"data_text": "Marke: Gemini\nSchuhe: Slipper\nObermaterial: Glattleder", "max_words": 30}
    (tmp_path / "photos" / "4711" / "article.json").write_text(json.dumps(order), "utf-8")
    (tmp_path / "photos" / "4712").mkdir()
    (tmp_path / "photos" / "4712" / "article.json").write_text('"Es regnet."', "utf-8")
    result = _demo(tmp_path / "photos", tmp_path / "out")
    photo, described, refused = (json.loads(line) for line in result.stdout.splitlines())
    assert photo["key"] == "articles/4711/front.jpg"
    assert (described["article"], described["status"], described["writer"]) == ("4711", "described", "rules")
    assert "Gemini" in described["text"]
    assert all(claim["source"] for claim in described["claims"])
    assert set(described["alt_texts"]) == {"articles/4711/front.jpg"}, "the text was made with the photo's tags"
    assert (refused["status"], refused["refusal"]["code"]) == ("refused", "invalid-product-data")
    assert result.returncode == 1
    assert "1 of 1 photos tagged, 1 of 2 articles described" in result.stderr


def test_the_demo_fails_and_says_why_when_a_photo_is_refused(tmp_path: Path) -> None:
    _photo(tmp_path / "photos" / "good.jpg", "green")
    (tmp_path / "photos" / "bad.jpg").write_text("a letter and not a photo")
    result = _demo(tmp_path / "photos", tmp_path / "out")
    assert result.returncode == 1
    assert "articles/10001/bad.jpg: Only JPEG, PNG, WebP and AVIF photos can be tagged" in result.stderr
    assert "1 of 2 photos tagged" in result.stderr
    assert "Nicht verschlagwortet" in (tmp_path / "out" / "contact-sheet.html").read_text("utf-8")


def test_a_folder_without_photos_is_reported_in_one_sentence(tmp_path: Path) -> None:
    result = _demo(tmp_path, tmp_path / "out")
    assert result.returncode == 1
    assert result.stderr.startswith(f"bildtext: There are no photos in {tmp_path}")
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_up_serves_the_api_until_a_signal_and_frees_its_port(tmp_path: Path, ending: signal.Signals) -> None:
    _photo(tmp_path / "photo.jpg", "red")
    command = [*BILDTEXT, "up", "--port", "0", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as up:
        assert up.stdout is not None
        api = json.loads(up.stdout.readline())["api"]
        photo, kind = (tmp_path / "photo.jpg").read_bytes(), {"Content-Type": "image/jpeg"}
        with urllib.request.urlopen(urllib.request.Request(f"{api}/tags", photo, kind)) as response:  # noqa: S310
            assert "tags" in json.load(response)
        up.send_signal(ending)
        assert up.stdout.read() == ""
    assert up.returncode == 0
    socket.create_server(("127.0.0.1", int(api.rsplit(":", 1)[1]))).close()


def test_the_demo_needs_no_torch() -> None:
    modules = "{'torch', 'transformers'} & sys.modules.keys()"
    script = f"import sys, bildtext_cli.demo, tagging.app; sys.exit(int(bool({modules})))"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
