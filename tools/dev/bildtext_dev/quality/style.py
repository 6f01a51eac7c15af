"""How well styles are told apart, followed by the rules writer, and asked for in prompts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bildtext.errors import InvalidProductData
from bildtext_dev.quality.report import Row, Table
from bildtext_dev.quality.sets import SETS, Article, yaml_rows
from description.evidence import Evidence
from description.realise import RulesWriter
from description.style import StyleProfile, distance, instructions_of, profile_of
from description.writers import WritingTask

STYLE = SETS / "style"
PROMPTS = (STYLE / "instructions_unseen.yaml", STYLE / "instructions.yaml")
_LIMIT = 120
_EVERY = 14  # of the articles: about twenty


@dataclass(frozen=True)
class House:
    """A house with its examples, and other texts of its own that no profile is read from."""

    name: str
    examples: tuple[str, ...]
    unseen: tuple[str, ...]

    @property
    def profile(self) -> StyleProfile:
        """The style of its examples."""
        return profile_of(self.examples)


def houses() -> tuple[House, ...]:
    """The made-up houses."""
    rows = yaml.safe_load((STYLE / "houses.yaml").read_text("utf-8"))
    return tuple(House(name, tuple(row["examples"]), tuple(row["unseen"])) for name, row in rows.items())


def nearest(text: str, among: Sequence[House]) -> str:
    """The house whose style is nearest to a text's."""
    told = profile_of((text,))
    return min(among, key=lambda house: distance(told, house.profile).distance).name


def measure_houses() -> Table:
    """How many of the houses' own texts are nearest to their house."""
    every = houses()
    rows = [
        Row(house.name, sum(nearest(text, every) == house.name for text in house.unseen), len(house.unseen))
        for house in every
    ]
    total = Row("all", sum(row.count for row in rows), sum(row.of for row in rows))
    return Table("unseen texts nearest to their own house's examples", (*rows, total))


def measure_writing(articles: Sequence[Article]) -> Table:
    """How many texts that the rules write after a house's examples are nearest to this house, and how near."""
    every = houses()
    rows, notes, shown = [], [], []
    for house in every:
        written = list(_written(house, articles[::_EVERY]))
        right = [text for text in written if nearest(text, every) == house.name]
        apart = [distance(profile_of((text,)), house.profile) for text in written]
        rows.append(Row(house.name, len(right), len(written)))
        mean = sum(each.distance for each in apart) / len(apart)
        names = sorted({name for each in apart for name in each.aspects})
        parts = {name: _mean([each.aspects[name] for each in apart if name in each.aspects]) for name in names}
        worst = sorted(parts, key=lambda name: -parts[name])[:4]
        notes.append(f"{house.name}: distance {mean:.2f}; {', '.join(f'{name} {parts[name]:.2f}' for name in worst)}")
        shown += [f"{house.name}, read as {nearest(text, every)}: {text!r}" for text in written if text not in right]
    total = Row("all", sum(row.count for row in rows), sum(row.of for row in rows))
    return Table("texts of the rules nearest to the examples they follow", (*rows, total), tuple(shown), tuple(notes))


def _written(house: House, articles: Iterable[Article]) -> Iterable[str]:
    writer = RulesWriter()
    for article in articles:
        try:
            task = WritingTask(Evidence(article.read()), article.id, house.examples, max_words=_LIMIT)
            yield writer.write(task, deadline=math.inf).text
        except InvalidProductData:
            continue


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def measure_prompts(file: Path) -> Table:
    """How many instructions of prompts are found, and how many parts that are none are reported."""
    asked = found = read = wrong = to_report = reported = reports = needless = 0
    shown = []
    for case in yaml_rows(file):
        got, wanted = given_by(case["prompt"]), expected(case)
        told, expected_parts = instructions_of(case["prompt"]).not_understood, case.get("not_understood", [])
        kept = sum(got.get(name) == value for name, value in wanted.items())
        said = sum(part in " | ".join(told) for part in expected_parts)
        extra = [part for part in told if not any(each in part or part in each for each in expected_parts)]
        asked, found, read = asked + len(wanted), found + kept, read + len(got)
        wrong += sum(wanted.get(name) != value for name, value in got.items())
        to_report, reported = to_report + len(expected_parts), reported + said
        reports, needless = reports + len(told), needless + len(extra)
        if got != wanted or extra or said < len(expected_parts):
            shown.append(f"{case['prompt']!r} is read as {got}, reported: {told}")
    rows = (
        Row("instructions found", found, asked),
        Row("instructions read that were not given", wrong, read),
        Row("parts that are no instruction about form reported", reported, to_report),
        Row("reports of what needed none", needless, reports),
    )
    return Table(f"style/{file.name}", rows, tuple(shown))


def given_by(prompt: str) -> dict[str, object]:
    """The fields that a prompt sets, as the sets write them."""
    given = instructions_of(prompt).given
    return {name: _plain(value) for name, value in given.items() if name != "not_understood"}


def expected(case: Mapping[str, Any]) -> dict[str, object]:
    """The fields that a prompt of a set asks for."""
    wanted = {name: value for name, value in case.items() if name not in ("prompt", "not_understood")}
    return {name: sorted(value) if name in ("without", "not_opening") else value for name, value in wanted.items()}


def _plain(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(map(str, value))
    return list(map(str, value)) if isinstance(value, tuple) else value
