"""Ratios, goals and reports that benchmarks compute from measurements."""

from __future__ import annotations

import json
import math

import pytest

from bildtext_dev.bench.measure import Goal, Report, Row, best_baseline, ratio, ratios
from bildtext_dev.bench.model import FASHION_CLIP, VIT_L_14
from bildtext_dev.bench.report import json_lines, print_report

OURS = Row("batch 1", "ours", "ours", 60.0, "photos/s")
PEER = Row("batch 1", "baseline", "baseline", 20.0, "photos/s")
LIMIT = Row("batch 1", "product", "limit", 80.0, "photos/s", "ours")
REPORT = Report("tag", "a title", (OURS, PEER, LIMIT), (Goal("ours ÷ baseline", 3.0, 2.0),), ("a note",))


def test_a_ratio_is_how_many_times_better_ours_is_for_any_unit() -> None:
    assert ratio(OURS, PEER) == 3
    assert ratio(Row("g", "ours", "ours", 2.0, "ms"), Row("g", "baseline", "baseline", 8.0, "ms")) == 4
    assert ratio(Row("g", "ours", "ours", 500.0, "MB"), Row("g", "baseline", "baseline", 1000.0, "MB")) == 2


def test_against_a_limit_the_ratio_is_the_fraction_reached() -> None:
    assert ratio(OURS, LIMIT) == 0.75


def test_different_units_are_never_compared() -> None:
    with pytest.raises(ValueError, match="baseline in ms"):
        ratio(OURS, Row("g", "baseline", "baseline", 8.0, "ms"))


def test_a_row_is_only_compared_within_its_group_and_with_the_row_it_names() -> None:
    second = Row("batch 1", "ours int8", "ours", 100.0, "photos/s")
    elsewhere = Row("batch 32", "ours", "ours", 999.0, "photos/s")
    report = Report("tag", "", (OURS, second, elsewhere, PEER, LIMIT), ())
    assert ratios(report, PEER) == {"ours": 3, "ours int8": 5}
    assert ratios(report, LIMIT) == {"ours": 0.75}
    assert ratios(report, OURS) == {}


def test_a_goal_is_a_minimum_unless_at_most() -> None:
    assert Goal("", 2.0, 2.0).reached
    assert not Goal("", 1.9, 2.0).reached
    assert Goal("", 699, 700, at_most=True).reached
    assert not Goal("", 701, 700, at_most=True).reached


def test_every_row_and_goal_is_one_json_line() -> None:
    ours, baseline, limit, goal, note = map(json.loads, json_lines(REPORT))
    assert (ours["name"], ours["row"], ours["value"], ours["unit"], ours["ratio"]) == (
        "tag",
        "ours",
        60,
        "photos/s",
        None,
    )
    assert (baseline["ratio"], baseline["ratios"]) == (3, {"ours": 3})
    assert limit["ratio"] == 0.75
    assert (goal["row"], goal["reached"], goal["target"]) == ("goal", True, 2)
    assert (note["row"], note["text"]) == ("note", "a note")


UNMEASURED = Row("batch 1", "emulated", "baseline", math.nan, "photos/s", note="this CPU has no bf16")


def test_unmeasured_values_are_null_in_json() -> None:
    report = Report("tag", "", (OURS, UNMEASURED), (Goal("ours ÷ emulated", math.nan, 2.0),))
    _, row, goal = map(json.loads, json_lines(report))
    assert (row["value"], row["ratio"], row["ratios"], row["note"]) == (
        None,
        None,
        {"ours": None},
        "this CPU has no bf16",
    )
    assert (goal["value"], goal["reached"]) == (None, None)


def test_unmeasured_values_are_labelled_in_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    print_report(Report("tag", "", (OURS, UNMEASURED), (Goal("ours ÷ emulated", math.nan, 2.0),)))
    shown = capsys.readouterr().out
    assert shown.count("not measured") == 2
    assert "this CPU has no bf16" in shown
    assert "nan" not in shown
    assert "missed" not in shown


def test_the_best_peer_was_measured() -> None:
    assert best_baseline([OURS, UNMEASURED, PEER, LIMIT], "batch 1") == PEER
    assert math.isnan(best_baseline([OURS, UNMEASURED], "batch 1").value)


def test_the_table_shows_every_row_every_ratio_and_every_note(capsys: pytest.CaptureFixture[str]) -> None:
    print_report(REPORT)
    shown = capsys.readouterr().out
    for expected in ("a title", "60.0 photos/s", "baseline", "3.00×", "75% of it", "reached: ≥ 2", "a note"):
        assert expected in shown


def test_the_operations_of_a_vit_b_32_match_the_published_number() -> None:
    # open_clip's model_profile.csv: ViT-B-32, image tower 4.41 GMACs → 8.82 GFLOP, counting a multiply-add twice
    assert FASHION_CLIP.image_flop() / 1e9 == pytest.approx(8.82, abs=0.02)


def test_the_operations_of_a_vit_l_14_match_the_published_number() -> None:
    # open_clip's model_profile.csv: ViT-L-14, image tower 162.03 GFLOP
    assert VIT_L_14.image_flop() / 1e9 == pytest.approx(162.03, abs=0.02)
