"""A desk at which articles are described: AWS kept in memory, and writers that say what they are told to say."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from bildtext.article_files import ArticleFile, check_size
from bildtext.articles import data_key, photo_key
from bildtext.change_events import ChangeEvent
from bildtext.cost import prices
from bildtext.errors import InvalidRequest, NotFound, PassingFailure
from bildtext.image_items import ImageItem
from bildtext.texts import DataItem, StoredArticle, TextItem
from description.claims.model import Finding
from description.describe import Describer
from description.flow import Outcome, Outside, describe_jobs
from description.house import House
from description.jobs import jobs_of
from description.writers import Brief, Draft, Writer
from description.writers.rules import RulesWriter
from tests.worlds import Bus


@dataclass
class Files:
    """article.json files in memory."""

    stored: dict[str, str] = field(default_factory=dict)

    def fetch(self, article: str) -> ArticleFile:
        if article not in self.stored:
            raise NotFound("Could not fetch: NoSuchKey.")
        return ArticleFile(self.stored[article], f"v{len(self.stored[article])}")

    def put(self, article: str, content: str, correlation_id: str) -> None:  # noqa: ARG002
        data_key(article)
        check_size(len(content.encode()))
        self.stored[article] = content


@dataclass
class Articles:
    """Articles in memory, with the same conditions as the real ones; counts text writes; `away` fails every call."""

    stored: dict[str, StoredArticle] = field(default_factory=dict)
    texts_written: int = 0
    away: bool = False

    def read(self, article: str) -> StoredArticle:
        self._fail_when_away()
        return self.stored.get(article, StoredArticle())

    def write_data(self, item: DataItem) -> bool:
        self._fail_when_away()
        there = self.read(item.article)
        if there.data is not None and there.data.sequencer > item.sequencer:
            return False
        self.stored[item.article] = replace(there, data=item)
        return True

    def write_text(self, item: TextItem) -> bool:
        self._fail_when_away()
        there = self.read(item.article)
        if there.text and (there.text.sequencer, there.text.seen_at) > (item.sequencer, item.seen_at):
            return False
        self.texts_written += 1
        self.stored[item.article] = replace(there, text=item)
        return True

    def remove(self, article: str, sequencer: str) -> bool:
        self._fail_when_away()
        there = self.read(article)
        if there.data is None or there.data.sequencer > sequencer:
            return False
        self.stored[article] = replace(there, data=None, text=None)
        return True

    def _fail_when_away(self) -> None:
        if self.away:
            raise PassingFailure("Could not read: throttled.")


@dataclass
class Parrot:
    """A writer that says its lines one after the other, and keeps what it was told was wrong."""

    lines: list[str | PassingFailure]
    name: str = "parrot"
    model: str = "parrot@1"
    told: list[Sequence[Finding]] = field(default_factory=list)

    def write(
        self,
        brief: Brief,  # noqa: ARG002
        *,
        until: float,  # noqa: ARG002
        before: Draft | None = None,  # noqa: ARG002
        wrong: Sequence[Finding] = (),
    ) -> Draft:
        self.told.append(wrong)
        line = self.lines.pop(0)
        if isinstance(line, PassingFailure):
            raise line
        return Draft(line, "whole" if line else "out-of-time")


@dataclass
class Desk:
    """Everything `describe_jobs` needs, and what can be looked at afterwards."""

    files: Files = field(default_factory=Files)
    articles: Articles = field(default_factory=Articles)
    bus: Bus = field(default_factory=Bus)
    parrot: Parrot | None = None
    house: House = field(default_factory=House)
    clock: datetime = datetime(2026, 11, 23, 12, tzinfo=UTC)

    @property
    def describer(self) -> Describer:
        def writer(name: str | None) -> Writer:
            if name not in (None, "rules"):
                raise InvalidRequest(f"There is no writer {name!r} here.")
            return self.parrot if self.parrot and name is None else RulesWriter()

        return Describer(writer, self.house)

    @property
    def outside(self) -> Outside:
        return Outside(self.files, self.articles, self.bus, lambda: self.clock, None, prices(), memory_mb=1769)

    def photo(self, key: str, colour: str, name: str, score: float = 0.9, at: str = "2026-11-23T11:00:00") -> None:
        """A tagged photo of one colour."""
        photo = photo_key(key)
        tag = {"facet": "colour", "label": colour, "name": {"de": name, "en": colour}, "score": score, "rank": 1}
        item = ImageItem(photo, "v1", "1", "tagged", "c", at, "colours@1", "labels", tags=(tag,))
        there = self.articles.read(photo.article)
        self.articles.stored[photo.article] = replace(there, images=(*there.images, item))

    def describe(self, *arrivals: ChangeEvent[str], seconds: float = 60) -> list[Outcome]:
        return describe_jobs(jobs_of(arrivals), self.describer, self.outside, time.monotonic() + seconds)
