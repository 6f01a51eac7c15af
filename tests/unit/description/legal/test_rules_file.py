"""Wrong edits of legal.yaml, each refused with one sentence; and what its expressions cost."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bildtext.errors import InvalidSettings
from description.legal import review, rules_file
from description.legal.expressions import expression
from tests.unit.description.legal.cases import SHIRT

LETTERS = 50_000
CPU_SECONDS = 0.5  # linear work takes milliseconds, quadratic work at least a second


@pytest.fixture
def edited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of legal.yaml that is read instead of it."""
    copy = tmp_path / "legal.yaml"
    copy.write_text(rules_file.RULES_FILE.read_text("utf-8"), "utf-8")
    monkeypatch.setattr(rules_file, "RULES_FILE", copy)
    rules_file.read_rules.cache_clear()
    yield copy
    rules_file.read_rules.cache_clear()


BIOCIDE = (
    '  biocide: {paragraph: "Art. 58 Verordnung (EU) Nr. 528/2012 (Biozidprodukte)", '
    "source: biocides, date: 2013-09-01}"
)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("", "add a paragraph, a source and a date under `laws` for: biocide"),
        (f"{BIOCIDE}\n  biozid: {{paragraph: Art. 58, source: uwg, date: 2013-09-01}}", "do not exist: biozid"),
        (f"{BIOCIDE}\n{BIOCIDE}", "'biocide' stands there twice, again in line"),
        ("  biocide: {paragraph: Art. 58, source: uwg}", "laws → biocide → date: Field required"),
        ("  biocide: {source: uwg, date: 2013-09-01}", "laws → biocide → paragraph: Field required"),
        ("  biocide: {paragraph: Art. 58, date: 2013-09-01}", "laws → biocide → source: Field required"),
        ("  biocide: {paragraph: A, source: nowhere, date: 2013-09-01}", "`sources` has no entry for .* biocide"),
        ('  biocide: {paragraph: "", source: uwg, date: 2013-09-01}', "paragraph: String should have at least 1"),
        ("  biocide: {paragraph: A, source: uwg, date: 01.09.2013}", "biocide → date: Input should be a valid date"),
        ("  biocide: {paragraph: A, source: uwg, date: 2013-09-31}", "biocide → date: Input should be a valid date"),
        ("  biocide: {paragraph: Art. 58", "legal.yaml is not valid: while parsing"),
    ],
)
def test_a_rule_without_its_law_is_an_error_that_names_it(edited: Path, line: str, message: str) -> None:
    check(edited, BIOCIDE, line, message)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  - id: biocide\n", "  - id: biocide\n    word: [Gift]\n", "word: Extra inputs are not permitted"),
        (
            "  - id: price\n",
            "  - id: price\n    message: M\n    words: [x]\n  - id: price\n",
            "`rules` has these more than once: price",
        ),
        ("proofs: social", "proofs: socials", "`proofs` has no list of the name that these rules give: fair-claim"),
        ("{hint: nr., pattern: '", "{hint: Nr., pattern: '", "the hint 'Nr.' has to be in lower case"),
        ("{hint: nr., pattern: '", "{hint: nr., pattern: '(", "is no regular expression: missing"),
        ("unless_year: true", "unless_year: perhaps", "unless_year: Input should be a valid boolean"),
    ],
)
def test_a_wrong_rule_is_an_error_that_names_it(edited: Path, old: str, new: str, message: str) -> None:
    check(edited, old, new, message)


def test_words_that_yaml_reads_as_something_else_are_words(edited: Path) -> None:
    content = edited.read_text("utf-8")
    edited.write_text(content.replace("denied: [nicht,", "denied: [no, null, nicht,"), "utf-8")
    assert review("No Rabatt.", SHIRT) == ()


def check(file: Path, old: str, new: str, message: str) -> None:
    content = file.read_text("utf-8")
    assert old in content
    file.write_text(content.replace(old, new), "utf-8")
    with pytest.raises(InvalidSettings, match=message) as refused:
        review("Ein Slipper.", SHIRT)
    if "while parsing" not in message:
        assert len(str(refused.value).splitlines()) == 1


def every_expression() -> Iterator[str]:
    given = rules_file.read_rules()
    for rule in given.rules:
        yield from (pattern.pattern for pattern in rule.patterns)
        lists = (rule.words, rule.harmless, *(words for one in rule.together for words in (one.these, one.those)))
        yield from (expression(word) for words in lists for word in words if "…" in word or "*" in word)


def test_no_expression_of_the_file_takes_more_than_linear_time() -> None:
    slow = []
    for pattern in dict.fromkeys(every_expression()):
        letters = re.sub(r"[^a-zäöüß]+", "", pattern.replace("\\b", "").replace("\\w", "").replace("\\s", ""))[:6]
        compiled = re.compile(pattern, re.IGNORECASE)
        for piece in ("a", letters or "a", f"{letters} ", "1 ", f"{letters} a ", f"{letters}-", ".1"):
            text = (piece * LETTERS)[:LETTERS]
            started = time.process_time()
            for _ in compiled.finditer(text):
                pass
            if time.process_time() - started > CPU_SECONDS:
                slow.append((pattern, piece))
    assert slow == []
