"""Every file of events/ on AWS in memory, with the functions in this process."""

from __future__ import annotations

import pytest

from tests.deployed_function import EVENTS
from tests.event_cases import CASES, Case, play


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_event_has_its_expected_outcome(case: Case, request: pytest.FixtureRequest) -> None:
    play(case, request.getfixturevalue(f"{case.function}_function"))


def test_every_event_has_a_case() -> None:
    assert {case.event for case in CASES} == {path.name for path in EVENTS.glob("*.json")}
