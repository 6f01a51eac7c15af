"""For all tests: asserts in the modules that several of them share say as much as their own."""

import pytest

pytest.register_assert_rewrite("tests.event_cases", "tests.event_outcomes", "tests.endpoint_shop")
