"""For all tests: detailed assertion messages in shared helper modules, and the environment of functions and torch."""

import os
from collections.abc import Iterator

import pytest

pytest.register_assert_rewrite("tests.event_cases", "tests.event_outcomes", "tests.endpoint_setup")

# As in template.yaml; read when bildtext.observability is first imported, which may be before any fixture.
os.environ.update(POWERTOOLS_METRICS_NAMESPACE="Bildtext", POWERTOOLS_TRACE_DISABLED="true")
# Read when torch is first imported, here or in a process that a test starts. Models as small as those of the tests are
# slower on several threads, which wait in loops that take the processor from the other tests.
os.environ.setdefault("OMP_NUM_THREADS", "1")


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> Iterator[list[str]]:
    """Lines printed after the test run, whether tests pass or fail."""
    lines: list[str] = []
    yield lines
    # A part of the test's report, so that it comes from the process that runs the test.
    request.node.user_properties += [("figure", line) for line in lines]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures."""
    reports = [report for each in terminalreporter.stats.values() for report in each if hasattr(report, "when")]
    ended = [report for report in reports if report.when == "teardown"]
    if measured := [line for report in ended for name, line in report.user_properties if name == "figure"]:
        terminalreporter.section("figures")
        for line in measured:
            terminalreporter.line(line)
