"""A changed article gets a new text, once, and an older text never replaces a newer one."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, replace
from typing import Any

import pytest

from bildtext.errors import ContentFault, TransientError
from description.realise import RulesWriter
from description.writers import Draft, WritingTask
from tests.description_setup import DescriptionSetup, ScriptedWriter, data_event, tag_event
from tests.reference_request import CAPRICE, GEMINI

NUMBER = "1"
REQUEST = json.dumps({"data_text": GEMINI, "examples": [CAPRICE]})


@pytest.fixture
def description_setup() -> DescriptionSetup:
    description_setup = DescriptionSetup()
    description_setup.upload(NUMBER, REQUEST)
    return description_setup


def test_uploaded_data_becomes_a_stored_and_published_text(description_setup: DescriptionSetup) -> None:
    assert description_setup.statuses(data_event()) == ["described"]
    stored = description_setup.articles.read(NUMBER)
    assert stored.data is not None
    assert stored.data.content == REQUEST
    assert stored.text is not None
    assert "Slipper" in stored.text.description["text"]
    assert stored.text.description["writer"] == "rules"
    assert stored.text.cost_usd > 0
    (event,) = description_setup.bus.published
    assert (event.kind, event.detail["article"]) == ("Article Described", NUMBER)
    assert event.detail["text"] == stored.text.description["text"]


def test_a_burst_of_events_of_one_article_makes_one_text(description_setup: DescriptionSetup) -> None:
    assert description_setup.statuses(tag_event(), data_event("1"), tag_event(), data_event("2"), tag_event()) == [
        "described"
    ]
    assert description_setup.articles.texts_written == 1
    assert len(description_setup.bus.published) == 1


def test_unchanged_inputs_make_no_second_text(description_setup: DescriptionSetup) -> None:
    description_setup.describe(data_event("1"))
    assert description_setup.statuses(data_event("2"), tag_event()) == ["unchanged"]
    assert len(description_setup.bus.published) == 2  # the data is newer
    (outcome,) = description_setup.describe(data_event("2"), tag_event())
    assert outcome.status == "unchanged"
    assert description_setup.bus.published[0].detail["text"] == description_setup.bus.published[-1].detail["text"]
    assert len(description_setup.bus.published) == 2


def test_a_redelivered_article_is_published_again_because_it_may_only_have_been_stored(
    description_setup: DescriptionSetup,
) -> None:
    description_setup.describe(data_event("1"))
    assert description_setup.statuses(data_event("1", redelivered=True)) == ["unchanged"]
    assert len(description_setup.bus.published) == 2


def test_new_tags_make_a_new_text(description_setup: DescriptionSetup) -> None:
    description_setup.describe(data_event("1"))
    description_setup.photo(f"articles/{NUMBER}/front.jpg", "white", "Weiß")
    (outcome,) = description_setup.describe(tag_event())
    assert outcome.status == "described"
    assert outcome.item is not None
    assert set(outcome.item.description["alt_texts"]) == {f"articles/{NUMBER}/front.jpg"}


def test_changed_data_makes_a_new_text(description_setup: DescriptionSetup) -> None:
    description_setup.describe(data_event("1"))
    description_setup.upload(NUMBER, json.dumps({"Marke": "Gemini", "Schuhe": "Sandale", "Farbe": "rot"}))
    (outcome,) = description_setup.describe(data_event("2"))
    assert outcome.item is not None
    assert "Sandale" in outcome.item.description["text"]
    assert "Slipper" not in outcome.item.description["text"]


def test_tags_of_an_article_without_data_make_no_text(description_setup: DescriptionSetup) -> None:
    assert description_setup.statuses(tag_event("10042")) == ["no-data"]
    assert description_setup.bus.published == []


def test_only_articles_with_data_are_read(description_setup: DescriptionSetup) -> None:
    description_setup.describe(data_event("1"))
    description_setup.photo(f"articles/{NUMBER}/front.jpg", "white", "Weiß")
    description_setup.articles.read_of.clear()
    assert description_setup.statuses(tag_event("10042"), tag_event(), tag_event("10043")) == [
        "no-data",
        "described",
        "no-data",
    ]
    assert set(description_setup.articles.read_of) == {NUMBER}


def test_a_transient_error_of_the_batch_read_does_not_fail_the_batch(description_setup: DescriptionSetup) -> None:
    description_setup.describe(data_event("1"))
    description_setup.photo(f"articles/{NUMBER}/front.jpg", "white", "Weiß")
    description_setup.articles.lookup_unavailable = True
    assert description_setup.statuses(tag_event("10042"), tag_event()) == ["no-data", "described"]


def test_articles_with_a_data_event_skip_the_batch_read(description_setup: DescriptionSetup) -> None:
    assert description_setup.statuses(tag_event("10042"), data_event(), tag_event("10043")) == [
        "no-data",
        "described",
        "no-data",
    ]


def test_deleting_the_data_removes_the_text(description_setup: DescriptionSetup) -> None:
    description_setup.describe(data_event("1"))
    description_setup.remove_data(NUMBER)
    assert description_setup.statuses(data_event("2")) == ["removed"]
    stored = description_setup.articles.read(NUMBER)
    assert (stored.data, stored.text) == (None, None)


def test_a_late_deletion_does_not_remove_newer_data(description_setup: DescriptionSetup) -> None:
    description_setup.describe(data_event("2"))
    assert description_setup.statuses(data_event("1")) == ["unchanged"]
    assert description_setup.data(NUMBER).sequencer == "2"


def test_rolled_back_data_restores_its_text_however_late_the_event(description_setup: DescriptionSetup) -> None:
    """Deleting the newest version sends a removal although the file exists; "1" is older than the stored data."""
    description_setup.describe(data_event("1"))
    for sequencer in ("3", "1"):
        description_setup.upload(NUMBER, json.dumps({"Marke": "Gemini", "Schuhe": "Sandale", "Farbe": "rot"}))
        description_setup.describe(data_event("2"))
        description_setup.upload(NUMBER, REQUEST)
        (outcome,) = description_setup.describe(data_event(sequencer))
        assert outcome.status == "described"
        stored = description_setup.articles.read(NUMBER)
        assert stored.data is not None
        assert stored.text is not None
        assert stored.data.content == REQUEST
        assert "Slipper" in stored.text.description["text"]


def test_deleted_data_is_removed_however_late_its_event(description_setup: DescriptionSetup) -> None:
    description_setup.describe(data_event("2"))
    description_setup.remove_data(NUMBER)
    assert description_setup.statuses(data_event("1")) == ["removed"]
    assert description_setup.articles.read(NUMBER).data is None


def test_invalid_data_is_stored_as_a_refusal_and_not_retried(description_setup: DescriptionSetup) -> None:
    description_setup.upload(NUMBER, '"Im Frühling blühen die Bäume."')
    assert description_setup.statuses(data_event()) == ["refused"]
    refusal = description_setup.refusal(NUMBER)
    assert refusal["code"] == "invalid-product-data"
    assert description_setup.bus.published == []
    assert description_setup.statuses(data_event("2")) == ["unchanged"]


def test_a_refused_article_does_not_affect_others(description_setup: DescriptionSetup) -> None:
    description_setup.scripted_writer = ScriptedWriter(["Slipper von Gemini."])
    description_setup.upload("2", json.dumps({"data": {"Schuhe": "Slipper"}, "writer": "nobody"}))
    description_setup.upload("3", "{")
    assert description_setup.statuses(data_event("1", "2"), data_event("1", "3"), data_event("1")) == [
        "refused",
        "refused",
        "described",
    ]


def test_an_unavailable_table_is_a_transient_error(description_setup: DescriptionSetup) -> None:
    description_setup.articles.unavailable = True
    (outcome,) = description_setup.describe(data_event())
    assert outcome.status == "failed"
    assert isinstance(outcome.error, TransientError)


def test_a_text_that_could_not_be_published_fails_and_is_published_on_redelivery(
    description_setup: DescriptionSetup,
) -> None:
    description_setup.bus.unavailable = True
    assert description_setup.statuses(data_event()) == ["failed"]
    description_setup.bus.unavailable = False
    assert description_setup.statuses(data_event(redelivered=True)) == ["unchanged"]
    assert len(description_setup.bus.published) == 1


def test_a_text_from_older_photos_does_not_overwrite_a_newer_one(description_setup: DescriptionSetup) -> None:
    description_setup.photo(f"articles/{NUMBER}/front.jpg", "white", "Weiß", at="2026-11-23T11:59:00")
    description_setup.describe(data_event())
    text = description_setup.text(NUMBER)
    newer = replace(text, inputs="of newer photos", photos_as_of="2026-11-23T11:59:01")
    description_setup.articles.write_text(newer)
    assert description_setup.statuses(tag_event()) == ["superseded"]
    assert description_setup.articles.read(NUMBER).text == newer


@dataclass
class Buggy(ScriptedWriter):
    """A writer with a bug that one article's data triggers."""

    trigger: str = "Leder"
    error: type[Exception] = IndexError

    def write(self, task: WritingTask, **_: Any) -> Draft:
        if any(self.trigger in statement.text for statement in task.facts.data.statements):
            raise self.error("string index out of range")
        return Draft("Sandale.", "whole")


def test_a_bug_triggered_by_an_article_is_stored_as_a_refusal(description_setup: DescriptionSetup) -> None:
    description_setup.scripted_writer = Buggy([])
    description_setup.upload("2", json.dumps({"Schuhe": "Sandale"}))
    outcomes = description_setup.describe(data_event("1"), data_event("1", "2"))
    assert [outcome.status for outcome in outcomes] == ["refused", "described"]
    refusal = description_setup.refusal(NUMBER)
    assert refusal["code"] == "content-fault"
    assert NUMBER in refusal["detail"]
    assert isinstance(outcomes[0].error, ContentFault)
    assert isinstance(outcomes[0].error.__cause__, IndexError)
    assert [event.detail["article"] for event in description_setup.bus.published] == ["2"]


def test_the_next_event_retries_an_article_refused_because_of_a_bug(description_setup: DescriptionSetup) -> None:
    description_setup.scripted_writer = Buggy([])
    description_setup.describe(data_event("1"))
    description_setup.scripted_writer = ScriptedWriter(["Slipper von Gemini."])
    assert description_setup.statuses(data_event("1")) == ["described"]


def test_an_os_error_fails_the_article_and_stores_nothing(description_setup: DescriptionSetup) -> None:
    description_setup.scripted_writer = Buggy([], error=OSError)
    (outcome,) = description_setup.describe(data_event())
    assert outcome.status == "failed"
    assert outcome.error is not None
    assert isinstance(outcome.error.__cause__, OSError)
    assert description_setup.articles.read(NUMBER).text is None


def test_an_article_without_time_left_fails_and_finished_texts_are_published(
    description_setup: DescriptionSetup,
) -> None:
    description_setup.upload("2", REQUEST)

    class Slow(ScriptedWriter):
        def write(self, task: WritingTask, **_: Any) -> Draft:
            time.sleep(0.3)
            return RulesWriter().write(task, deadline=0)

    description_setup.scripted_writer = Slow([])
    first, second = description_setup.describe(data_event(), data_event(article="2"), seconds=0.2)
    assert (first.status, second.status) == ("described", "failed")
    assert isinstance(second.error, TransientError)
    assert [event.detail["article"] for event in description_setup.bus.published] == [NUMBER]
    (again,) = description_setup.describe(data_event(article="2", redelivered=True))
    assert again.status == "described"
