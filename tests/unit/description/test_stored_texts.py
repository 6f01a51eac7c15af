"""What is stored and told of a text: what it was made of, of which photos, in whose name, and at what cost."""

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
from bildtext.storage.photo_items import ImageItem
from description.describe import Describer, PhotoContext
from description.evidence import PhotoTag
from description.flow import Outcome, describe_jobs, fingerprint
from description.jobs import jobs_of
from description.order import stored_request
from description.photos import photos_of, tags_of
from description.style_guide import StyleGuide
from description.writers import Draft, WritingTask
from description.writers.rules import RulesWriter
from tests.description_setup import DescriptionSetup, Parrot
from tests.memory_table import MemoryArticles
from tests.stores import a_photo, a_result

SHOE = json.dumps({"Marke": "Gemini", "Schuhe": "Slipper", "Farbe": "weiß"}, ensure_ascii=False)
FRONT, BACK = "articles/1/front.jpg", "articles/1/back.jpg"


def came(sequencer: str = "1", article: str = "1", *, redelivered: bool = False) -> ChangeEvent[str]:
    return ChangeEvent(article, f"c{sequencer}", sequencer=sequencer, redelivered=redelivered)


def tagged(article: str = "1", *, redelivered: bool = False) -> ChangeEvent[str]:
    return ChangeEvent(article, "t", redelivered=redelivered)


@pytest.fixture
def description_setup() -> DescriptionSetup:
    description_setup = DescriptionSetup(clock=datetime(2026, 11, 23, 12, 0, 0, 123456, tzinfo=UTC))
    description_setup.upload("1", SHOE)
    return description_setup


def text_of(description_setup: DescriptionSetup, article: str = "1") -> TextItem:
    text = description_setup.articles.read(article).text
    assert text is not None
    return text


# -- what is stored and told --------------------------------------------------------------------------


def test_the_data_is_stored_with_its_version_its_event_and_its_time(description_setup: DescriptionSetup) -> None:
    version = description_setup.bucket.put("articles/1/article.json", SHOE.encode(), {"correlation-id": "request"})
    description_setup.describe(came("2"))
    assert description_setup.articles.read("1").data == DataItem(
        "1", SHOE, version, "2", "2026-11-23T12:00:00.123+00:00", "", "request"
    )


def test_data_that_cannot_be_used_is_stored_with_its_reason(description_setup: DescriptionSetup) -> None:
    description_setup.bucket.put("articles/1/article.json", b"\xff{")
    (outcome,) = description_setup.describe(came())
    data, text = description_setup.articles.read("1").data, text_of(description_setup)
    assert data is not None and text.refusal is not None
    assert (data.content, outcome.status, text.status, text.description) == ("", "refused", "refused", {})
    assert data.refusal in text.refusal["detail"]
    assert isinstance(outcome.error, InvalidProductData)
    assert outcome.item == text


def test_a_text_says_of_which_data_and_photos_it_was_made(description_setup: DescriptionSetup) -> None:
    description_setup.photo(FRONT, "white", "Weiß", at="2026-11-23T11:00:00")
    (outcome,) = description_setup.describe(came("2"))
    text = text_of(description_setup)
    assert outcome == Outcome(outcome.job, "described", text)
    assert (text.article, text.status, text.sequencer, text.seen_at) == ("1", "described", "2", "2026-11-23T11:00:00")
    assert text.written_at == "2026-11-23T12:00:00.123+00:00"


@pytest.mark.parametrize(
    ("changes", "asked_by"),
    [([came()], "request"), ([tagged(), came()], "request"), ([tagged()], "t")],
    ids=["data", "data among photos", "photos only"],
)
def test_a_text_bears_the_name_of_the_request_that_brought_its_data_or_of_the_event_that_brought_it_about(
    description_setup: DescriptionSetup, changes: list[ChangeEvent[str]], asked_by: str
) -> None:
    description_setup.bucket.put("articles/1/article.json", SHOE.encode(), {"correlation-id": "request"})
    description_setup.describe(came("0"))
    description_setup.photo(FRONT, "white", "Weiß")
    description_setup.describe(*changes)
    assert text_of(description_setup).correlation_id == asked_by


def test_a_text_whose_data_came_by_no_request_bears_the_name_of_its_event(description_setup: DescriptionSetup) -> None:
    description_setup.describe(came("7"))
    assert text_of(description_setup).correlation_id == "c7"


def test_what_is_told_is_the_text_with_what_a_listener_needs(description_setup: DescriptionSetup) -> None:
    description_setup.photo(FRONT, "white", "Weiß")
    description_setup.describe(came())
    text = text_of(description_setup)
    (told,) = description_setup.bus.published
    parts = ("text", "words", "alt_text", "writer", "model", "conflicts", "contradictions", "legal")
    expected = {name: text.description[name] for name in parts}
    about = {"article": "1", "inputs": text.inputs, "correlation_id": "c1"}
    assert told.detail == json.loads(json.dumps({**about, **expected}))
    assert told.detail["text"] and told.detail["alt_text"]


def test_half_a_second_for_one_of_a_batch_costs_what_the_price_list_says_to_three_digits(
    description_setup: DescriptionSetup, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks = iter([100.0, 100.5])
    monkeypatch.setattr(
        "description.flow.time", SimpleNamespace(monotonic=time.monotonic, perf_counter=lambda: next(ticks))
    )
    description_setup.describe(came())
    eight_kilobytes = 8192
    assert text_of(description_setup).cost_usd == float(f"{result_cost(0.5, 1769, 1, eight_kilobytes, prices()):.3g}")


def test_of_a_batch_that_could_not_be_announced_only_what_was_to_be_told_comes_again(
    description_setup: DescriptionSetup,
) -> None:
    description_setup.upload("2", "{")
    description_setup.bus.away = True
    outcomes = description_setup.describe(came(article="2"), came())
    assert [outcome.status for outcome in outcomes] == ["refused", "failed"]
    assert isinstance(outcomes[1].error, TransientError)
    assert outcomes[1].item == text_of(description_setup)


def test_a_bus_that_answers_for_fewer_news_than_it_was_told_fails_the_batch(
    description_setup: DescriptionSetup, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(description_setup.bus, "publish", lambda _: [])
    with pytest.raises(ValueError, match="shorter"):
        description_setup.describe(came())


# -- what it is made of -------------------------------------------------------------------------------

DATA = DataItem("1", SHOE, "v1", "1", "2026-11-23T12:00:00")
IMAGE = a_result(a_photo(FRONT))
DESCRIBER = Describer(lambda _: RulesWriter(), StyleGuide("Kurz!", {"shoes": ("Ein Schuh für Größe 38.",)}))


def fingerprint_of(data: DataItem = DATA, describer: Describer = DESCRIBER, *images: ImageItem) -> str:
    order = stored_request(data) if not data.refusal else InvalidProductData(data.refusal)
    return fingerprint(data, images or (IMAGE,), describer, order)


def test_the_fingerprint_is_the_hash_of_what_a_text_is_made_of() -> None:
    """Were it another, the texts of all articles would be written again."""
    writer = DESCRIBER.writer(None)
    inputs = {
        "data": SHOE,
        "house": {"examples": {"shoes": ["Ein Schuh für Größe 38."]}, "prompt": "Kurz!"},
        "tags": [[FRONT, "colour", "white", 0.9]],
        "writer": [writer.name, writer.model],
    }
    canonical = json.dumps(inputs, sort_keys=True, ensure_ascii=False)
    assert fingerprint_of() == hashlib.sha256(canonical.encode()).hexdigest()[:32]


def test_the_fingerprint_of_refused_data_is_that_of_its_reason_and_names_no_writer() -> None:
    refused = replace(DATA, content="", refusal="The product data has 201 kB.")
    inputs = {
        "data": refused.refusal,
        "house": {"examples": {}, "prompt": ""},
        "tags": [[FRONT, "colour", "white", 0.9]],
        "writer": None,
    }
    canonical = json.dumps(inputs, sort_keys=True)
    described = fingerprint_of(refused, replace(DESCRIBER, style_guide=StyleGuide()))
    assert described == hashlib.sha256(canonical.encode()).hexdigest()[:32]


def test_the_fingerprint_names_the_writer_that_the_order_asks_for() -> None:
    ordered = replace(DATA, content=json.dumps({"data": {"Schuhe": "Slipper"}, "writer": "rules"}))
    several = replace(DESCRIBER, writer=lambda name: Parrot([]) if name is None else RulesWriter())
    assert fingerprint_of(ordered, several) == fingerprint_of(ordered)
    assert fingerprint_of(DATA, several) != fingerprint_of(DATA)


@pytest.mark.parametrize(("score", "same"), [(0.904, True), (0.9049, True), (0.906, False)])
def test_a_score_that_differs_by_less_than_a_hundredth_brings_no_new_text_about(score: float, same: bool) -> None:
    (tag,) = IMAGE.tags
    again = replace(IMAGE, tags=({**tag, "score": score},))
    assert (fingerprint_of(DATA, DESCRIBER, again) == fingerprint_of()) is same


# -- photos -------------------------------------------------------------------------------------------


def test_the_photo_that_shows_the_article_best_comes_first() -> None:
    views = ["a", "00", "01", "1", "MAIN", "Vorne", "vorn", "Front", "B"]
    images = [a_result(a_photo(f"articles/1/{view}.jpg")) for view in views]
    images.append(replace(a_result(a_photo("articles/1/back.jpg")), status="refused"))
    assert photos_of(images) == tuple(
        PhotoContext(f"articles/1/{view}.jpg", view)
        for view in ("Front", "vorn", "Vorne", "MAIN", "1", "01", "00", "B", "a")
    )


def test_the_tags_of_an_article_are_in_the_order_of_its_photos_keys() -> None:
    assert tags_of([a_result(a_photo(FRONT)), a_result(a_photo(BACK))]) == (
        PhotoTag(BACK, "back", "colour", "white", "Weiß", 0.9),
        PhotoTag(FRONT, "front", "colour", "white", "Weiß", 0.9),
    )


def test_what_the_data_lacks_is_said_of_the_photos(description_setup: DescriptionSetup) -> None:
    description_setup.upload("1", json.dumps({"Marke": "Gemini", "Schuhe": "Slipper"}))
    description_setup.photo(FRONT, "white", "Weiß")
    description_setup.describe(came())
    assert "Weiß" in text_of(description_setup).description["text"]


def captioned(description_setup: DescriptionSetup, says: str | Exception) -> tuple[list[str], Outcome]:
    """The photos a caption was asked of, and what became of the article."""
    asked: list[str] = []

    def caption(key: str) -> str:
        asked.append(key)
        if isinstance(says, Exception):
            raise says
        return says

    dependencies = replace(description_setup.dependencies, caption=caption)
    (outcome,) = describe_jobs(jobs_of([came()]), description_setup.describer, dependencies, time.monotonic() + 60)
    return asked, outcome


def test_only_the_best_photo_is_captioned_and_all_have_an_alternative_text(description_setup: DescriptionSetup) -> None:
    for key in (BACK, FRONT):
        description_setup.photo(key, "white", "Weiß")
    asked, outcome = captioned(description_setup, "a white loafer on a table")
    assert (asked, outcome.status) == ([FRONT], "described")
    said = text_of(description_setup).description
    assert said["caption"] == "a white loafer on a table"
    assert list(said["alt_texts"]) == [FRONT, BACK]


def test_an_article_without_a_photo_is_described_without_a_caption(description_setup: DescriptionSetup) -> None:
    asked, outcome = captioned(description_setup, "a white loafer")
    assert (asked, outcome.status) == ([], "described")


@pytest.mark.parametrize("error", [NotFound("Gone."), ImageRejected("No photo.")])
def test_a_photo_that_went_or_cannot_be_read_costs_its_caption_only(
    description_setup: DescriptionSetup, error: Exception
) -> None:
    description_setup.photo(FRONT, "white", "Weiß")
    description_setup.describe(came())
    without = text_of(description_setup).description["caption"]
    description_setup.articles = MemoryArticles()
    description_setup.photo(FRONT, "white", "Weiß")
    _, outcome = captioned(description_setup, error)
    assert outcome.status == "described"
    assert text_of(description_setup).description["caption"] == without


# -- time ---------------------------------------------------------------------------------------------


@dataclass
class Punctual(Parrot):
    """A writer that keeps until when it may write."""

    lines: list[str | TransientError] = field(default_factory=list)
    ends: list[float] = field(default_factory=list)

    def write(self, task: WritingTask, *, until: float, **_: Any) -> Draft:
        self.ends.append(until)
        return RulesWriter().write(task, until=until)


@pytest.mark.parametrize(
    ("seconds", "shares", "statuses"),
    [(30.0, [10.0, 15.0, 30.0], ["described"] * 3), (0.0, [], ["failed"] * 3)],
)
def test_each_article_of_a_batch_has_its_share_of_what_is_left(
    description_setup: DescriptionSetup,
    monkeypatch: pytest.MonkeyPatch,
    seconds: float,
    shares: list[float],
    statuses: list[str],
) -> None:
    """The clock stands still: each leaves all of its time to those behind it."""
    now = time.monotonic()
    monkeypatch.setattr("description.flow.time", SimpleNamespace(monotonic=lambda: now, perf_counter=time.perf_counter))
    description_setup.parrot = punctual = Punctual([])
    for article in ("2", "3"):
        description_setup.upload(article, SHOE)
    jobs = jobs_of([came(), came(article="2"), came(article="3")])
    outcomes = describe_jobs(jobs, description_setup.describer, description_setup.dependencies, now + seconds)
    assert [outcome.status for outcome in outcomes] == statuses
    assert [round(end - now, 6) for end in punctual.ends] == shares
    assert [str(one.error) for one in outcomes if one.error] == [
        "The time was up before the article's turn." for status in statuses if status == "failed"
    ]


# -- one article, several events ----------------------------------------------------------------------


def test_two_articles_without_data_are_looked_for_at_once_and_one_is_just_read(
    description_setup: DescriptionSetup,
) -> None:
    assert [one.status for one in description_setup.describe(tagged("8"), tagged("9"))] == ["no-data"] * 2
    assert description_setup.articles.read_of == []
    assert [one.status for one in description_setup.describe(tagged("8"))] == ["no-data"]
    assert description_setup.articles.read_of == ["8"]


def test_an_unchanged_text_is_written_again_only_for_a_newer_event(description_setup: DescriptionSetup) -> None:
    description_setup.describe(came("1"))
    first = text_of(description_setup)
    assert description_setup.describe(came("1"))[0] == Outcome(jobs_of([came("1")])[0], "unchanged", first)
    assert description_setup.articles.texts_written == 1
    (outcome,) = description_setup.describe(came("2"))
    assert outcome == Outcome(jobs_of([came("2")])[0], "unchanged", replace(first, sequencer="2"), rewritten=True)
    assert text_of(description_setup) == outcome.item


def test_an_unchanged_text_is_written_again_for_newer_photos_that_show_the_same(
    description_setup: DescriptionSetup,
) -> None:
    description_setup.photo(FRONT, "white", "Weiß", at="2026-11-23T11:00:00")
    description_setup.describe(came("1"))
    description_setup.photo(FRONT, "white", "Weiß", at="2026-11-23T11:30:00")
    (outcome,) = description_setup.describe(tagged())
    assert (outcome.status, outcome.rewritten, text_of(description_setup).seen_at) == (
        "unchanged",
        True,
        "2026-11-23T11:30:00",
    )


@dataclass
class Overtaken(MemoryArticles):
    """A table in which a newer text is there before any text is written."""

    def write_text(self, item: TextItem) -> bool:
        super().write_text(replace(item, inputs="newer", sequencer="9"))
        return super().write_text(item)


@pytest.mark.parametrize("known", [False, True], ids=["a new text", "an unchanged text"])
@pytest.mark.parametrize(("redelivered", "status"), [(False, "superseded"), (True, "failed")])
def test_a_text_that_was_overtaken_is_told_by_nobody_but_a_redelivered_event_comes_again(
    description_setup: DescriptionSetup, known: bool, redelivered: bool, status: str
) -> None:
    if known:
        description_setup.describe(came("0"))
        description_setup.bus.published.clear()
    description_setup.articles = Overtaken(description_setup.articles.rows)
    (outcome,) = description_setup.describe(came(redelivered=redelivered))
    assert outcome.status == status
    assert isinstance(outcome.error, TransientError) is redelivered
    assert outcome.error is None or "was described concurrently" in str(outcome.error)
    assert outcome.item is not None and outcome.item.sequencer == "1"
    assert text_of(description_setup).inputs == "newer"
    assert description_setup.bus.published == []


def test_data_that_is_back_is_described_however_late_its_event_and_kept_as_of_the_removal(
    description_setup: DescriptionSetup,
) -> None:
    description_setup.describe(came("2"))
    description_setup.take_away("1")
    description_setup.describe(came("3"))
    description_setup.upload("1", SHOE)
    assert description_setup.describe(came("1"))[0].status == "described"
    data = description_setup.articles.read("1").data
    assert data is not None and data.sequencer == "3"


def test_a_late_event_of_data_that_is_there_looks_once_more_and_keeps_the_newer_place(
    description_setup: DescriptionSetup,
) -> None:
    description_setup.describe(came("2"))
    description_setup.upload("1", SHOE.replace("Slipper", "Sandale"))
    description_setup.describe(came("1"))
    data = description_setup.articles.read("1").data
    assert data is not None and (data.sequencer, "Sandale" in data.content) == ("2", True)
