"""What the benchmarks compute from their measurements; the clock itself is not tested."""

from __future__ import annotations

import json
import math

import pytest

from bildtext_dev.bench.measure import Goal, Report, Row, best_peer, ratio, ratios
from bildtext_dev.bench.model import FASHION_CLIP, VIT_L_14
from bildtext_dev.bench.report import json_lines, print_report

OURS = Row("batch 1", "ours", "ours", 60.0, "photos/s")
PEER = Row("batch 1", "peer", "peer", 20.0, "photos/s")
LIMIT = Row("batch 1", "product", "limit", 80.0, "photos/s", "ours")
REPORT = Report("tag", "a title", (OURS, PEER, LIMIT), (Goal("ours ÷ peer", 3.0, 2.0),), ("a note",))


def test_a_ratio_says_how_many_times_better_ours_is_whichever_way_the_unit_points() -> None:
    assert ratio(OURS, PEER) == 3
    assert ratio(Row("g", "ours", "ours", 2.0, "ms"), Row("g", "peer", "peer", 8.0, "ms")) == 4
    assert ratio(Row("g", "ours", "ours", 500.0, "MB"), Row("g", "peer", "peer", 1000.0, "MB")) == 2


def test_against_a_limit_the_ratio_is_the_fraction_reached() -> None:
    assert ratio(OURS, LIMIT) == 0.75


def test_different_units_are_never_compared() -> None:
    with pytest.raises(ValueError, match="peer in ms"):
        ratio(OURS, Row("g", "peer", "peer", 8.0, "ms"))


def test_a_row_is_compared_only_within_its_group_and_only_with_the_one_it_names() -> None:
    second = Row("batch 1", "ours int8", "ours", 100.0, "photos/s")
    elsewhere = Row("batch 32", "ours", "ours", 999.0, "photos/s")
    report = Report("tag", "", (OURS, second, elsewhere, PEER, LIMIT), ())
    assert ratios(report, PEER) == {"ours": 3, "ours int8": 5}
    assert ratios(report, LIMIT) == {"ours": 0.75}
    assert ratios(report, OURS) == {}


def test_a_goal_is_a_floor_unless_it_is_a_ceiling() -> None:
    assert Goal("", 2.0, 2.0).reached
    assert not Goal("", 1.9, 2.0).reached
    assert Goal("", 699, 700, at_most=True).reached
    assert not Goal("", 701, 700, at_most=True).reached


def test_every_row_and_goal_is_one_json_line() -> None:
    ours, peer, limit, goal, note = map(json.loads, json_lines(REPORT))
    assert (ours["name"], ours["row"], ours["value"], ours["unit"], ours["ratio"]) == (
        "tag",
        "ours",
        60,
        "photos/s",
        None,
    )
    assert (peer["ratio"], peer["ratios"]) == (3, {"ours": 3})
    assert limit["ratio"] == 0.75
    assert (goal["row"], goal["reached"], goal["target"]) == ("goal", True, 2)
    assert (note["row"], note["text"]) == ("note", "a note")


UNMEASURED = Row("batch 1", "emulated", "peer", math.nan, "photos/s", note="this CPU has no bf16")


def test_what_was_not_measured_is_null_for_programs() -> None:
    report = Report("tag", "", (OURS, UNMEASURED), (Goal("ours ÷ emulated", math.nan, 2.0),))
    _, row, goal = map(json.loads, json_lines(report))
    assert (row["value"], row["ratio"], row["ratios"], row["note"]) == (
        None,
        None,
        {"ours": None},
        "this CPU has no bf16",
    )
    assert (goal["value"], goal["reached"]) == (None, None)


def test_what_was_not_measured_is_said_to_people(capsys: pytest.CaptureFixture[str]) -> None:
    print_report(Report("tag", "", (OURS, UNMEASURED), (Goal("ours ÷ emulated", math.nan, 2.0),)))
    shown = capsys.readouterr().out
    assert shown.count("not measured") == 2
    assert "this CPU has no bf16" in shown
    assert "nan" not in shown
    assert "missed" not in shown


def test_the_best_peer_is_one_that_was_measured() -> None:
    assert best_peer([OURS, UNMEASURED, PEER, LIMIT], "batch 1") == PEER
    assert math.isnan(best_peer([OURS, UNMEASURED], "batch 1").value)


def test_the_table_shows_every_row_every_ratio_and_every_note(capsys: pytest.CaptureFixture[str]) -> None:
    print_report(REPORT)
    shown = capsys.readouterr().out
    for expected in ("a title", "60.0 photos/s", "peer", "3.00×", "75% of it", "reached: ≥ 2", "a note"):
        assert expected in shown


def test_the_operations_of_a_vit_b_32_are_those_that_are_published() -> None:
    # open_clip's model_profile.csv: ViT-B-32, image tower 4.41 GMACs → 8.82 GFLOP counting both halves
    assert FASHION_CLIP.image_flop() / 1e9 == pytest.approx(8.82, abs=0.02)


def test_the_operations_of_a_vit_l_14_are_those_that_are_published() -> None:
    # open_clip's model_profile.csv: ViT-L-14, image tower 162.03 GFLOP
    assert VIT_L_14.image_flop() / 1e9 == pytest.approx(162.03, abs=0.02)
