"""The description flow with AWS in memory and a scripted writer."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bildtext.change_events import ChangeEvent
from bildtext.cost import prices
from bildtext.errors import InvalidRequest, TransientError
from bildtext.storage.article_table import DataItem, TextItem
from bildtext.storage.keys import data_key, photo_key
from bildtext.storage.photo_items import PhotoItem
from description.claims.model import Finding
from description.describe import Describer
from description.flow import Dependencies, Outcome, describe_jobs
from description.jobs import jobs_of
from description.realise import RulesWriter
from description.style_guide import StyleGuide
from description.writers import Draft, Writer, WritingTask
from description.writers.repair import repaired
from tests.memory_bucket import MemoryArticleFiles, MemoryBucket
from tests.memory_bus import MemoryBus
from tests.memory_table import MemoryArticles, MemoryTable


@dataclass
class ScriptedWriter:
    """A fake writer. It says `drafts` in order: a text, then a sentence for each that is to be repaired, as a model
    does. `findings` records those of each sentence, the empty ones of a text too."""

    drafts: list[str | TransientError]
    name: str = "scripted"
    model: str = "scripted@1"
    findings: list[Sequence[Finding]] = field(default_factory=list)

    def write(self, task: WritingTask, *, deadline: float) -> Draft:  # noqa: ARG002
        return self._next()

    def repair(self, task: WritingTask, draft: Draft, findings: Sequence[Finding], *, deadline: float) -> Draft:  # noqa: ARG002
        return repaired(task, draft, findings, lambda _: self._next(findings))

    def _next(self, findings: Sequence[Finding] = ()) -> Draft:
        self.findings.append(findings)
        draft = self.drafts.pop(0)
        if isinstance(draft, TransientError):
            raise draft
        return Draft(draft, "whole" if draft else "out-of-time")


@dataclass
class DescriptionSetup:
    """Everything `describe_jobs` needs; its stores can be inspected afterwards."""

    bucket: MemoryBucket = field(default_factory=MemoryBucket)
    articles: MemoryArticles = field(default_factory=MemoryArticles)
    bus: MemoryBus = field(default_factory=MemoryBus)
    scripted_writer: ScriptedWriter | None = None
    style_guide: StyleGuide = field(default_factory=StyleGuide)
    clock: datetime = datetime(2026, 11, 23, 12, tzinfo=UTC)
    attempts: int = 2

    @property
    def describer(self) -> Describer:
        def writer(name: str | None) -> Writer:
            if name not in (None, "rules"):
                raise InvalidRequest(f"There is no writer {name!r} here.")
            return self.scripted_writer if self.scripted_writer and name is None else RulesWriter()

        return Describer(writer, self.style_guide, self.attempts)

    @property
    def dependencies(self) -> Dependencies:
        return Dependencies(
            MemoryArticleFiles(self.bucket), self.articles, self.bus, lambda: self.clock, None, prices(), memory_mb=1769
        )

    def photo(self, key: str, colour: str, name: str, score: float = 0.9, at: str = "2026-11-23T11:00:00") -> None:
        """Store a tagged photo of one colour."""
        photo = photo_key(key)
        tag = {"facet": "colour", "label": colour, "name": {"de": name, "en": colour}, "score": score, "rank": 1}
        item = PhotoItem(photo, "v1", "1", "tagged", "c", at, "colours@1", "labels", tags=(tag,))
        MemoryTable(self.articles.rows).write(item)

    def upload(self, article: str, content: str) -> None:
        """Upload the article's article.json, replacing any earlier one."""
        self.bucket.put(data_key(article), content.encode())

    def remove_data(self, article: str) -> None:
        """Delete the article's article.json."""
        self.bucket.delete(data_key(article))

    def text(self, article: str) -> TextItem:
        """The stored text, which must exist."""
        text = self.articles.read(article).text
        assert text is not None
        return text

    def data(self, article: str) -> DataItem:
        """The stored data, which must exist."""
        data = self.articles.read(article).data
        assert data is not None
        return data

    def refusal(self, article: str) -> Mapping[str, str]:
        """The refusal stored as the article's text."""
        refusal = self.text(article).refusal
        assert refusal is not None
        return refusal

    def statuses(self, *changes: ChangeEvent[str]) -> list[str]:
        """Process one batch; returns the status of each outcome."""
        return [outcome.status for outcome in self.describe(*changes)]

    def describe(self, *changes: ChangeEvent[str], seconds: float = 60) -> list[Outcome]:
        return describe_jobs(jobs_of(changes), self.describer, self.dependencies, time.monotonic() + seconds)


def data_event(sequencer: str = "1", article: str = "1", *, redelivered: bool = False) -> ChangeEvent[str]:
    """The article's article.json changed."""
    return ChangeEvent(article, f"c{sequencer}", sequencer=sequencer, redelivered=redelivered)


def tag_event(article: str = "1", *, redelivered: bool = False) -> ChangeEvent[str]:
    """The tags of one of the article's photos changed."""
    return ChangeEvent(article, "t", redelivered=redelivered)
