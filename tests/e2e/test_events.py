"""Every file of events/ with the functions in their containers, invoked by SAM, on the deployed stack."""

from __future__ import annotations

import pytest

from tests.event_cases import CASES, Case, play


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_must_come_of_every_event(case: Case, request: pytest.FixtureRequest) -> None:
    play(case, request.getfixturevalue("doors" if case.function == "tagging" else "desk"))
