"""Editors' decisions about an article, and what follows from them.

A decision is one gesture of one person. Decisions are only ever appended, with consecutive versions from 1: the list is
the audit log, the history that undo works on, and what no later run of a machine can overwrite. `fold` derives the
current state. Conversion to and from JSON is in decision_json.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Action = Literal["accepted", "corrected", "added", "removed", "dropped"]
Source = Literal["edited", "generated", "accepted"]
Place = tuple[str, str]  # a photo's key ("" for the article) and a facet


@dataclass(frozen=True)
class ScoredLabel:
    """A label with the machine's score."""

    label: str
    score: float


@dataclass(frozen=True)
class TagChoice:
    """The labels of one facet of a photo, complete: () is "none of them". `photo` is "" for a tag of the article.

    `machine` is the machine's answer that the editor saw, and `photo_version` the version of the photo; both make the
    choice usable as ground truth. `action` dropped: nothing is decided any more, and the machine's answer counts again.
    """

    photo: str
    facet: str
    labels: tuple[str, ...]
    machine: tuple[ScoredLabel, ...] = ()
    action: Action = "accepted"
    photo_version: str = ""

    @property
    def place(self) -> Place:
        """What the choice is about."""
        return self.photo, self.facet


@dataclass(frozen=True)
class _Decision:
    """`version` counts an article's decisions from 1. `at` is ISO 8601 in UTC; `by` the person's id, `by_name` their
    name."""

    version: int
    at: str
    by: str
    by_name: str


@dataclass(frozen=True)
class TagsDecided(_Decision):
    """Tags were chosen; `bulk` if many articles' tags were accepted in one gesture, without looking at each."""

    choices: tuple[TagChoice, ...]
    bulk: bool = False


@dataclass(frozen=True)
class TextWritten(_Decision):
    """A version of the text; its number is that of the decision.

    `source` accepted: the machine's text, unchanged. A machine's text must be accepted before it is released, because a
    later run replaces it. `base` is the version that it followed, 0 the machine's. `from_version` is the version that
    its words came from, 0 the machine's; None is `base`. `description` is the answer of `POST /descriptions` or
    `POST /checks` about this text. `voids_release` is the release that this ends, 0 for none.
    """

    text: str
    source: Source
    writer: str = ""
    model: str = ""
    base: int = 0
    description: Mapping[str, Any] = field(default_factory=dict)
    from_version: int | None = None
    voids_release: int = 0

    @property
    def origin(self) -> int:
        """The version that its words came from, 0 the machine's."""
        return self.base if self.from_version is None else self.from_version


@dataclass(frozen=True)
class AltTextWritten(_Decision):
    """The alt text of a photo was written, for the photo's version `photo_version`; "" is that the machine's counts
    again."""

    photo: str
    text: str
    photo_version: str = ""


@dataclass(frozen=True)
class DataFile:
    """An article.json as decisions hold it: its content or, if that cannot be read, its ETag and version in the bucket;
    all empty if there is none."""

    content: str = ""
    etag: str = ""
    version: str = field(default="", compare=False)


@dataclass(frozen=True)
class DataWritten(_Decision):
    """The product data was changed from `before` to `after`. Unlike the other decisions it is stored before it takes
    effect, which is that the file is in the bucket."""

    before: DataFile
    after: DataFile


@dataclass(frozen=True)
class Released(_Decision):
    """A version of the text was released, with its provenance record. `acknowledged` are ids of open questions."""

    text_version: int
    record: Mapping[str, Any] = field(default_factory=dict)
    acknowledged: tuple[str, ...] = ()


@dataclass(frozen=True)
class Withdrawn(_Decision):
    """The release was withdrawn."""

    reason: str = ""


@dataclass(frozen=True)
class Undone(_Decision):
    """The decision with version `undone` was undone; if that is itself an undo, what it undid counts again.

    `overtaken`: not by a person, but because newer data was uploaded just before it could take effect. `voids_release`
    is the release that this ends, 0 for none.
    """

    undone: int
    overtaken: bool = False
    voids_release: int = 0


Decision = TagsDecided | TextWritten | AltTextWritten | DataWritten | Released | Withdrawn | Undone


@dataclass(frozen=True)
class DecidedTags:
    """The choice that counts for a place, and the decision it is part of."""

    choice: TagChoice
    decision: TagsDecided


@dataclass(frozen=True)
class Decided:
    """What an article's decisions amount to.

    `version` is that of the newest decision, 0 without any. `text` is the newest version, None if only the machine's
    exists; `texts` are all, newest first, without those undone. `release` is that of `text`; a release of another
    version is void. `history` is every decision, oldest first, and `undone` the versions of those undone.
    """

    version: int = 0
    tags: Mapping[Place, DecidedTags] = field(default_factory=dict)
    text: TextWritten | None = None
    texts: tuple[TextWritten, ...] = ()
    alt_texts: Mapping[str, AltTextWritten] = field(default_factory=dict)
    release: Released | None = None
    history: tuple[Decision, ...] = ()
    undone: frozenset[int] = frozenset()


def fold(decisions: Iterable[Decision]) -> Decided:
    """The state that follows from decisions, whatever order they are given in."""
    history = tuple(sorted(decisions, key=lambda one: one.version))
    undone = _undone(history)
    tags: dict[Place, DecidedTags] = {}
    texts: list[TextWritten] = []
    alt_texts: dict[str, AltTextWritten] = {}
    release: Released | None = None
    for decision in history:
        if decision.version in undone:
            continue
        match decision:
            case TagsDecided():
                tags |= {choice.place: DecidedTags(choice, decision) for choice in decision.choices}
            case TextWritten():
                texts.insert(0, decision)
            case AltTextWritten():
                alt_texts[decision.photo] = decision
            case Released():
                release = decision
            case Withdrawn():
                release = None
            case DataWritten() | Undone():
                pass  # their effects are in the bucket and in `undone`
    tags = {place: one for place, one in tags.items() if one.choice.action != "dropped"}
    alt_texts = {photo: one for photo, one in alt_texts.items() if one.text}
    text = texts[0] if texts else None
    if release is not None and (text is None or release.text_version != text.version):
        release = None
    version = history[-1].version if history else 0
    return Decided(version, tags, text, tuple(texts), alt_texts, release, history, undone)


def _undone(history: Sequence[Decision]) -> frozenset[int]:
    """The versions of decisions that do not count. An undo only reaches decisions before it, so the newest counts."""
    undone: set[int] = set()
    for decision in reversed(history):
        if isinstance(decision, Undone) and decision.version not in undone and decision.undone < decision.version:
            undone.add(decision.undone)
    return frozenset(undone)


def undone_by(decision: Decision, history: Iterable[Decision]) -> Decision:
    """The decision that an undo is about, through undone undos; a decision of another kind is returned as it is."""
    return _followed(decision, history)[0]


def data_change(decision: Decision, history: Iterable[Decision]) -> tuple[DataFile, DataFile] | None:
    """The product data before and after a decision, None if it is not about them. An undo changes it back."""
    written, undos = _followed(decision, history)
    if not isinstance(written, DataWritten):
        return None
    return (written.after, written.before) if undos % 2 else (written.before, written.after)


def _followed(decision: Decision, history: Iterable[Decision]) -> tuple[Decision, int]:
    """What an undo is about in the end, and through how many undos."""
    by_version = {one.version: one for one in history}
    undos = 0
    while isinstance(decision, Undone) and decision.undone < decision.version and decision.undone in by_version:
        decision, undos = by_version[decision.undone], undos + 1
    return decision, undos


def touched(decision: Decision, history: Iterable[Decision]) -> frozenset[Place]:
    """The places whose tags a decision may have changed; those of an undo are those of what it undid."""
    decision = undone_by(decision, history)
    return frozenset(choice.place for choice in decision.choices) if isinstance(decision, TagsDecided) else frozenset()


def overlapping(decision: TagsDecided, history: Sequence[Decision]) -> tuple[Decision, ...]:
    """The decisions at or after `decision.version` in `history` that changed one of the same places."""
    own = touched(decision, ())
    return tuple(one for one in history if one.version >= decision.version and touched(one, history) & own)


@dataclass(frozen=True)
class GroundTruth:
    """A photo's facet as an editor decided it: correct `labels` (() is none of them), and the machine's answer then.

    `bulk` truths were accepted by the hundred above a score, so they are weaker evidence than the others.
    """

    photo: str
    photo_version: str
    facet: str
    labels: tuple[str, ...]
    machine: tuple[ScoredLabel, ...]
    action: Action
    bulk: bool
    by: str
    at: str


def ground_truth(decisions: Iterable[Decision]) -> Iterator[GroundTruth]:
    """The choices about photos that count, for calibration and `bildtext evaluate`; ordered by photo and facet."""
    for (photo, facet), decided in sorted(fold(decisions).tags.items()):
        if photo:
            choice, decision = decided.choice, decided.decision
            yield GroundTruth(
                photo,
                choice.photo_version,
                facet,
                choice.labels,
                choice.machine,
                choice.action,
                decision.bulk,
                decision.by,
                decision.at,
            )
