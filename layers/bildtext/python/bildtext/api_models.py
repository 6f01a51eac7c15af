"""The requests and answers of POST /tags, /descriptions and /checks, from which /openapi.json is generated.

The functions read requests with these models (or extend them); their answers are dataclasses, which a test compares
with the models here.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, JsonValue, StringConstraints

from bildtext.http import ImageReference

MAX_WORDS = 120
LONGEST_TEXT = 20_000  # characters of a text to check; a product text has a thousand


class Contract(BaseModel):
    """Unknown fields are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


# -- requests -----------------------------------------------------------------------------------------


def _as_list(value: object) -> object:
    return [part.strip() for part in value.split(",")] if isinstance(value, str) else value


_Words = tuple[Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)], ...]
_MOST_FACETS = 100  # more than any label file has


class TagOptions(Contract):
    """`facets` and `labels` are lists, or comma-separated as in a query string."""

    facets: Annotated[_Words, BeforeValidator(_as_list), Field(max_length=_MOST_FACETS)] | None = None
    labels: Annotated[_Words, BeforeValidator(_as_list)] | None = None
    explain: bool = False


class TagRequest(TagOptions):
    """A photo as base64 or by its key, and the options."""

    image: ImageReference


Example = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]


class DataFields(Contract):
    """Product data as JSON in `data` or as pasted text in `data_text`; examples in the house style."""

    data: dict[str, JsonValue] | list[JsonValue] | None = None
    data_text: str | None = None
    examples: tuple[Example, ...] = Field(default=(), max_length=5)


class DescriptionFields(DataFields):
    """What an article.json may say too."""

    prompt: Annotated[str, StringConstraints(max_length=4000)] = ""
    max_words: int = Field(default=MAX_WORDS, ge=5, le=MAX_WORDS)
    writer: str | None = None


class DescriptionsRequest(DescriptionFields):
    """The body of POST /descriptions: product data, or the number of a known article."""

    article: str | None = None
    image: ImageReference | None = None


class ChecksRequest(DataFields):
    """The body of POST /checks. `article` is a known article: its photos' tags support claims too, and its data is
    used if the request has none."""

    text: Annotated[str, StringConstraints(max_length=LONGEST_TEXT)]
    article: str | None = None


# -- answers ------------------------------------------------------------------------------------------


class NameInBoth(Contract):
    """A display name in German and English."""

    de: str
    en: str


class TagAnswer(Contract):
    """A stated label; `score` is a probability within its facet, a confidence only if the answer is `calibrated`."""

    facet: str
    label: str
    name: NameInBoth
    score: float
    rank: int


class AbstentionAnswer(Contract):
    """A facet without a tag, and why."""

    facet: str
    reason: str
    label: str | None
    score: float | None


class LeftOut(Contract):
    """Labels and "none" prompts with words unknown to the model."""

    labels: list[str]
    none: list[str]
    forced: bool


class FacetScores(Contract):
    """The score of every label, and of the strongest "none" prompt."""

    labels: dict[str, float]
    none: float


class Negatives(Contract):
    """The terms that a request's own labels competed with."""

    facet: str
    terms: list[str]


class TagsAnswer(Contract):
    """The answer of POST /tags."""

    tags: list[TagAnswer]
    abstentions: list[AbstentionAnswer]
    calibrated: bool
    model: str
    encoder: str
    labels: str
    duration_ms: dict[str, float]
    left_out: dict[str, LeftOut]
    request_id: str
    negatives: Negatives | None = None
    scores: dict[str, FacetScores] | None = None


class ClaimAnswer(Contract):
    """Something that can be checked, at `start` to `end` (characters) of the text; `source` is None without support."""

    start: int
    end: int
    text: str
    kind: str
    source: str | None


class FindingAnswer(Contract):
    """A claim that is wrong or unsupported; `message` is a German sentence for the editor. `confidence` is how likely
    that is right (0 to 1), None where it was not weighed."""

    start: int
    end: int
    text: str
    kind: str
    reason: Literal["unsupported", "leaked", "conflict", "contradicts"]
    message: str
    confidence: float | None = None


class LawAnswer(Contract):
    """`paragraph` is the law as it is cited in German, published in `source`; it applies since `date` (ISO 8601)."""

    paragraph: str
    source: str | None = None
    date: str


class LegalAnswer(LawAnswer):
    """A wording that may break the law, and the right one, if any; or a missing statement, at the end of the text."""

    start: int
    end: int
    text: str
    rule: str
    message: str
    instead: str | None


class ChecklistAnswer(LawAnswer):
    """What the law asks for beside the text. `state` is "open" where the data does not say whether it is needed;
    `where` is the entry that holds it, or a German sentence: why it is not needed, or what to add."""

    id: str
    what: str
    state: Literal["found", "missing", "not-needed", "open"]
    where: str


class EntryAnswer(Contract):
    """An entry of the product data."""

    key: str
    value: str


class ConflictAnswer(Contract):
    """Entries of one field that cannot all be true."""

    field: str
    entries: list[EntryAnswer]
    message: str


class NotUsedAnswer(Contract):
    """Input that states nothing about the article, and why."""

    key: str
    text: str
    reason: str


class RejectedAnswer(Contract):
    """A rejected draft."""

    writer: str
    text: str
    reason: str
    findings: list[FindingAnswer]


class SealAnswer(Contract):
    """That this deployment gave the answer, about `article` as it was stored at `at`: by it, PUT
    /articles/{number}/text recognises the answer. None if data or a photo came with the request."""

    article: str
    at: str
    mac: Annotated[str, StringConstraints(max_length=200)]


class ChecksAnswer(Contract):
    """The answer of POST /checks. Positions are in code points of the text. `doubtful` are findings often wrong."""

    words: int
    claims: list[ClaimAnswer]
    findings: list[FindingAnswer]
    doubtful: list[FindingAnswer] | None = None
    conflicts: list[ConflictAnswer]
    not_used: list[NotUsedAnswer]
    legal: list[LegalAnswer]
    checklist: list[ChecklistAnswer] | None = None
    duration_ms: float
    seal: SealAnswer | None = None
    request_id: str


class StyleAnswer(Contract):
    """How far the style of a text is from that of its examples: `distance` from 0 to 1, and each aspect of it."""

    distance: float
    aspects: dict[str, float]


class DescriptionsAnswer(Contract):
    """The answer of POST /descriptions. `title` is the article in a few words, `prompt_sha256` "" without a prompt;
    `not_used` also has instructions that were not understood; `style` is None without examples."""

    title: str
    text: str
    words: int
    claims: list[ClaimAnswer]
    unsupported: list[FindingAnswer]
    contradictions: list[FindingAnswer]
    conflicts: list[ConflictAnswer]
    not_used: list[NotUsedAnswer]
    legal: list[LegalAnswer]
    checklist: list[ChecklistAnswer] | None = None
    alt_text: str
    alt_texts: dict[str, str]
    caption: str
    writer: str
    model: str
    prompt_sha256: str = ""
    attempts: int
    rejected: list[RejectedAnswer]
    duration_ms: dict[str, float]
    style: StyleAnswer | None = None
    seal: SealAnswer | None = None
    request_id: str


class AcceptedAnswer(Contract):
    """The answer of POST /descriptions with `Prefer: respond-async` (202)."""

    article: str
    location: str
    request_id: str
