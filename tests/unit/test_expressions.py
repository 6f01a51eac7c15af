"""No regular expression of the product takes more than linear time, whatever text it can be given."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from description.description_request import RequestFields
from description.domain.statement import ProductData
from description.ingest import from_json, from_row, parse
from description.writers.answer import text_in


@pytest.mark.exhaustive
def test_every_expression_is_quick_at_50_000_characters_of_its_own_worst_shapes() -> None:
    done = subprocess.run([sys.executable, "-m", "tests.slow_expressions"], capture_output=True, text=True)
    *slow, tested = done.stdout.splitlines() or [""]
    assert done.returncode == 0, done.stderr[-2000:]
    assert slow == []
    assert int(tested.removeprefix("tested ")) > 300


def test_an_expression_that_is_slow_in_each_of_several_tries_is_found() -> None:
    assert _slow(r"\s+$")


@pytest.mark.parametrize(
    "pattern",
    [
        r"\s*,\s*",
        r"a.*b",
        r"<!--.*?-->",
        r"(?:a|aa)+b",
        r"(?:\w+\s?)*!",
        r"\w+\d\w*-",
        r"(\w{4,})los\w* \1",
        r"(?=\w*x)y|[abc]+z",
        r"x(?:-\w+)*?-ende",
        rb"\x00+\x01",
    ],
)
def test_an_expression_that_is_known_to_be_slow_is_found(pattern: str | bytes) -> None:
    assert _slow(pattern, tries=1)


@pytest.mark.parametrize(
    "pattern", [r"(?<!\s)\s++$", r"(?<=\d)\s+z", r"(?:(?<!\s)\s++)?,\s*", r"a.*", r"(?<!a)(?>a|aa)++b"]
)
def test_a_linear_expression_is_not_reported(pattern: str) -> None:
    assert not _slow(pattern)


def _slow(pattern: str | bytes, **tries: int) -> bool:
    """In a child process, because its CPU budget ends in a signal."""
    code = (
        "import re, sys\n"
        "from tests import slow_expressions\n"
        f"shape = slow_expressions.slow_shape(re.compile({pattern!r}), frozenset({{'search'}}), **{tries})\n"
        "sys.stdout.write('quick' if shape is None else 'slow')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout in ("quick", "slow"), done.stderr[-2000:]
    return done.stdout == "slow"


_GAP = re.compile(r"\s{9,}")
_WIDE = " " * 900 + "\t" * 900


@pytest.mark.parametrize(
    "data",
    [
        parse(f"Artikeltyp{_WIDE}: {_WIDE}Kleid{_WIDE}lang\n{_WIDE}Farbe: rot{_WIDE}"),
        parse(f"Artikeltyp;Farbe\nKleid{_WIDE}lang;{_WIDE}rot"),
        from_json({f"Artikeltyp{_WIDE}": f"Kleid{_WIDE}lang", "Farbe": [f"rot{_WIDE}braun"]}),
        from_row([(f"Artikeltyp{_WIDE}", f"Kleid{_WIDE}lang")]),
    ],
)
def test_inputs_of_the_german_rules_have_no_long_runs_of_spaces(data: ProductData) -> None:
    for statement in data.statements:
        assert not any(_GAP.search(text) for text in (statement.key, statement.text, *statement.values)), statement


def test_examples_prompts_and_model_answers_have_no_long_runs_of_spaces() -> None:
    order = RequestFields(examples=("a" + " " * 3000 + "b",), prompt="a" + "\n" * 3000 + "b")
    assert not any(_GAP.search(text) for text in (*order.examples, order.prompt))
    assert text_in("Ein Schuh." + " " * 50_000 + "Er ist weich.") == "Ein Schuh. Er ist weich."
