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
    """Run the command; errors reported in a sentence are raised."""
    return CliRunner().invoke(tag, list(map(str, words)), input=given, catch_exceptions=False)


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder with two articles whose photos have the same name, and other files."""
    folder = tmp_path / "articles"
    for article, photo in (("1", SHOE), ("2", SHIRT)):
        (folder / article).mkdir(parents=True)
        shutil.copy(photo, folder / article / "front.jpg")
    (folder / "labels.csv").write_text("image,label\n")
    return folder


# -- photos ---------------------------------------------------------------------------------------------


def test_each_photo_and_refusal_is_one_json_line_and_a_refusal_fails_the_command(tmp_path: Path) -> None:
    (tmp_path / "letter.jpg").write_text("Dear photo")
    answer = run(SHOE, tmp_path / "letter.jpg", "--json", "--facet", "category")
    shoe, letter = lines(answer.stdout)
    assert answer.exit_code == 1
    assert [one["facet"] for one in shoe["tags"]] == ["category"]
    assert letter["error"]["code"] == "unsupported-image"


def test_a_bad_path_is_its_own_outcome_and_the_others_are_tagged(tmp_path: Path) -> None:
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


def test_the_text_output_has_a_sentence_for_each_bad_path(tmp_path: Path) -> None:
    answer = run(tmp_path / "gone.jpg", SHOE)
    assert f"{tmp_path / 'gone.jpg'}: There is no such file (any more); check the path." in answer.stdout
    assert "Sneaker" in answer.stdout


def test_a_folder_is_tagged_recursively_and_other_files_are_reported_in_one_line(articles: Path) -> None:
    answer = run(articles, "--json")
    assert answer.exit_code == 0
    assert [line["photo"] for line in lines(answer.stdout)] == [
        str(articles / "1/front.jpg"),
        str(articles / "2/front.jpg"),
    ]
    assert f"Skipped, because they are not photos (1): {articles / 'labels.csv'}\n" in answer.stderr


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\0"])
def test_a_dash_reads_paths_from_standard_input(articles: Path, end: bytes) -> None:
    given = b"".join(os.fsencode(articles / article / "front.jpg") + end for article in ("2", "1"))
    found = lines(run("-", "--json", given=given).stdout)
    assert [Path(line["photo"]).parent.name for line in found] == ["2", "1"]


def test_the_command_reports_that_there_is_no_photo(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("none")
    with pytest.raises(InvalidRequest, match=f"no photo in {tmp_path}; name photos"):
        run(tmp_path)
    with pytest.raises(InvalidRequest, match="no photo in the list on standard input"):
        run("-")


# -- labels ---------------------------------------------------------------------------------------------


def test_given_labels_compete_with_the_label_file_which_is_reported_once() -> None:
    answer = run(SHOE, SHIRT, "--json", "--labels", "sneaker, boots")
    shoe, shirt = lines(answer.stdout)
    assert [one["label"] for one in shoe["tags"]] == ["sneaker"]
    assert shirt["tags"] == []
    assert shirt["abstentions"][0]["reason"] == "none"
    assert shirt["scores"]["labels"]["none"] > 5 * max(shirt["scores"]["labels"]["labels"].values())
    (fields,) = lines(answer.stderr.splitlines()[0])
    assert fields["negatives"]["facet"] == "category"
    assert "shirt" in fields["negatives"]["terms"]
    assert "loafer" not in fields["negatives"]["terms"]


@pytest.mark.parametrize("labels", ["", "  ", ",", ",,hat", "hat,", "hat, Hat"])
def test_empty_or_duplicate_labels_are_an_error(labels: str) -> None:
    with pytest.raises(InvalidRequest, match=r"Labels must differ|at least one label"):
        run(SHOE, "--labels", labels)


def test_labels_outside_the_vocabulary_are_named(tmp_path: Path) -> None:
    assert "never learned the words: kimono, sari.\n" in run(SHOE, "--labels", "kimono, sneaker, sari").stderr


def test_a_single_label_is_accepted() -> None:
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
    (fields,) = lines(answer.stderr.splitlines()[0])
    assert fields["left_out"] == {"kind": {"labels": ["airship"], "none": ["a photo of a zeppelin"], "forced": True}}
    answer = run(SHOE, "--label-file", tmp_path / "mine.yaml")
    assert "Schuh" in answer.stdout
    assert 'kind: no words for its "none" prompts "a photo of a zeppelin"; it takes one of' in answer.stderr


def test_an_invalid_label_file_and_a_missing_model_are_reported(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("version: 2", encoding="utf-8")
    with pytest.raises(LabelFileError, match=r"mine\.yaml:1"):
        run(SHOE, "--label-file", tmp_path / "mine.yaml")
    with pytest.raises(BundleError, match="no preset"):
        run(SHOE, "--model", "nonsense")


def test_labels_outside_the_vocabulary_are_reported_once_and_not_per_line(articles: Path) -> None:
    answer = run(articles, "--json", "--facet", "colour")
    assert all("left_out" not in line and line["calibrated"] is False for line in lines(answer.stdout))
    notices = [json.loads(line) for line in answer.stderr.splitlines() if line.startswith("{")]
    colours = {"labels": ["silver", "gold"], "none": [], "forced": False}
    assert notices == [{"left_out": {"colour": colours}, "negatives": None}]


# -- output ---------------------------------------------------------------------------------------------


def test_a_later_run_continues_where_the_results_file_ends(articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    first = run(articles, "--out", out)
    assert (first.exit_code, first.stdout) == (0, "")
    complete = out.read_bytes()
    out.write_bytes(complete[:-30])
    again = run(articles, "--out", out)
    assert "1 of 2 photos are in" in again.stderr
    one, other = lines(out.read_text(encoding="utf-8"))
    assert [Path(line["photo"]).parent.name for line in (one, other)] == ["1", "2"]
    assert "2 of 2 photos are in" in run(articles, "--out", out).stderr
    assert len(lines(out.read_text(encoding="utf-8"))) == 2


def test_a_changed_photo_or_other_options_get_a_new_line(articles: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    run(articles, "--out", out)
    shutil.copy(SHOE, articles / "2" / "front.jpg")
    run(articles, "--out", out)
    found = lines(out.read_text(encoding="utf-8"))
    assert [Path(line["photo"]).parent.name for line in found] == ["1", "2", "2"]
    assert found[2]["tags"][0]["label"] == "sneaker"
    run(articles, "--out", out, "--facet", "colour")
    run(articles, "--out", out, "--facet", "colour")
    assert len(lines(out.read_text(encoding="utf-8"))) == 5


def test_a_refused_photo_still_fails_without_a_retry_and_a_missing_one_is_retried(
    articles: Path, tmp_path: Path
) -> None:
    out, late = tmp_path / "out.jsonl", articles / "late.jpg"
    (articles / "letter.jpg").write_text("Dear photo")
    assert run(articles, late, "--out", out).exit_code == 1
    shutil.copy(SHOE, late)
    again = run(articles, late, "--out", out)
    assert again.exit_code == 1
    assert "3 of 4 photos are in" in again.stderr
    assert "(1 refused)" in again.stderr
    found = {Path(line["photo"]).name: line for line in lines(out.read_text(encoding="utf-8"))}
    assert "tags" in found["late.jpg"]
    (articles / "letter.jpg").unlink()
    assert run(articles, late, "--out", out).exit_code == 0


def test_a_results_file_of_another_command_is_not_touched(articles: Path, tmp_path: Path) -> None:
    (tmp_path / "texts.jsonl").write_text('{"line": 1, "input": "x"}\n')
    with pytest.raises(InvalidRequest, match="something else"):
        run(articles, "--out", tmp_path / "texts.jsonl")
    assert (tmp_path / "texts.jsonl").read_text() == '{"line": 1, "input": "x"}\n'


def test_a_terminal_shows_progress_and_stdout_stays_clean(articles: Path) -> None:
    terminal, other_end = pty.openpty()
    command = [sys.executable, "-c", "from bildtext_cli.cli import main; main()", "tag", str(articles), "--json"]
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
        with contextlib.suppress(OSError):  # Linux's error when the other end is closed
            while more := os.read(terminal, 65_536):
                shown += more
    os.close(terminal)
    assert "2/2" in shown.decode()
    assert len(lines(stdout)) == 2


def test_no_progress_is_drawn_without_a_terminal(articles: Path, tmp_path: Path) -> None:
    answer = run(articles, "--out", tmp_path / "out.jsonl")
    assert "\x1b" not in answer.stderr
    assert "━" not in answer.stderr


# -- explanations ---------------------------------------------------------------------------------------


def test_explain_writes_a_panel_for_the_photo_and_for_each_facet_answered(tmp_path: Path) -> None:
    answer = run(SHOE, "--json", "--explain", tmp_path)
    answered = {one["facet"] for one in json.loads(answer.stdout)["tags"]}
    with Image.open(tmp_path / "side.png") as picture:
        assert picture.size == ((1 + len(answered)) * 240, 264)


def test_explanations_of_photos_with_the_same_name_do_not_collide(articles: Path, tmp_path: Path) -> None:
    shutil.copy(SHOE, articles / "1" / "FRONT.jpeg")
    shutil.copy(SHOE, articles / "1" / "front")
    pictures = tmp_path / "pictures"

    def explain(*more: str) -> list[str]:
        run(articles, "--explain", pictures, *more)
        return sorted(path.name for path in pictures.iterdir())

    first = explain("--facet", "category")
    assert first == ["1-front-2.png", "1-front.png", "2-front.png", "FRONT.png"]
    assert len({(pictures / name).read_bytes() for name in first}) >= 2
    assert explain("--facet", "category") == first, "the same photos and labels replace their own pictures"
    other = explain("--labels", "sneaker, shirt")
    assert len(other) == 8, "other labels are another picture"
