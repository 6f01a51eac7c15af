"""For all tests: detailed assertion messages in shared helper modules, and the functions' environment."""

import os

import pytest

pytest.register_assert_rewrite("tests.event_cases", "tests.event_outcomes", "tests.endpoint_setup")

# As in template.yaml; read when bildtext.observability is first imported, which may be before any fixture.
os.environ.update(POWERTOOLS_METRICS_NAMESPACE="Bildtext", POWERTOOLS_TRACE_DISABLED="true")
