"""legal.yaml as typed rules. What an edit can get wrong is refused with one sentence that names the place."""

from __future__ import annotations

import datetime
import re
from collections.abc import Hashable, Iterator
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from bildtext.errors import InvalidSettings

RULES_FILE = Path(__file__).parents[1] / "legal.yaml"
# The rules that have a section of their own beside `rules`.
OWN_SECTIONS = (
    *("fibre-name", "fibre-order", "fibre-sum", "fibre-pure"),
    *("animal-parts", "origin", "guarantee"),
    *("maker-named", "responsible-person", "warnings", "composition"),
)

Words = tuple[Annotated[str, Field(min_length=1)], ...]
Sentence = Annotated[str, Field(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Law(_Strict):
    """`paragraph` as a German editor cites it; `source` names where it was published; `date` is since when all of it
    applies."""

    paragraph: str = Field(min_length=1)
    source: str = Field(min_length=1)
    date: datetime.date


class Pattern(_Strict):
    """A regular expression. A text without `hint`, in lower case, cannot hold it."""

    hint: str = Field(min_length=1)
    pattern: str

    @model_validator(mode="after")
    def _compiles(self) -> Self:
        if self.hint != self.hint.lower():
            raise ValueError(f"the hint {self.hint!r} has to be in lower case")
        try:
            re.compile(self.pattern)
        except re.error as error:
            raise ValueError(f"the pattern {self.pattern!r} is no regular expression: {error}") from error
        return self


class Together(_Strict):
    """Words of two kinds in one sentence, in either order, with at most `words_between` others between them."""

    these: Words
    those: Words
    words_between: int = Field(ge=0, le=12)


class Rule(_Strict):
    """What is looked for by words, patterns and words that stand together. See legal.yaml, "How to edit"."""

    id: str
    message: Sentence
    message_named: str = ""
    proofs: str = ""
    unless_data: bool = False
    unless_sentence: Words = ()
    unless_after: Words = ()
    unless_year: bool = False
    harmless: Words = ()
    words: Words = ()
    patterns: tuple[Pattern, ...] = ()
    together: tuple[Together, ...] = ()

    @model_validator(mode="after")
    def _looks_for_something(self) -> Self:
        if not (self.words or self.patterns or self.together):
            raise ValueError(f"the rule {self.id!r} looks for nothing: add words, patterns or together")
        if bool(self.proofs) != bool(self.message_named):
            raise ValueError(f"the rule {self.id!r} needs both proofs and message_named, or neither")
        return self


class Fibre(_Strict):
    """Wrong names of a fibre, by where they are looked for."""

    compound: str = ""
    words: Words = ()
    shares: Words = ()
    materials: Words = ()


class Fibres(_Strict):
    """Fibre names: the right ones, wrong ones under the right one, and words that are no fibre."""

    message: Sentence
    message_unnamed: Sentence
    allowed: Words
    names: dict[str, Fibre]
    unnamed: Words


class Shares(_Strict):
    """Lists of percentages."""

    not_textile: Words
    pure: Words
    pure_after: Words
    message_order: Sentence
    message_sum: Sentence
    message_pure: Sentence


class Superlatives(_Strict):
    """Superlatives that claim a top position, and those that do not."""

    message: Sentence
    irregular: Words
    no_superlative: Words
    taste: Words
    products: Words
    qualities: Words
    scopes: Words
    harmless: Words


class AnimalParts(_Strict):
    """Parts of animal origin in textile articles."""

    message: Sentence
    statement: Sentence
    named: Words
    types: Words
    imitations: Words
    beside: Words
    textile_groups: Words


class Leather(_Strict):
    """Words for leather where the data names an imitation."""

    message: Sentence
    imitations: Words
    harmless: Words


class Origin(_Strict):
    """Where an article was made, as a text claims it."""

    message: Sentence
    message_unknown: Sentence
    things: Words
    before: Words
    after: Words
    making: Words
    home: Words
    home_country: str
    places: dict[str, Words]
    eu_names: Words
    eu: Words


class Guarantees(_Strict):
    """Guarantees of more than two years."""

    message: Sentence
    words: Words
    endless: Words
    years: Words
    months: Words
    unless_sentence: Words


class ChecklistWords(BaseModel):
    """What the checklist calls its items, and what it says of them."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    maker: Sentence
    maker_address: Sentence = Field(alias="maker-address")
    maker_contact: Sentence = Field(alias="maker-contact")
    responsible_person: Sentence = Field(alias="responsible-person")
    warnings: Sentence
    composition: Sentence
    animal_parts: Sentence = Field(alias="animal-parts")
    why_in_eu: Sentence
    why_not_textile: Sentence
    why_no_part: Sentence
    why_none: Sentence
    ask_country: Sentence
    ask_warnings: Sentence
    want_warnings: Sentence
    want_maker: Sentence
    want_address: Sentence
    want_contact: Sentence
    want_person: Sentence
    want_composition: Sentence
    want_statement: Sentence
    postcode_letters: dict[str, Sentence]


class RulesFile(_Strict):
    """All of legal.yaml."""

    version: int
    sources: dict[str, Sentence]
    laws: dict[str, Law]
    fibres: Fibres
    shares: Shares
    denied: Words
    denied_over_a_word: Words
    affirmed: Words
    proofs: dict[str, Words]
    rules: tuple[Rule, ...]
    superlatives: Superlatives
    animal_parts: AnimalParts
    leather: Leather
    origin: Origin
    guarantees: Guarantees
    checklist: ChecklistWords

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        listed = [rule.id for rule in self.rules]
        names = {*OWN_SECTIONS, *listed}
        if missing := [name for name in (*OWN_SECTIONS, *listed) if name not in self.laws]:
            raise ValueError(f"add a paragraph, a source and a date under `laws` for: {', '.join(missing)}")
        if unknown := [name for name in self.laws if name not in names]:
            raise ValueError(f"`laws` has rules that do not exist: {', '.join(unknown)}")
        if unpublished := [name for name, law in self.laws.items() if law.source not in self.sources]:
            raise ValueError(f"`sources` has no entry for the source of: {', '.join(unpublished)}")
        if twice := sorted({name for name in listed if listed.count(name) > 1}):
            raise ValueError(f"`rules` has these more than once: {', '.join(twice)}")
        if unproven := [rule.id for rule in self.rules if rule.proofs and rule.proofs not in self.proofs]:
            raise ValueError(f"`proofs` has no list of the name that these rules give: {', '.join(unproven)}")
        return self


@cache
def read_rules() -> RulesFile:
    """The rules, read once. Raises InvalidSettings: legal.yaml is invalid."""
    import yaml  # only when a text is looked at: it counts at a cold start

    try:
        with RULES_FILE.open(encoding="utf-8") as file:
            node = yaml.compose(file, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
        _refuse_twice(node)
        # Of the base loader, every value is a text: "no" and "null" are words here.
        read = yaml.BaseLoader("").construct_document(node)
        return RulesFile.model_validate(read)
    except ValidationError as error:
        first = error.errors()[0]
        place = " → ".join(str(part) for part in first["loc"])
        reason = first["msg"].removeprefix("Value error, ")
        raise InvalidSettings(f"{RULES_FILE.name} is not valid: {place + ': ' if place else ''}{reason}.") from error
    except (yaml.YAMLError, ValueError) as error:  # ValueError: also a date that is none, such as 2026-09-31
        raise InvalidSettings(f"{RULES_FILE.name} is not valid: {error}") from error


def _refuse_twice(node: Any) -> None:
    """YAML takes the last of two equal keys without a word; an editor's rule would be gone."""
    for mapping in _mappings(node):
        seen: set[Hashable] = set()
        for key, _ in mapping.value:
            if key.value in seen:
                raise ValueError(f"{key.value!r} stands there twice, again in line {key.start_mark.line + 1}")
            seen.add(key.value)


def _mappings(node: Any) -> Iterator[Any]:
    inner = [node]
    while inner:
        one = inner.pop()
        if one is None or isinstance(one.value, str):
            continue
        if one.id == "mapping":
            yield one
            inner += [value for _, value in one.value]
        else:
            inner += one.value
