"""`bildtext quality`: the tables it prints."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from bildtext_dev.quality.commands import quality
from bildtext_dev.quality.report import Row, Table, emit


def rows(*arguments: str) -> dict[tuple[str, str], dict[str, object]]:
    answer = CliRunner().invoke(quality, [*arguments, "--json"], catch_exceptions=False)
    assert answer.exit_code == 0
    lines = [json.loads(line) for line in answer.stdout.splitlines()]
    return {(line["table"], line["name"]): line for line in lines if "name" in line}


def test_claims_are_counted_as_a_whole_and_by_kind() -> None:
    printed = rows("claims")
    assert printed["regression/claims.yaml, all findings", "false facts found at their place"]["of"] == 479
    assert printed["regression/claims.yaml, all findings", "false alarms on true sentences"]["of"] == 241
    assert printed["regression/claims_second.yaml, all findings", "false alarms on true sentences"]["of"] == 92
    assert printed["regression/claims_third.yaml, all findings", "false alarms on true sentences"]["of"] == 160
    kinds = [
        line["of"]
        for (table, name), line in printed.items()
        if table == "regression/claims.yaml, all findings" and name.startswith("found: ")
    ]
    assert sum(int(str(count)) for count in kinds) == 479


def test_the_requested_number_of_combined_articles_is_counted() -> None:
    printed = rows("articles", "--combined", "30")
    for table, count in (("articles.jsonl", 279), ("30 combined articles", 30)):
        assert printed[table, "data refused"]["of"] == count
        assert printed[table, "texts within 120 words"]["count"] == printed[table, "texts within 120 words"]["of"]


def test_locations_are_shown_only_on_request(capsys: pytest.CaptureFixture[str]) -> None:
    table = Table("set", (Row("found", 3, 4), Row("of nothing", 0, 0)), ("missed: here",), ("a note",))
    emit(table, as_json=False, show=False)
    assert (
        capsys.readouterr().out
        == "\nset\n  found            3 of 4       75.00 %\n  of nothing       0 of 0        0.00 %\n  a note\n"
    )
    emit(table, as_json=False, show=True)
    assert "missed: here" in capsys.readouterr().out
