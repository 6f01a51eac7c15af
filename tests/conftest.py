"""For all tests: detailed assertion messages in shared helper modules, and the functions' environment."""

import os

import pytest

pytest.register_assert_rewrite("tests.event_cases", "tests.event_outcomes", "tests.endpoint_setup")

# As in template.yaml; read when bildtext.observability is first imported, which may be before any fixture.
os.environ.update(POWERTOOLS_METRICS_NAMESPACE="Bildtext", POWERTOOLS_TRACE_DISABLED="true")

_FIGURES = pytest.StashKey[list[str]]()


@pytest.fixture(scope="session")
def figures(pytestconfig: pytest.Config) -> list[str]:
    """Lines printed after the test run, whether tests pass or fail."""
    return pytestconfig.stash.setdefault(_FIGURES, [])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the figures."""
    if measured := config.stash.get(_FIGURES, []):
        terminalreporter.section("figures")
        for line in measured:
            terminalreporter.line(line)
