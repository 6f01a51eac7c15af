"""Every file of events/ on the deployed stack, with the functions in their containers, invoked by SAM.

Those of the catalogue are only invoked in this process: it is an archive for Lambda's Python 3.13, and the stand-in for
Lambda's base image has Debian's Python (test_archives.py).
"""

from __future__ import annotations

import pytest

from tests.event_cases import CASES, Case, play


@pytest.mark.parametrize("case", [case for case in CASES if case.function != "catalogue"], ids=str)
def test_every_event_has_its_expected_outcome(case: Case, request: pytest.FixtureRequest) -> None:
    play(case, request.getfixturevalue("tagging_function" if case.function == "tagging" else "description_function"))
