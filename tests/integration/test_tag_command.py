"""`bildtext tag` on files, with the demo model."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from bildtext.errors import BundleError, InvalidRequest, LabelFileError
from bildtext_cli.checkout import SAMPLES
from bildtext_cli.tag import tag

REPOSITORY = Path(__file__).parents[2]
SHOE, SHIRT = SAMPLES / "48107" / "side.jpg", SAMPLES / "48102" / "front.jpg"


def run(*words: str | Path, given: bytes = b"") -> Result:
    """The command; errors it tells of in a sentence are raised."""
    return CliRunner().invoke(tag, list(map(str, words)), input=given, catch_exceptions=False)


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Two articles whose photos have the same name, and what lies beside them."""
    folder = tmp_path / "shop"
    for article, photo in (("1", SHOE), ("2", SHIRT)):
        (folder / article).mkdir(parents=True)
        shutil.copy(photo, folder / article / "front.jpg")
    (folder / "labels.csv").write_text("image,label\n")
    return folder


# -- which photos ---------------------------------------------------------------------------------------


def test_photos_and_refusals_come_as_one_json_line_each_and_a_refusal_fails_the_command(tmp_path: Path) -> None:
    (tmp_path / "letter.jpg").write_text("Dear photo")
    answer = run(SHOE, tmp_path / "letter.jpg", "--json", "--facet", "category")
    shoe, letter = lines(answer.stdout)
    assert answer.exit_code == 1
    assert [one["facet"] for one in shoe["tags"]] == ["category"]
    assert letter["error"]["code"] == "unsupported-image"


def test_whatever_is_wrong_with_a_path_is_its_own_outcome_and_its_neighbours_are_tagged(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    with (tmp_path / "big.jpg").open("wb") as file:
        file.truncate(3 * 2**30)
    named = [tmp_path / "gone.jpg", SHOE, tmp_path / "pipe.jpg", tmp_path / "big.jpg", SHIRT]
    answer = run(*named, "--json", "--facet", "category")
    found = lines(answer.stdout)
    assert answer.exit_code == 1
    assert [line["photo"] for line in found] == list(map(str, named))
    codes = [line.get("error", {}).get("code") for line in found]
    assert codes == ["not-found", None, "image-rejected", "image-too-large", None]
    assert answer.stderr.splitlines()[-1] == "2 tagged, 3 refused or not read."


def test_people_read_a_sentence_for_each_of_them_too(tmp_path: Path) -> None:
    answer = run(tmp_path / "gone.jpg", SHOE)
    assert f"{tmp_path / 'gone.jpg'}: There is no such file (any more); check the path." in answer.stdout
    assert "Sneaker" in answer.stdout


def test_a_folder_is_tagged_with_all_below_it_and_what_is_no_photo_is_said_in_one_line(shop: Path) -> None:
    answer = run(shop, "--json")
    assert answer.exit_code == 0
    assert [line["photo"] for line in lines(answer.stdout)] == [str(shop / "1/front.jpg"), str(shop / "2/front.jpg")]
    assert f"No photos, and passed over (1): {shop / 'labels.csv'}\n" in answer.stderr


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\0"])
def test_a_dash_takes_the_paths_of_standard_input(shop: Path, end: bytes) -> None:
    given = b"".join(os.fsencode(shop / article / "front.jpg") + end for article in ("2", "1"))
    found = lines(run("-", "--json", given=given).stdout)
    assert [Path(line["photo"]).parent.name for line in found] == ["2", "1"]


def test_where_there_is_no_photo_at_all_the_command_says_so(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("none")
    with pytest.raises(InvalidRequest, match=f"no photo in {tmp_path}; name photos"):
        run(tmp_path)
    with pytest.raises(InvalidRequest, match="no photo in the list on standard input"):
        run("-")


# -- which labels ---------------------------------------------------------------------------------------


def test_labels_of_ones_own_compete_with_those_of_the_file_which_is_said_once() -> None:
    answer = run(SHOE, SHIRT, "--json", "--labels", "sneaker, boots")
    shoe, shirt = lines(answer.stdout)
    assert [one["label"] for one in shoe["tags"]] == ["sneaker"]
    assert shirt["tags"] == []
    assert shirt["abstentions"][0]["reason"] == "none"
    assert shirt["scores"]["labels"]["none"] > 5 * max(shirt["scores"]["labels"]["labels"].values())
    (said,) = lines(answer.stderr.splitlines()[0])
    assert said["negatives"]["facet"] == "category"
    assert "shirt" in said["negatives"]["terms"]
    assert "loafer" not in said["negatives"]["terms"]


@pytest.mark.parametrize("labels", ["", "  ", ",", ",,hat", "hat,", "hat, Hat"])
def test_labels_that_are_none_or_the_same_are_an_error(labels: str) -> None:
    with pytest.raises(InvalidRequest, match="Labels must"):
        run(SHOE, "--labels", labels)


def test_labels_the_model_has_no_words_for_are_named(tmp_path: Path) -> None:
    assert "never learned the words: kimono, sari.\n" in run(SHOE, "--labels", "kimono, sneaker, sari").stderr


def test_one_label_can_be_asked_for() -> None:
    shoe, shirt = lines(run(SHOE, SHIRT, "--json", "--labels", "sneaker").stdout)
    assert ([one["label"] for one in shoe["tags"]], shirt["tags"]) == (["sneaker"], [])


LABEL_FILE = """version: 1
facets:
  - id: kind
    name: {de: Art, en: Kind}
    choose: one
    prompts: ["a photo of the {label}"]
    none: ["a photo of a zeppelin"]
    threshold: 0.5
    labels:
      - {id: shoe, name: {de: Schuh, en: Shoe}, term: sneaker}
      - {id: shirt, name: {de: Hemd, en: Shirt}}
      - {id: airship, name: {de: Zeppelin, en: Airship}, term: zeppelin}
"""


def test_another_label_file_is_compiled_on_the_fly(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(LABEL_FILE, encoding="utf-8")
    answer = run(SHOE, SHIRT, "--json", "--label-file", tmp_path / "mine.yaml")
    assert [[one["label"] for one in line["tags"]] for line in lines(answer.stdout)] == [["shoe"], ["shirt"]]
    (said,) = lines(answer.stderr.splitlines()[0])
    assert said["left_out"] == {"kind": {"labels": ["airship"], "none": ["a photo of a zeppelin"], "forced": True}}
    answer = run(SHOE, "--label-file", tmp_path / "mine.yaml")
    assert "Schuh" in answer.stdout
    assert 'kind: no words for its "none" prompts "a photo of a zeppelin"; it takes one of' in answer.stderr


def test_a_label_file_with_problems_and_a_model_that_is_not_there_are_told(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("version: 2", encoding="utf-8")
    with pytest.raises(LabelFileError, match=r"mine\.yaml:1"):
        run(SHOE, "--label-file", tmp_path / "mine.yaml")
    with pytest.raises(BundleError, match="no preset"):
        run(SHOE, "--model", "nonsense")


def test_what_the_model_has_no_words_for_is_said_once_and_not_in_each_line(shop: Path) -> None:
    answer = run(shop, "--json", "--facet", "colour")
    assert all("left_out" not in line and line["calibrated"] is False for line in lines(answer.stdout))
    told = [json.loads(line) for line in answer.stderr.splitlines() if line.startswith("{")]
    colours = {"labels": ["silver", "gold"], "none": [], "forced": False}
    assert told == [{"left_out": {"colour": colours}, "negatives": None}]


# -- where to -------------------------------------------------------------------------------------------


def test_a_later_run_goes_on_where_the_file_of_results_ends(shop: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    first = run(shop, "--out", out)
    assert (first.exit_code, first.stdout) == (0, "")
    whole = out.read_bytes()
    out.write_bytes(whole[:-30])
    again = run(shop, "--out", out)
    assert "1 of 2 photos are in" in again.stderr
    one, other = lines(out.read_text(encoding="utf-8"))
    assert [Path(line["photo"]).parent.name for line in (one, other)] == ["1", "2"]
    assert "2 of 2 photos are in" in run(shop, "--out", out).stderr
    assert len(lines(out.read_text(encoding="utf-8"))) == 2


def test_a_photo_that_changed_or_another_question_gets_another_line(shop: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    run(shop, "--out", out)
    shutil.copy(SHOE, shop / "2" / "front.jpg")
    run(shop, "--out", out)
    found = lines(out.read_text(encoding="utf-8"))
    assert [Path(line["photo"]).parent.name for line in found] == ["1", "2", "2"]
    assert found[2]["tags"][0]["label"] == "sneaker"
    run(shop, "--out", out, "--facet", "colour")
    run(shop, "--out", out, "--facet", "colour")
    assert len(lines(out.read_text(encoding="utf-8"))) == 5


def test_a_refused_photo_is_not_tried_again_but_still_fails_and_a_missing_one_is_tried_again(
    shop: Path, tmp_path: Path
) -> None:
    out, late = tmp_path / "out.jsonl", shop / "late.jpg"
    (shop / "letter.jpg").write_text("Dear photo")
    assert run(shop, late, "--out", out).exit_code == 1
    shutil.copy(SHOE, late)
    again = run(shop, late, "--out", out)
    assert again.exit_code == 1
    assert "3 of 4 photos are in" in again.stderr
    assert "(1 refused)" in again.stderr
    found = {Path(line["photo"]).name: line for line in lines(out.read_text(encoding="utf-8"))}
    assert "tags" in found["late.jpg"]
    (shop / "letter.jpg").unlink()
    assert run(shop, late, "--out", out).exit_code == 0


def test_results_of_something_else_are_not_touched(shop: Path, tmp_path: Path) -> None:
    (tmp_path / "texts.jsonl").write_text('{"line": 1, "input": "x"}\n')
    with pytest.raises(InvalidRequest, match="something else"):
        run(shop, "--out", tmp_path / "texts.jsonl")
    assert (tmp_path / "texts.jsonl").read_text() == '{"line": 1, "input": "x"}\n'


def test_a_terminal_shows_how_far_it_is_and_stdout_stays_clean(shop: Path) -> None:
    terminal, other_end = pty.openpty()
    command = [sys.executable, "-c", "from bildtext_cli.cli import main; main()", "tag", str(shop), "--json"]
    with subprocess.Popen(
        command,
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=other_end,
        env={**os.environ, "TERM": "xterm"},
        text=True,
    ) as running:
        os.close(other_end)
        stdout, shown = running.stdout.read() if running.stdout else "", b""
        with contextlib.suppress(OSError):  # what Linux says when the other end is closed
            while more := os.read(terminal, 65_536):
                shown += more
    os.close(terminal)
    assert "2/2" in shown.decode()
    assert len(lines(stdout)) == 2


def test_nothing_is_drawn_where_no_terminal_is(shop: Path, tmp_path: Path) -> None:
    answer = run(shop, "--out", tmp_path / "out.jsonl")
    assert "\x1b" not in answer.stderr
    assert "━" not in answer.stderr


# -- explained ------------------------------------------------------------------------------------------


def test_explain_writes_a_panel_for_the_photo_and_for_each_facet_answered(tmp_path: Path) -> None:
    answer = run(SHOE, "--json", "--explain", tmp_path)
    answered = {one["facet"] for one in json.loads(answer.stdout)["tags"]}
    with Image.open(tmp_path / "side.png") as picture:
        assert picture.size == ((1 + len(answered)) * 240, 264)


def test_pictures_of_photos_of_the_same_name_stand_beside_each_other(shop: Path, tmp_path: Path) -> None:
    shutil.copy(SHOE, shop / "1" / "FRONT.jpeg")
    shutil.copy(SHOE, shop / "1" / "front")
    pictures = tmp_path / "pictures"

    def explain(*more: str) -> list[str]:
        run(shop, "--explain", pictures, *more)
        return sorted(path.name for path in pictures.iterdir())

    first = explain("--facet", "category")
    assert first == ["1-front-2.png", "1-front.png", "2-front.png", "FRONT.png"]
    assert len({(pictures / name).read_bytes() for name in first}) >= 2
    assert explain("--facet", "category") == first, "the same photos and labels replace their own pictures"
    other = explain("--labels", "sneaker, shirt")
    assert len(other) == 8, "other labels are another picture"
