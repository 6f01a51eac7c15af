"""What is stored and published of a text: its inputs, photos, correlation id and cost."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from bildtext.change_events import ChangeEvent
from bildtext.cost import prices, result_cost
from bildtext.errors import ImageRejected, InvalidProductData, NotFound, TransientError
from bildtext.storage.article_table import DataItem, TextItem
from bildtext.storage.photo_items import PhotoItem
from description.describe import Describer
from description.description_request import stored_request
from description.evidence import PhotoContext, PhotoTag
from description.flow import Outcome, describe_jobs, fingerprint
from description.jobs import jobs_of
from description.photos import photos_of, tags_of
from description.realise import RulesWriter
from description.style_guide import StyleGuide
from description.writers import Draft, WritingTask
from tests.description_setup import DescriptionSetup, ScriptedWriter, data_event, tag_event
from tests.memory_table import MemoryArticles
from tests.stores import a_photo_key, a_result

SHOE = json.dumps({"Marke": "Gemini", "Schuhe": "Slipper", "Farbe": "weiß"}, ensure_ascii=False)
FRONT, BACK = "articles/1/front.jpg", "articles/1/back.jpg"


@pytest.fixture
def description_setup() -> DescriptionSetup:
    description_setup = DescriptionSetup(clock=datetime(2026, 11, 23, 12, 0, 0, 123456, tzinfo=UTC))
    description_setup.upload("1", SHOE)
    return description_setup


# -- what is stored and published ---------------------------------------------------------------------


def test_the_data_is_stored_with_its_version_its_event_and_its_time(description_setup: DescriptionSetup) -> None:
    version = description_setup.bucket.put("articles/1/article.json", SHOE.encode(), {"correlation-id": "request"})
    description_setup.describe(data_event("2"))
    assert description_setup.articles.read("1").data == DataItem(
        "1", SHOE, version, "2", "2026-11-23T12:00:00.123+00:00", "", "request"
    )


def test_data_that_cannot_be_used_is_stored_with_its_reason(description_setup: DescriptionSetup) -> None:
    description_setup.bucket.put("articles/1/article.json", b"\xff{")
    (outcome,) = description_setup.describe(data_event())
    data, text = description_setup.articles.read("1").data, description_setup.text("1")
    assert data is not None and text.refusal is not None
    assert (data.content, outcome.status, text.status, text.description) == ("", "refused", "refused", {})
    assert data.refusal in text.refusal["detail"]
    assert data.refusal_code == text.refusal["code"] == "unreadable-product-data"
    assert isinstance(outcome.error, InvalidProductData)
    assert outcome.item == text


def test_a_text_records_the_data_and_photos_it_was_made_from(description_setup: DescriptionSetup) -> None:
    description_setup.photo(FRONT, "white", "Weiß", at="2026-11-23T11:00:00")
    (outcome,) = description_setup.describe(data_event("2"))
    text = description_setup.text("1")
    assert outcome == Outcome(outcome.job, "described", text)
    assert (text.article, text.status, text.sequencer, text.photos_as_of) == (
        "1",
        "described",
        "2",
        "2026-11-23T11:00:00",
    )
    assert text.written_at == "2026-11-23T12:00:00.123+00:00"


@pytest.mark.parametrize(
    ("changes", "asked_by"),
    [([data_event()], "request"), ([tag_event(), data_event()], "request"), ([tag_event()], "t")],
    ids=["data", "data among photos", "photos only"],
)
def test_a_text_has_the_correlation_id_of_its_request_or_its_event(
    description_setup: DescriptionSetup, changes: list[ChangeEvent[str]], asked_by: str
) -> None:
    description_setup.bucket.put("articles/1/article.json", SHOE.encode(), {"correlation-id": "request"})
    description_setup.describe(data_event("0"))
    description_setup.photo(FRONT, "white", "Weiß")
    description_setup.describe(*changes)
    assert description_setup.text("1").correlation_id == asked_by


def test_a_text_of_uploaded_data_has_the_correlation_id_of_its_event(description_setup: DescriptionSetup) -> None:
    description_setup.describe(data_event("7"))
    assert description_setup.text("1").correlation_id == "c7"


def test_the_published_event_has_the_text_and_what_a_listener_needs(description_setup: DescriptionSetup) -> None:
    description_setup.photo(FRONT, "white", "Weiß")
    description_setup.describe(data_event())
    text = description_setup.text("1")
    (event,) = description_setup.bus.published
    parts = ("text", "words", "alt_text", "writer", "model", "conflicts", "contradictions", "legal")
    expected = {name: text.description[name] for name in parts}
    about = {"article": "1", "inputs": text.inputs, "correlation_id": "c1"}
    assert event.detail == json.loads(json.dumps({**about, **expected}))
    assert event.detail["text"] and event.detail["alt_text"]


def test_the_cost_is_the_price_of_its_duration_to_three_digits(
    description_setup: DescriptionSetup, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks = iter([100.0, 100.5])
    monkeypatch.setattr(
        "description.flow.time", SimpleNamespace(monotonic=time.monotonic, perf_counter=lambda: next(ticks))
    )
    description_setup.describe(data_event())
    eight_kilobytes = 8192
    assert description_setup.text("1").cost_usd == float(f"{result_cost(0.5, 1769, 1, eight_kilobytes, prices()):.3g}")


def test_if_publishing_fails_only_the_articles_to_be_published_are_retried(description_setup: DescriptionSetup) -> None:
    description_setup.upload("2", "{")
    description_setup.bus.unavailable = True
    outcomes = description_setup.describe(data_event(article="2"), data_event())
    assert [outcome.status for outcome in outcomes] == ["refused", "failed"]
    assert isinstance(outcomes[1].error, TransientError)
    assert outcomes[1].item == description_setup.text("1")


def test_a_bus_with_too_few_answers_fails_the_batch(
    description_setup: DescriptionSetup, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(description_setup.bus, "publish", lambda _: [])
    with pytest.raises(ValueError, match="shorter"):
        description_setup.describe(data_event())


# -- what it is made of -------------------------------------------------------------------------------

DATA = DataItem("1", SHOE, "v1", "1", "2026-11-23T12:00:00")
IMAGE = a_result(a_photo_key(FRONT))
DESCRIBER = Describer(lambda _: RulesWriter(), StyleGuide("Kurz!", {"shoes": ("Ein Schuh für Größe 38.",)}))


def fingerprint_of(data: DataItem = DATA, describer: Describer = DESCRIBER, *images: PhotoItem) -> str:
    order = stored_request(data) if not data.refusal else InvalidProductData(data.refusal)
    return fingerprint(data, images or (IMAGE,), describer, order)


def test_the_fingerprint_is_the_hash_of_the_inputs() -> None:
    """Were it another, the texts of all articles would be written again."""
    writer = DESCRIBER.writer_for(None)
    inputs = {
        "data": SHOE,
        "style_guide": {"examples": {"shoes": ["Ein Schuh für Größe 38."]}, "prompt": "Kurz!"},
        "tags": [[FRONT, "colour", "white", 0.9]],
        "writer": [writer.name, writer.model],
    }
    canonical = json.dumps(inputs, sort_keys=True, ensure_ascii=False)
    assert fingerprint_of() == hashlib.sha256(canonical.encode()).hexdigest()[:32]


def test_the_fingerprint_of_refused_data_has_its_reason_and_no_writer() -> None:
    refused = replace(DATA, content="", refusal="The product data has 201 kB.")
    inputs = {
        "data": refused.refusal,
        "style_guide": {"examples": {}, "prompt": ""},
        "tags": [[FRONT, "colour", "white", 0.9]],
        "writer": None,
    }
    canonical = json.dumps(inputs, sort_keys=True)
    described = fingerprint_of(refused, replace(DESCRIBER, style_guide=StyleGuide()))
    assert described == hashlib.sha256(canonical.encode()).hexdigest()[:32]


def test_the_fingerprint_has_the_requested_writer() -> None:
    ordered = replace(DATA, content=json.dumps({"data": {"Schuhe": "Slipper"}, "writer": "rules"}))
    several = replace(DESCRIBER, writer_for=lambda name: ScriptedWriter([]) if name is None else RulesWriter())
    assert fingerprint_of(ordered, several) == fingerprint_of(ordered)
    assert fingerprint_of(DATA, several) != fingerprint_of(DATA)


@pytest.mark.parametrize(("score", "same"), [(0.904, True), (0.9049, True), (0.906, False)])
def test_a_score_change_below_a_hundredth_makes_no_new_text(score: float, same: bool) -> None:
    (tag,) = IMAGE.tags
    again = replace(IMAGE, tags=({**tag, "score": score},))
    assert (fingerprint_of(DATA, DESCRIBER, again) == fingerprint_of()) is same


# -- photos -------------------------------------------------------------------------------------------


def test_the_photo_that_shows_the_article_best_comes_first() -> None:
    views = ["a", "00", "01", "1", "MAIN", "Vorne", "vorn", "Front", "B"]
    images = [a_result(a_photo_key(f"articles/1/{view}.jpg")) for view in views]
    images.append(replace(a_result(a_photo_key("articles/1/back.jpg")), status="refused"))
    assert photos_of(images) == tuple(
        PhotoContext(f"articles/1/{view}.jpg", view)
        for view in ("Front", "vorn", "Vorne", "MAIN", "1", "01", "00", "B", "a")
    )


def test_the_tags_of_an_article_are_in_the_order_of_its_photos_keys() -> None:
    assert tags_of([a_result(a_photo_key(FRONT)), a_result(a_photo_key(BACK))]) == (
        PhotoTag(BACK, "back", "colour", "white", "Weiß", 0.9),
        PhotoTag(FRONT, "front", "colour", "white", "Weiß", 0.9),
    )


def test_the_photos_add_what_the_data_lacks(description_setup: DescriptionSetup) -> None:
    description_setup.upload("1", json.dumps({"Marke": "Gemini", "Schuhe": "Slipper"}))
    description_setup.photo(FRONT, "white", "Weiß")
    description_setup.describe(data_event())
    assert description_setup.text("1").description["text"] == "Dieser weiße Slipper kommt von Gemini."


def captioned(description_setup: DescriptionSetup, says: str | Exception) -> tuple[list[str], Outcome]:
    """The photos that were captioned, and the outcome of the article."""
    asked: list[str] = []

    def caption(key: str) -> str:
        asked.append(key)
        if isinstance(says, Exception):
            raise says
        return says

    dependencies = replace(description_setup.dependencies, caption=caption)
    (outcome,) = describe_jobs(
        jobs_of([data_event()]), description_setup.describer, dependencies, time.monotonic() + 60
    )
    return asked, outcome


def test_only_the_best_photo_is_captioned_and_all_have_an_alt_text(description_setup: DescriptionSetup) -> None:
    for key in (BACK, FRONT):
        description_setup.photo(key, "white", "Weiß")
    asked, outcome = captioned(description_setup, "a white loafer on a table")
    assert (asked, outcome.status) == ([FRONT], "described")
    said = description_setup.text("1").description
    assert said["caption"] == "a white loafer on a table"
    assert list(said["alt_texts"]) == [FRONT, BACK]


def test_an_article_without_a_photo_is_described_without_a_caption(description_setup: DescriptionSetup) -> None:
    asked, outcome = captioned(description_setup, "a white loafer")
    assert (asked, outcome.status) == ([], "described")


@pytest.mark.parametrize("error", [NotFound("Gone."), ImageRejected("No photo.")])
def test_a_missing_or_unreadable_photo_only_loses_its_caption(
    description_setup: DescriptionSetup, error: Exception
) -> None:
    description_setup.photo(FRONT, "white", "Weiß")
    description_setup.describe(data_event())
    without = description_setup.text("1").description["caption"]
    description_setup.articles = MemoryArticles()
    description_setup.photo(FRONT, "white", "Weiß")
    _, outcome = captioned(description_setup, error)
    assert outcome.status == "described"
    assert description_setup.text("1").description["caption"] == without


# -- time ---------------------------------------------------------------------------------------------


@dataclass
class DeadlineRecorder(ScriptedWriter):
    """A writer that records the deadline of each call."""

    drafts: list[str | TransientError] = field(default_factory=list)
    ends: list[float] = field(default_factory=list)

    def write(self, task: WritingTask, *, deadline: float, **_: Any) -> Draft:
        self.ends.append(deadline)
        return RulesWriter().write(task, deadline=deadline)


@pytest.mark.parametrize(
    ("seconds", "shares", "statuses"),
    [(30.0, [10.0, 15.0, 30.0], ["described"] * 3), (0.0, [], ["failed"] * 3)],
)
def test_each_article_of_a_batch_gets_its_share_of_the_remaining_time(
    description_setup: DescriptionSetup,
    monkeypatch: pytest.MonkeyPatch,
    seconds: float,
    shares: list[float],
    statuses: list[str],
) -> None:
    """With a stopped clock, each article leaves all of its time to the following ones."""
    now = time.monotonic()
    monkeypatch.setattr("description.flow.time", SimpleNamespace(monotonic=lambda: now, perf_counter=time.perf_counter))
    description_setup.scripted_writer = recorder = DeadlineRecorder([])
    for article in ("2", "3"):
        description_setup.upload(article, SHOE)
    jobs = jobs_of([data_event(), data_event(article="2"), data_event(article="3")])
    outcomes = describe_jobs(jobs, description_setup.describer, description_setup.dependencies, now + seconds)
    assert [outcome.status for outcome in outcomes] == statuses
    assert [round(end - now, 6) for end in recorder.ends] == shares
    assert [str(one.error) for one in outcomes if one.error] == [
        "The time was up before the article's turn." for status in statuses if status == "failed"
    ]


# -- one article, several events ----------------------------------------------------------------------


def test_two_articles_are_looked_up_in_one_call_and_one_is_just_read(description_setup: DescriptionSetup) -> None:
    assert description_setup.statuses(tag_event("8"), tag_event("9")) == ["no-data"] * 2
    assert description_setup.articles.read_of == []
    assert description_setup.statuses(tag_event("8")) == ["no-data"]
    assert description_setup.articles.read_of == ["8"]


def test_an_unchanged_text_is_rewritten_only_for_a_newer_event(description_setup: DescriptionSetup) -> None:
    description_setup.describe(data_event("1"))
    first = description_setup.text("1")
    assert description_setup.describe(data_event("1"))[0] == Outcome(jobs_of([data_event("1")])[0], "unchanged", first)
    assert description_setup.articles.texts_written == 1
    (outcome,) = description_setup.describe(data_event("2"))
    assert outcome == Outcome(jobs_of([data_event("2")])[0], "unchanged", replace(first, sequencer="2"), rewritten=True)
    assert description_setup.text("1") == outcome.item


def test_an_unchanged_text_is_rewritten_for_newer_photos_with_the_same_tags(
    description_setup: DescriptionSetup,
) -> None:
    description_setup.photo(FRONT, "white", "Weiß", at="2026-11-23T11:00:00")
    description_setup.describe(data_event("1"))
    description_setup.photo(FRONT, "white", "Weiß", at="2026-11-23T11:30:00")
    (outcome,) = description_setup.describe(tag_event())
    assert (outcome.status, outcome.rewritten, description_setup.text("1").photos_as_of) == (
        "unchanged",
        True,
        "2026-11-23T11:30:00",
    )


@dataclass
class ConcurrentNewerText(MemoryArticles):
    """A table in which a newer text is there before any text is written."""

    def write_text(self, item: TextItem) -> bool:
        super().write_text(replace(item, inputs="newer", sequencer="9"))
        return super().write_text(item)


@pytest.mark.parametrize("known", [False, True], ids=["a new text", "an unchanged text"])
@pytest.mark.parametrize(("redelivered", "status"), [(False, "superseded"), (True, "failed")])
def test_a_superseded_text_is_not_published_but_a_redelivered_event_is_retried(
    description_setup: DescriptionSetup, known: bool, redelivered: bool, status: str
) -> None:
    if known:
        description_setup.describe(data_event("0"))
        description_setup.bus.published.clear()
    description_setup.articles = ConcurrentNewerText(description_setup.articles.rows)
    (outcome,) = description_setup.describe(data_event(redelivered=redelivered))
    assert outcome.status == status
    assert isinstance(outcome.error, TransientError) is redelivered
    assert outcome.error is None or "was described concurrently" in str(outcome.error)
    assert outcome.item is not None and outcome.item.sequencer == "1"
    assert description_setup.text("1").inputs == "newer"
    assert description_setup.bus.published == []


def test_restored_data_is_described_however_late_its_event_and_stored_as_of_the_removal(
    description_setup: DescriptionSetup,
) -> None:
    description_setup.describe(data_event("2"))
    description_setup.remove_data("1")
    description_setup.describe(data_event("3"))
    description_setup.upload("1", SHOE)
    assert description_setup.statuses(data_event("1")) == ["described"]
    assert description_setup.data("1").sequencer == "3"


def test_a_late_event_of_existing_data_reads_again_and_keeps_the_newer_sequencer(
    description_setup: DescriptionSetup,
) -> None:
    description_setup.describe(data_event("2"))
    description_setup.upload("1", SHOE.replace("Slipper", "Sandale"))
    description_setup.describe(data_event("1"))
    data = description_setup.data("1")
    assert (data.sequencer, "Sandale" in data.content) == ("2", True)
