"""Every file of events/ on the deployed stack, with the functions in their containers, invoked by SAM."""

from __future__ import annotations

import pytest

from tests.event_cases import CASES, Case, play


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_event_has_its_expected_outcome(case: Case, request: pytest.FixtureRequest) -> None:
    play(case, request.getfixturevalue("tagging_function" if case.function == "tagging" else "description_function"))
