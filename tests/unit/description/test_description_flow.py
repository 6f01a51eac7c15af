"""Articles change; their texts follow, once, and never an older one after a newer one."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, replace
from typing import Any

import pytest

from bildtext.change_events import ChangeEvent
from bildtext.errors import ContentFault, PassingFailure
from description.writers import Brief, Draft
from description.writers.rules import RulesWriter
from tests.desks import Desk, Parrot
from tests.gemini import CAPRICE, GEMINI

NUMBER = "536.514.002"
ORDER = json.dumps({"data_text": GEMINI, "examples": [CAPRICE]})


def came(sequencer: str = "1", article: str = NUMBER, *, redelivered: bool = False) -> ChangeEvent[str]:
    return ChangeEvent(article, f"c{sequencer}", sequencer=sequencer, redelivered=redelivered)


def tagged(article: str = NUMBER) -> ChangeEvent[str]:
    return ChangeEvent(article, "t")


@pytest.fixture
def desk() -> Desk:
    desk = Desk()
    desk.upload(NUMBER, ORDER)
    return desk


def test_uploaded_data_becomes_a_stored_and_announced_text(desk: Desk) -> None:
    (outcome,) = desk.describe(came())
    assert outcome.status == "described"
    stored = desk.articles.read(NUMBER)
    assert stored.data is not None
    assert stored.data.content == ORDER
    assert stored.text is not None
    assert "Slipper" in stored.text.description["text"]
    assert stored.text.description["writer"] == "rules"
    assert stored.text.cost_usd > 0
    (told,) = desk.bus.told
    assert (told.kind, told.detail["article"]) == ("Article Described", NUMBER)
    assert told.detail["text"] == stored.text.description["text"]


def test_a_burst_of_events_of_one_article_brings_one_text_about(desk: Desk) -> None:
    outcomes = desk.describe(tagged(), came("1"), tagged(), came("2"), tagged())
    assert [outcome.status for outcome in outcomes] == ["described"]
    assert desk.articles.texts_written == 1
    assert len(desk.bus.told) == 1


def test_unchanged_inputs_bring_no_second_text_about(desk: Desk) -> None:
    desk.describe(came("1"))
    (outcome,) = desk.describe(came("2"), tagged())
    assert outcome.status == "unchanged"
    assert len(desk.bus.told) == 2  # the data is newer
    (outcome,) = desk.describe(came("2"), tagged())
    assert outcome.status == "unchanged"
    assert desk.bus.told[0].detail["text"] == desk.bus.told[-1].detail["text"]
    assert len(desk.bus.told) == 2


def test_a_redelivered_message_is_announced_again_because_the_first_try_may_have_ended_in_between(desk: Desk) -> None:
    desk.describe(came("1"))
    (outcome,) = desk.describe(came("1", redelivered=True))
    assert outcome.status == "unchanged"
    assert len(desk.bus.told) == 2


def test_new_tags_bring_a_new_text_about(desk: Desk) -> None:
    desk.describe(came("1"))
    desk.photo(f"articles/{NUMBER}/front.jpg", "white", "Weiß")
    (outcome,) = desk.describe(tagged())
    assert outcome.status == "described"
    assert outcome.item is not None
    assert set(outcome.item.description["alt_texts"]) == {f"articles/{NUMBER}/front.jpg"}


def test_changed_data_brings_a_new_text_about(desk: Desk) -> None:
    desk.describe(came("1"))
    desk.upload(NUMBER, json.dumps({"Marke": "Gemini", "Schuhe": "Sandale", "Farbe": "rot"}))
    (outcome,) = desk.describe(came("2"))
    assert outcome.item is not None
    assert "Sandale" in outcome.item.description["text"]
    assert "Slipper" not in outcome.item.description["text"]


def test_tags_of_an_article_without_data_wait_for_the_data(desk: Desk) -> None:
    (outcome,) = desk.describe(tagged("10042"))
    assert outcome.status == "no-data"
    assert desk.bus.told == []


def test_of_a_batch_only_articles_with_data_are_read_each(desk: Desk) -> None:
    desk.describe(came("1"))
    desk.photo(f"articles/{NUMBER}/front.jpg", "white", "Weiß")
    desk.articles.read_of.clear()
    outcomes = desk.describe(tagged("10042"), tagged(), tagged("10043"))
    assert [outcome.status for outcome in outcomes] == ["no-data", "described", "no-data"]
    assert set(desk.articles.read_of) == {NUMBER}


def test_a_batch_whose_look_for_data_fails_in_passing_is_described_all_the_same(desk: Desk) -> None:
    desk.describe(came("1"))
    desk.photo(f"articles/{NUMBER}/front.jpg", "white", "Weiß")
    desk.articles.looks_away = True
    outcomes = desk.describe(tagged("10042"), tagged())
    assert [outcome.status for outcome in outcomes] == ["no-data", "described"]


def test_data_that_comes_with_the_batch_is_not_looked_for(desk: Desk) -> None:
    outcomes = desk.describe(tagged("10042"), came(), tagged("10043"))
    assert [outcome.status for outcome in outcomes] == ["no-data", "described", "no-data"]


def test_deleted_data_takes_its_text_along(desk: Desk) -> None:
    desk.describe(came("1"))
    desk.take_away(NUMBER)
    (outcome,) = desk.describe(came("2"))
    assert outcome.status == "removed"
    stored = desk.articles.read(NUMBER)
    assert (stored.data, stored.text) == (None, None)


def test_a_deletion_that_comes_late_removes_nothing_that_is_there(desk: Desk) -> None:
    desk.describe(came("2"))
    (outcome,) = desk.describe(came("1"))
    assert outcome.status == "unchanged"
    data = desk.articles.read(NUMBER).data
    assert data is not None
    assert data.sequencer == "2"


def test_data_that_is_rolled_back_brings_its_text_back_whichever_way_and_however_late(desk: Desk) -> None:
    """The newest version deleted: the event is a removal, and the file is there. Late: older than what is stored."""
    desk.describe(came("1"))
    for sequencer in ("3", "1"):
        desk.upload(NUMBER, json.dumps({"Marke": "Gemini", "Schuhe": "Sandale", "Farbe": "rot"}))
        desk.describe(came("2"))
        desk.upload(NUMBER, ORDER)
        (outcome,) = desk.describe(came(sequencer))
        assert outcome.status == "described"
        stored = desk.articles.read(NUMBER)
        assert stored.data is not None
        assert stored.text is not None
        assert stored.data.content == ORDER
        assert "Slipper" in stored.text.description["text"]


def test_data_that_is_gone_is_gone_however_late_its_event(desk: Desk) -> None:
    desk.describe(came("2"))
    desk.take_away(NUMBER)
    assert desk.describe(came("1"))[0].status == "removed"
    assert desk.articles.read(NUMBER).data is None


def test_data_that_is_none_is_refused_on_the_article_and_not_tried_again(desk: Desk) -> None:
    desk.upload(NUMBER, '"Im Frühling blühen die Bäume."')
    (outcome,) = desk.describe(came())
    assert outcome.status == "refused"
    text = desk.articles.read(NUMBER).text
    assert text is not None
    assert text.refusal is not None
    assert text.refusal["code"] == "invalid-product-data"
    assert desk.bus.told == []
    assert desk.describe(came("2"))[0].status == "unchanged"


def test_an_article_that_fails_does_not_fail_its_neighbour(desk: Desk) -> None:
    desk.parrot = Parrot(["Slipper von Gemini."])
    desk.upload("2", json.dumps({"data": {"Schuhe": "Slipper"}, "writer": "nobody"}))
    desk.upload("3", "{")
    outcomes = desk.describe(came("1", "2"), came("1", "3"), came("1"))
    assert [outcome.status for outcome in outcomes] == ["refused", "refused", "described"]


def test_a_table_that_is_away_is_worth_another_try(desk: Desk) -> None:
    desk.articles.away = True
    (outcome,) = desk.describe(came())
    assert outcome.status == "failed"
    assert isinstance(outcome.error, PassingFailure)


def test_a_text_that_could_not_be_announced_is_worth_another_try(desk: Desk) -> None:
    desk.bus.away = True
    assert desk.describe(came())[0].status == "failed"
    desk.bus.away = False
    assert desk.describe(came(redelivered=True))[0].status == "unchanged"
    assert len(desk.bus.told) == 1


def test_a_text_made_of_older_photos_does_not_overwrite_a_newer_one(desk: Desk) -> None:
    desk.photo(f"articles/{NUMBER}/front.jpg", "white", "Weiß", at="2026-11-23T11:59:00")
    desk.describe(came())
    text = desk.articles.read(NUMBER).text
    assert text is not None
    newer = replace(text, inputs="of newer photos", seen_at="2026-11-23T11:59:01")
    desk.articles.write_text(newer)
    (outcome,) = desk.describe(tagged())
    assert outcome.status == "superseded"
    assert desk.articles.read(NUMBER).text == newer


@dataclass
class Stumbling(Parrot):
    """A writer with a mistake in it, which one article's data brings out."""

    over: str = "Leder"
    error: type[Exception] = IndexError

    def write(self, brief: Brief, **_: Any) -> Draft:
        if any(self.over in entry.text for entry in brief.facts.data.entries):
            raise self.error("string index out of range")
        return Draft("Sandale.", "whole")


def test_a_mistake_that_an_article_brings_out_is_recorded_on_it_and_not_tried_again(desk: Desk) -> None:
    desk.parrot = Stumbling([])
    desk.upload("2", json.dumps({"Schuhe": "Sandale"}))
    outcomes = desk.describe(came("1"), came("1", "2"))
    assert [outcome.status for outcome in outcomes] == ["refused", "described"]
    text = desk.articles.read(NUMBER).text
    assert text is not None
    assert text.refusal is not None
    assert text.refusal["code"] == "content-fault"
    assert NUMBER in text.refusal["detail"]
    assert isinstance(outcomes[0].error, ContentFault)
    assert isinstance(outcomes[0].error.__cause__, IndexError)
    assert [told.detail["article"] for told in desk.bus.told] == ["2"]


def test_the_next_event_finds_out_whether_the_mistake_is_mended(desk: Desk) -> None:
    desk.parrot = Stumbling([])
    desk.describe(came("1"))
    desk.parrot = Parrot(["Slipper von Gemini."])
    assert desk.describe(came("1"))[0].status == "described"


def test_a_machine_that_fails_is_worth_another_try(desk: Desk) -> None:
    desk.parrot = Stumbling([], error=OSError)
    (outcome,) = desk.describe(came())
    assert outcome.status == "failed"
    assert outcome.error is not None
    assert isinstance(outcome.error.__cause__, OSError)
    assert desk.articles.read(NUMBER).text is None


def test_an_article_whose_turn_comes_after_the_time_comes_again_and_what_was_made_is_told(desk: Desk) -> None:
    desk.upload("2", ORDER)

    class Slow(Parrot):
        def write(self, brief: Brief, **_: Any) -> Draft:
            time.sleep(0.3)
            return RulesWriter().write(brief, until=0)

    desk.parrot = Slow([])
    first, second = desk.describe(came(), came(article="2"), seconds=0.2)
    assert (first.status, second.status) == ("described", "failed")
    assert isinstance(second.error, PassingFailure)
    assert [told.detail["article"] for told in desk.bus.told] == [NUMBER]
    (again,) = desk.describe(came(article="2", redelivered=True))
    assert again.status == "described"
