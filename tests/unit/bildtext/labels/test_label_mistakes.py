"""Every mistake in a label file is reported with its line and fix. `#!` marks the line to report."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bildtext.errors import Problem
from bildtext.labels import LabelSet

NAME = "name: {de: Farbe, en: Colour}"
PROMPTS = 'prompts: ["{label} clothes", "fashion in {label}"]'
NONE = 'none: ["a photo of a room"]'
LAST_PROMPT = '"fashion in {label}"]'
HIGH = "      - {id: high, name: {de: Hoch, en: High}, term: high heel}\n"
EXECUTED = "version: !!python/object/apply:os.getcwd []  #!"
LABEL = "{id: x, name: {de: x, en: x}}"
FORCED = "facet heel-height: one label and no `none`: whatever the photo shows, its score would be 1"
ProblemsOf = Callable[[str | bytes], tuple[Problem, ...]]


@pytest.mark.parametrize(
    ("before", "after", "what", "fix"),
    [
        # keys
        ("version: 1\n", "\n", "the key `version` is missing", "add `version:`"),
        ("version: 1", "version: 2  #!", "`version` is 2", "write `version: 1`"),
        ("margin: 0.1", "margn: 0.1  #!", "facet category: the key `margn` is unknown", "did you mean `margin`?"),
        ("version: 1", "version: 1\ncolour: x  #!", "the key `colour` is unknown", "`version`, `facets`"),
        ("id: red, name", "ID: 5, id: red, name", "label red: the key `ID` is unknown", "did you mean `id`?"),
        ("threshold: 0.2\n", "\n", "facet colour: the key `threshold` is missing", "add `threshold:`"),
        ("de: Rot, en: Red", "de: Rot", "label red: the key `en` is missing", "add `en:`"),
        ("choose: {up_to: 2}", "choose: {upto: 2}  #!", "the key `upto` is unknown", "did you mean `up_to`?"),
        (
            "threshold: 0.2",
            "threshold: 0.2\n    threshold: 0.3  #!",
            "`threshold` is repeated, first on line 21",
            "keep one",
        ),
        ("id: colour", "id: colour\n    7: x  #!", "a key is a number", "plain word"),
        # types and emptiness
        ("threshold: 0.2", "threshold: high  #!", "`threshold` is text, not a number from 0 to 1", "write a number"),
        ("threshold: 0.2", "threshold: .nan  #!", "`threshold` is text, not a number", "write a number"),
        ("threshold: 0.2", "threshold: true  #!", "`threshold` is true or false", "write a number"),
        ("threshold: 0.2", "threshold:  #!", "`threshold` is empty", "write a number"),
        ("en: Red", "en: No", "`en` is true or false, not text", "in quotes"),
        ("id: red", "id: 7", "`id` is a number, not text", "in quotes"),
        (NAME, "name: Farbe  #!", "`name` is text, not an entry with `de`, `en`", "write an entry"),
        (PROMPTS, "prompts: '{label}'  #!", "`prompts` is text, not a list", ""),
        (PROMPTS, "prompts: []  #!", "`prompts` is an empty list", "an item"),
        (NONE, "none: []  #!", "`none` is an empty list", "leave the key out"),
        ("applies_to: [boots]", "applies_to: []  #!", "`applies_to` is an empty list", "leave the key out"),
        ("de: Rot", 'de: ""', "label red: `de` is empty", "write text"),
        ("de: Rot", 'de: "  "', "label red: `de` is empty", "write text"),
        ("de: Rot", 'de: "Ro\\u00adt"', "`de` holds an invisible character", "type it again"),
        # ids
        ("id: colour", "id: Main Colour  #!", "`id` is not kebab-case: 'Main Colour'", "write `main-colour`"),
        ("id: red", "id: röd_1", "`id` is not kebab-case", "write `rod-1`"),
        ("id: heel-height", "id: colour  #!", "the facet id `colour` is taken, on line 17", "choose another"),
        ("id: navy", "id: red", "facet colour: the label id `red` is taken, on line 24", "choose another"),
        ("id: t-shirt, name", "id: shoes, name", "the label id `shoes` is taken, on line 11", "choose another"),
        ("term: navy blue", "term: Red", "the term `Red` is taken, on line 24", "another `term`"),
        # names people could not tell apart
        ("de: Marine", "de: rot", "facet colour: the German name `rot` is taken, on line 24", "another name"),
        ("en: Navy}, term", "en: Red}, term", "facet colour: the English name `Red` is taken, on line 24", "another"),
        ("de: T-Shirt", "de: Schuhe", "facet category: the German name `Schuhe` is taken, on line 12", "another name"),
        ("en: Pumps", "en: Shoes", "the English name `Shoes` is taken, on line 12", "another name"),
        ("{de: Farbe, en: Colour}", "{de: Kategorie, en: x}  #!", "the German name `Kategorie` is taken", "another"),
        # prompts
        (LAST_PROMPT, '"fashion in red"]  #!', "has no placeholder: 'fashion in red'", "put `{label}`"),
        (LAST_PROMPT, '"fashion in {labels}"]  #!', "has the placeholder `{labels}`", "write `{label}`"),
        (LAST_PROMPT, '"fashion in {}"]  #!', "has the placeholder `{}`", "write `{label}`"),
        (LAST_PROMPT, '"{label} {colour}"]  #!', "has the placeholder `{colour}`", "write `{label}`"),
        (LAST_PROMPT, '"fashion in {{label}}"]  #!', "a stray curly brace", "`{label}`"),
        (LAST_PROMPT, '"fashion in {label} }"]  #!', "a stray curly brace", "`{label}`"),
        ('"the {label} one"', '"the one"', "label navy: an item of `prompts` has no placeholder", "put `{label}`"),
        (NONE, 'none: ["no {label}"]  #!', "`none` holds a curly brace", "only prompts"),
        # numbers
        ("threshold: 0.2", "threshold: 1.01  #!", "`threshold` is 1.01", "from 0 to 1"),
        ("threshold: 0.5", "threshold: -0.5", "label boots: `threshold` is -0.5", "from 0 to 1"),
        ("margin: 0.1", "margin: 2  #!", "`margin` is 2", "from 0 to 1"),
        ("threshold: 0.4", "threshold: 0.4\n    margin: 0.1  #!", "a margin without `choose: one`", "choose one"),
        ("choose: {up_to: 2}", "choose: {up_to: 0}  #!", "`up_to` is 0", "write 1 or more"),
        ("choose: {up_to: 2}", "choose: {up_to: 1.5}  #!", "`up_to` is a number, not a whole number", "whole number"),
        ("choose: {up_to: 2}", "choose: {up_to: 3}  #!", "up to 3 of 2 labels", "write 2 or less"),
        ("choose: any", "choose: some  #!", "`choose` is `some`", "`one`, `any`"),
        ("choose: any", "choose: 3  #!", "`choose` is a number, not `one`, `any` or `{up_to: 3}`", "{up_to: 3}"),
        # what no score can reach
        ("margin: 0.1", "margin: 1  #!", "facet category: `margin` is 1, which is out of reach", "less than 1"),
        ("threshold: 0.4", "threshold: 1.0  #!", "heel-height: `threshold` is 1, which is out of reach", "less than 1"),
        ("threshold: 0.5", "threshold: 1", "category: `threshold` is 1, which is out of reach", "remove the label"),
        (HIGH, "", FORCED, "add a second label, or `none` sentences"),
        # categories
        (
            "applies_to: [boots]",
            "applies_to: [boot]  #!",
            "the category `boot`, which does not exist",
            "did you mean `boots`?",
        ),
        (
            "en: Red}}",
            f"en: Red}}, labels: [{LABEL}]}}",
            "facet colour, label red: a group outside the category facet",
            "list these labels directly",
        ),
        ("en: Pumps}}", f"en: Pumps}}, labels: [{LABEL}]}}", "a group within a group", "two levels"),
        ("choose: one", "choose: any  #!", "a photo has one category", "write `choose: one`"),
        ("choose: one", "choose: one\n    applies_to: [shoes]  #!", "applies to every photo", "remove `applies_to`"),
        # what YAML can do and this file does not
        ("threshold: 0.2", "threshold: &t 0.2  #!", "the anchor `&t`", "write values out"),
        ("threshold: 0.2", "threshold: *t  #!", "the alias `*t`", "write the value out"),
        ("de: Rot", "de: !!str Rot", "the tag `tag:yaml.org,2002:str`", "remove it"),
        ("version: 1", EXECUTED, "the tag `tag:yaml.org,2002:python", "remove it"),
        ("version: 1", "version: 1\n---  #!\nversion: 1", "a second document begins", "remove the `---`"),
        ("choose: any", "choose: [any  #!", "this is not YAML", "brackets"),
        ("choose: any", "\tchoose: any  #!", "this is not YAML", "indentation"),
    ],
)
def test_each_mistake_is_reported_with_its_line_and_fix(
    problems_of: ProblemsOf, small: str, before: str, after: str, what: str, fix: str
) -> None:
    assert before in small
    broken = small.replace(before, after, 1)
    found = [problem for problem in problems_of(broken) if what in problem.what]
    assert found, [str(problem) for problem in problems_of(broken)]
    assert fix in found[0].fix
    lines = broken.splitlines()
    if "not YAML" in what:
        assert (
            found[0].line >= broken[: broken.index("#!")].count("\n") + 1
        )  # a parser reports it here or a little later
    elif "#!" in broken:
        assert "#!" in lines[found[0].line - 1]
    elif "is missing" not in what:
        assert after in lines[found[0].line - 1]


def test_a_single_label_may_compete_with_none_prompts(load: Callable[[str], LabelSet], small: str) -> None:
    one = small.replace(HIGH, "").replace("threshold: 0.4", 'threshold: 0.4\n    none: ["shoes with another heel"]')
    assert [label.id for label in load(one).facet("heel-height").labels] == ["flat"]


def test_two_facets_may_use_the_same_names(load: Callable[[str], LabelSet], small: str) -> None:
    same = small.replace("{de: Flach, en: Flat}", "{de: Rot, en: Red}")
    assert load(same).facet("heel-height").labels[0].name.de == "Rot"


def test_all_mistakes_are_reported_at_once_in_the_order_of_the_file(problems_of: ProblemsOf, small: str) -> None:
    broken = (
        small.replace("choose: one", "choose: two")
        .replace("id: red", "id: Red")
        .replace("applies_to: [boots]", "applies_to: [coats]")
        .replace("threshold: 0.4", "threshold: 4")
    )
    assert [(problem.line, problem.what.split(": ")[0]) for problem in problems_of(broken)] == [
        (5, "facet category"),
        (24, "facet colour, label Red"),
        (30, "facet heel-height"),
        (31, "facet heel-height"),
    ]


def test_a_problem_has_the_format_file_line_what_and_fix(problems_of: ProblemsOf, small: str) -> None:
    (problem,) = problems_of(small.replace("applies_to: [boots]", "applies_to: [boot]"))
    assert str(problem) == (
        "labels.yaml:31: facet heel-height: it applies to the category `boot`, which does not exist — "
        "did you mean `boots`?"
    )


def test_applying_to_a_category_without_a_category_facet_is_a_problem(problems_of: ProblemsOf, small: str) -> None:
    without = small[: small.index("  - id: category")] + small[small.index("  - id: colour") :]
    assert {problem.fix for problem in problems_of(without)} == {"add the facet `category`"}
