"""Figures of a catalogue: repetition counted by hand, and the table of the command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bildtext_dev.quality.catalogue import measure_catalogues
from bildtext_dev.quality.commands import quality
from bildtext_dev.quality.repetition import first_sentence_pattern, repetition
from bildtext_dev.quality.sets import articles
from bildtext_dev.quality.style import houses


def test_repetition_is_the_share_of_four_grams_that_another_text_has() -> None:
    # abcd bcde | ABCD bcdx | mnop: repeated are abcd twice, of 5; abcd within a text again does not count
    found = repetition(["a b c d e", "A B C D x", "m n o p"])
    assert found.index == pytest.approx(2 / 5)
    # by text: of 2 four-grams one is in one of the 2 others (1/4), the same (1/4), none (0)
    assert found.of_two == pytest.approx((1 / 4 + 1 / 4 + 0) / 3)


def test_what_a_text_repeats_of_itself_is_not_shared() -> None:
    assert repetition(["a b c d a b c d", "m n o p"]).index == 0


def test_the_share_between_two_texts_does_not_grow_with_the_catalogue() -> None:
    texts = ["a b c d e", "a b c d x", "m n o p q", "m n o p y"]
    assert repetition(texts).of_two == pytest.approx(1 / 6)
    assert repetition([*texts, *(f"u{at} v w{at} x" for at in range(96))]).index == pytest.approx(4 / 104)


def test_identical_texts_are_all_counted() -> None:
    found = repetition(["Ein Schuh.", "Ein Schuh.", "Eine Tasche.", "Ein schuh."])
    assert found.identical == pytest.approx(2 / 4)


def test_a_pattern_is_the_first_sentence_without_what_it_is_about() -> None:
    pattern = first_sentence_pattern("Dieser weiße Slipper von Gemini ist aus Leder. Er hat eine Quaste.")
    assert pattern == "dieser von ist aus"
    assert first_sentence_pattern("Dieser Mantel von Adele ist aus reiner Wolle.") == pattern


def test_the_ten_most_frequent_patterns_are_told_from_the_rest() -> None:
    words = ("der", "die", "das", "ein", "eine", "von", "für", "mit", "aus", "in", "im", "an")
    texts = [f"{word} Ding." for word in words] + ["der Schuh."] * 3  # 15 texts, 12 patterns, one of them four times
    found = repetition(texts)
    assert found.patterns == 12
    assert found.top_ten == pytest.approx((4 + 9) / 15)


def test_one_text_is_no_catalogue() -> None:
    with pytest.raises(ValueError, match="two"):
        repetition(["Ein Schuh."])


def test_style_distance_is_measured_only_against_an_example() -> None:
    texts = ["Der Schuh ist aus Leder. Er hat eine Schnalle.", "• Tasche aus Leder\n• Mit Schnalle"]
    alike, apart = ("prose", "list"), {"prose": texts[:1], "list": texts[1:]}
    table = measure_catalogues("x", {name: [texts[0], texts[0]] for name in (*alike, "none")}, apart)
    figures = {row.name: row.values for row in table.rows}
    assert table.columns == ("prose", "list", "none")
    mean = figures["style distance, mean"]
    assert mean[0] == 0
    assert mean[1] is not None
    assert mean[1] > 0.2
    assert mean[2] is None


def test_the_command_writes_a_catalogue_for_each_house(monkeypatch: pytest.MonkeyPatch) -> None:
    few = articles()[:4]
    monkeypatch.setattr("bildtext_dev.quality.sets.articles", lambda: few)
    answers = [CliRunner().invoke(quality, ["catalogue", "--json"], catch_exceptions=False) for _ in range(2)]
    assert answers[0].stdout == answers[1].stdout
    rows = [json.loads(line) for line in answers[0].stdout.splitlines()]
    measured = [row for row in rows if row["name"] == "style distance, mean" and row["table"] != "golden articles"]
    distances = {row["column"]: row["value"] for row in measured}
    assert list(distances) == ["no example", *(house.name for house in houses())]
    assert distances.pop("no example") is None
    assert all(0 < distance < 0.5 for distance in distances.values())
    sizes = {row["column"]: row["value"] for row in rows if (row["table"], row["name"]) == ("golden articles", "texts")}
    assert sizes == {"rules": 40, "by hand": 40}


def test_the_command_measures_the_texts_of_a_file(tmp_path: Path) -> None:
    file, example = tmp_path / "texts.jsonl", tmp_path / "example.txt"
    rows = [{"text": "Ein Schuh aus Leder."}, {"error": {"code": "x"}}, {"text": "Ein Schuh aus Leder."}, {"text": ""}]
    file.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    example.write_text("Eine Tasche aus Stoff.", "utf-8")
    options = ["catalogue", "--texts", str(file), "--example", str(example), "--json"]
    answer = CliRunner().invoke(quality, options, catch_exceptions=False)
    assert answer.exit_code == 0
    found = {(row["column"], row["name"]): row["value"] for row in map(json.loads, answer.stdout.splitlines())}
    assert found[str(file), "texts"] == 2
    assert found[str(file), "texts identical to another %"] == 100
    assert found[str(file), "style distance, mean"] is not None


@pytest.mark.parametrize("content", ['{"text": "Ein Schuh."}\n', "kein JSON\n", "[1]\n"])
def test_a_file_without_texts_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "texts.jsonl"
    file.write_text(content, "utf-8")
    answer = CliRunner().invoke(quality, ["catalogue", "--texts", str(file)])
    assert answer.exit_code == 2
    assert "texts.jsonl" in answer.output
