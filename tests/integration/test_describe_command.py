"""`bildtext describe` as a user runs it: one article, or a file of many that a later run continues."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bildtext.errors import InvalidRequest
from bildtext_cli.articles_file import described_file
from bildtext_cli.checkout import SAMPLES
from bildtext_cli.describe import describe_command
from description.description_request import DescriptionRequest
from description.result import Description
from tests.reference_request import CAPRICE, GEMINI

CSV = "Artikelnummer;Schuhe;Marke;Farbe;Obermaterial\n1;Slipper;Gemini;weiß;Glattleder\n2;Sandale;Brändle;rot;Textil\n"


def run(*arguments: object, stdin: str | None = None) -> Result:
    return CliRunner().invoke(describe_command, [str(one) for one in arguments], input=stdin)


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def described(path: Path, content: str | bytes | None = None, *options: object) -> list[dict[str, Any]]:
    """The lines of `--json` for a file, with this content if one is given."""
    if content is not None:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return lines(run("--data", path, "--json", *options).stdout)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "gemini.txt").write_text(GEMINI, "utf-8")
    (tmp_path / "caprice.txt").write_text(CAPRICE, "utf-8")
    (tmp_path / "many.csv").write_text(CSV, "utf-8")
    return tmp_path


def test_one_article_is_shown_with_the_source_of_each_claim(folder: Path) -> None:
    result = run("--data", folder / "gemini.txt", "--example", folder / "caprice.txt")
    assert result.exit_code == 0
    assert "Weißer Slipper von Gemini" in result.stdout
    assert "Verschluss: Schlupf" in result.stdout
    assert "Conflicts in the data" in result.stdout
    assert "Caprice" not in result.stdout


def test_a_legal_finding_is_shown_with_its_paragraph_and_date() -> None:
    result = run("--data", "-", stdin="Artikelart: Pullover\nMaterial: 5% Kaschmir, 90% Wolle")
    shown = " ".join(result.stdout.split())
    assert "(Art. 9 Verordnung (EU) Nr. 1007/2011 (Textilkennzeichnung), since 2012-05-08)" in shown


def test_json_is_the_answer_of_the_api(folder: Path) -> None:
    (answer,) = described(folder / "gemini.txt", None, "--max-words", "12")
    assert answer["writer"] == "rules"
    assert answer["words"] <= 12


def test_json_data_is_read_from_standard_input() -> None:
    (answer,) = lines(run("--data", "-", "--json", stdin='{"Schuhe": "Slipper", "Farbe": "weiß"}').stdout)
    assert "Slipper" in answer["text"]


def test_a_photo_adds_what_it_shows(folder: Path) -> None:
    photo = SAMPLES / "48106" / "side.jpg"
    (answer,) = described(folder / "pumps.txt", "Marke: Gemini\nSchuhe: Pumps", "--image", photo)
    assert set(answer["alt_texts"]) == {"side.jpg"}
    assert "Seite" in answer["alt_text"]


def test_a_file_of_articles_gives_one_line_each(folder: Path) -> None:
    result = run("--data", folder / "many.csv", "--json")
    first, second = lines(result.stdout)
    assert (first["article"], second["article"]) == ("1", "2")
    assert "Gemini" in first["text"]
    assert "Brändle" in second["text"]
    assert "2 described, 0 refused" in result.stderr


def test_an_interrupted_run_continues_where_it_ended(folder: Path) -> None:
    out = folder / "out.jsonl"
    run("--data", folder / "many.csv", "--out", out)
    complete = out.read_text("utf-8")
    first, second = complete.splitlines(keepends=True)
    out.write_text(first + second[:40], "utf-8")
    again = run("--data", folder / "many.csv", "--out", out)
    assert "1 of 2 articles are in" in again.stderr
    assert [line["text"] for line in lines(out.read_text("utf-8"))] == [line["text"] for line in lines(complete)]
    run("--data", folder / "many.csv", "--out", out)
    assert len(lines(out.read_text("utf-8"))) == 2


def test_a_line_that_changed_is_described_again(folder: Path) -> None:
    out = folder / "out.jsonl"
    run("--data", folder / "many.csv", "--out", out)
    (folder / "many.csv").write_text(CSV.replace("rot", "blau"), "utf-8")
    run("--data", folder / "many.csv", "--out", out)
    written = lines(out.read_text("utf-8"))
    assert [line["line"] for line in written] == [2, 3, 3], "the lines of the file, whose first is the header"
    assert "blau" in written[2]["text"]


def test_a_refused_article_has_its_reason_and_does_not_stop_the_run(folder: Path) -> None:
    (folder / "many.jsonl").write_text('{"Schuhe": "Slipper"}\n\nno json\n{}\n{"Schuhe": "Sandale"}\n', "utf-8")
    result = run("--data", folder / "many.jsonl", "--json")
    assert result.exit_code == 1
    assert [line.get("error", {}).get("code") for line in lines(result.stdout)] == [
        None, "unreadable-product-data", "invalid-product-data", None,
    ]  # fmt: skip
    assert [line["line"] for line in lines(result.stdout)] == [1, 3, 4, 5]


def test_exports_of_german_office_programs_are_read(folder: Path) -> None:
    _, second = described(folder / "office.csv", CSV.encode("cp1252"))
    assert "Brändle" in second["text"]


def test_cells_may_hold_line_breaks(folder: Path) -> None:
    cells = 'Schuhe,Farbe,Besonderheit\nSlipper,rot,"Wechselfußbett\nPolsterung"\n'
    (answer,) = described(folder / "cells.csv", cells)
    assert "Wechselfußbett" in answer["text"]


HEADER = "Artikelnummer;Artikel;Marke;Farbe;Material"


def test_rows_around_a_faulty_one_are_described(folder: Path) -> None:
    rows = [
        HEADER,
        "1;Hose;Gemini;rot;90% Baumwolle / 10% Polyester- Grau",
        '2;"Hose;Gemini;rot;Wolle',
        "4,01235E+12;Hose;Gemini;rot;Wolle",
        '5;"Hose";Gemini;rot;"Wolle',
        'und Seide"',
        "6;Hose;Gemini;rot;Wolle;mehr",
        f"7;Hose;Gemini;rot;{'Wolle ' * 30_000}",
        "8;Hose;Gemini;wei\ufffd;Wolle",
        '="00009";Hose;Gemini;rot;Wolle',
        "10;Hose;rot;Wolle",
        "11;Hose;Gemini;;Wolle;",
    ]
    (folder / "faults.csv").write_text("\n".join(rows), "utf-8")
    result = run("--data", folder / "faults.csv", "--json")
    found = lines(result.stdout)
    assert result.exit_code == 1
    assert [line["line"] for line in found] == [2, 3, 4, 5, 7, 8, 9, 10, 11, 12]
    assert [line["line"] for line in found if "text" in line] == [2, 5, 10, 12]
    assert found[7]["article"] == "00009"
    assert {line["line"]: line["error"]["code"] for line in found if "error" in line} == {
        3: "invalid-product-data",
        4: "converted-value",
        7: "invalid-product-data",
        8: "product-data-too-large",
        9: "invalid-product-data",
        11: "invalid-product-data",
    }


def test_duplicate_columns_are_a_conflict_and_neither_is_stated(folder: Path) -> None:
    rows = "Artikel;Marke;Innenfutter;Innenfutter\nSlipper;Gemini;Ungefüttert;Leder\n"
    (answer,) = described(folder / "twice.csv", rows)
    assert [entry["value"] for entry in answer["conflicts"][0]["entries"]] == ["Ungefüttert", "Leder"]
    assert "Leder" not in answer["text"]
    assert "gefüttert" not in answer["text"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_encoding_gives_the_same_lines(folder: Path, encoding: str, end: str) -> None:
    found = described(folder / "any.csv", f"sep=;\n{CSV}".replace("\n", end).encode(encoding))
    assert [line["line"] for line in found] == [3, 4]
    assert "Brändle" in found[1]["text"]


def test_an_invalid_byte_is_reported_with_its_line_and_changes_no_other(folder: Path) -> None:
    rows = [f"{at};Hose;Brändle;weiß;Wolle" for at in range(1, 20)]
    data = "\n".join([HEADER, *rows]).encode().replace("9;Hose;Brändle;weiß".encode(), b"9;Hose;Br\xe4ndle;wei\xdf", 1)
    found = described(folder / "byte.csv", data)
    assert all("Brändle" in line["text"] and "Ã" not in line["text"] for line in found)
    assert [line["notes"] for line in found if "notes" in line] == [
        ["Line 10 held the bytes 0xE4, 0xDF, no UTF-8; read as „äß“."]
    ]


@pytest.mark.parametrize("text", ["Artikel\nHose\n", "1;Hose;rot\n2;Rock;blau\n", "", "foo;bar\n1;2\n"])
def test_a_file_without_a_header_is_refused(folder: Path, text: str) -> None:
    (folder / "none.csv").write_text(text, "utf-8")
    result = run("--data", folder / "none.csv")
    assert isinstance(result.exception, InvalidRequest)
    assert "first line must name" in str(result.exception)


def test_jsonl_lines_are_independent(folder: Path) -> None:
    deep = "[" * 3_000 + "]" * 3_000
    rows = [
        '{"Artikel": "Hose", "Farbe": "rot"}', f'{{"Artikel": {deep}}}', '{"Artikel": "Hose", "Farbe": "\\ud83d"}',
        '{"Artikel": "Hose", "Innenfutter": "Ungefüttert", "Innenfutter": "Leder"}', '{"Artikel": "Ho',
        '{"Artikel": "Rock"}',
    ]  # fmt: skip
    found = described(folder / "many.jsonl", "\n".join(rows))
    assert [line["line"] for line in found if "text" in line] == [1, 4, 6]
    assert len(found[3]["conflicts"]) == 1


def test_a_bug_is_the_outcome_of_its_article_and_is_retried_later(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = folder / "out.jsonl"
    asked: list[str] = []

    def failing(_order: DescriptionRequest, article: str) -> Description:
        asked.append(article)
        raise IndexError("string index out of range")

    assert described_file(folder / "many.csv", out, failing, as_json=False) == 2
    first, second = lines(out.read_text("utf-8"))
    assert first["error"]["code"] == "content-fault"
    assert "line 2" in first["error"]["detail"]
    assert (second["line"], asked) == (3, ["1", "2"])
    assert "IndexError" in capsys.readouterr().err
    assert described_file(folder / "many.csv", out, failing, as_json=False) == 2
    assert asked == ["1", "2", "1", "2"]
    assert run("--data", folder / "many.csv", "--out", out).exit_code == 0


def test_articles_refused_for_their_content_are_reported_but_not_retried(folder: Path) -> None:
    out = folder / "out.jsonl"
    (folder / "many.csv").write_text(CSV + "3;Sandale;rot;Textil\n", "utf-8")
    assert run("--data", folder / "many.csv", "--out", out).exit_code == 1
    again = run("--data", folder / "many.csv", "--out", out)
    assert again.exit_code == 1
    assert "3 of 3 articles are in" in again.stderr
    assert "(1 refused)" in again.stderr
    assert len(lines(out.read_text("utf-8"))) == 3


def test_an_example_in_the_data_is_used_for_style_and_reported(folder: Path) -> None:
    (answer,) = described(folder / "with.txt", f"{GEMINI}\n\nBeispieltext:\n{CAPRICE}\n")
    (asked,) = described(folder / "gemini.txt", None, "--example", folder / "caprice.txt")
    assert answer["text"] == asked["text"]
    assert [one["key"] for one in answer["not_used"]] == ["Beispieltext"]
    assert "Not used" in run("--data", folder / "with.txt").stdout.splitlines()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--data", "many.csv", "--image", "gemini.txt"], "one article"),
        (["--data", "gemini.txt", "--out", "x.jsonl"], "many articles"),
        (["--data", "gemini.txt", "--writer", "bedrock"], "--model"),
        (["--data", "gemini.txt", "--max-words", "500"], "120"),
        (["--data", "missing.txt"], "does not exist"),
    ],
)
def test_incompatible_options_are_reported(
    folder: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    monkeypatch.chdir(folder)
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr
