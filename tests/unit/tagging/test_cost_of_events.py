"""What an event costs where little or nothing is to be done, and what is said of it then."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bildtext.articles import PhotoKey, photo_key, uploaded_photo
from bildtext.change_events import ChangeEvent
from bildtext.errors import ImageTooLarge, NotFound, PassingFailure
from bildtext.image_items import ImageItem
from bildtext.labels import ad_hoc_labels
from tagging import steps
from tagging.flow import tag_arrivals, tag_images
from tagging.steps import OnItsWay, Outcome, ms_since
from tagging.triage import fetch, triage
from tests.worlds import FailingOnBlue, World, a_photo

RED, BLUE, FOLDER = "articles/1/front.png", "articles/2/front.png", "articles/1/"


def came(key: str = RED, sequencer: str = "10", version: str | None = None) -> ChangeEvent[PhotoKey]:
    photo = uploaded_photo(key)
    assert photo is not None
    return ChangeEvent(photo, "c", version, sequencer)


def come(world: World, *arrivals: ChangeEvent[PhotoKey]) -> list[Outcome]:
    return tag_arrivals(arrivals, world.tagger, world.outside)


def asked_for(world: World, key: str = RED) -> Outcome:
    """As a request by key does: no event, no version."""
    (outcome,) = come(world, ChangeEvent(photo_key(key), "c"))
    return outcome


def refusal_of(item: ImageItem) -> tuple[str, str]:
    assert item.refusal is not None
    return item.refusal["code"], item.refusal["detail"]


def test_a_photo_asked_for_by_key_whose_result_is_there_costs_a_look_and_no_photo(world: World) -> None:
    come(world, came(version=world.bucket.put(RED, a_photo("red"))))
    assert asked_for(world).status == "unchanged"
    assert (world.photos.looked_at, world.photos.fetched) == ([RED], [RED])


def test_a_late_event_of_the_very_photo_whose_result_is_there_costs_nothing(world: World) -> None:
    version = world.bucket.put(RED, a_photo("red"))
    come(world, came(sequencer="20", version=version))
    assert come(world, came(sequencer="10", version=version))[0].status == "unchanged"
    assert (world.photos.looked_at, world.photos.fetched) == ([], [RED])


def test_an_old_version_that_expires_costs_a_look_and_no_photo(world: World) -> None:
    come(world, came(version=world.bucket.put(RED, a_photo("red"))))
    assert come(world, came(sequencer="20"))[0].status == "unchanged"
    assert (world.photos.looked_at, world.photos.fetched) == ([RED], [RED])


def test_a_photo_that_is_too_large_is_read_once_for_each_version_it_has(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched: list[str] = []

    def too_large(key: str) -> object:
        fetched.append(key)
        refusal = ImageTooLarge("The file has 30 MB.")
        refusal.version = "v1"
        raise refusal

    monkeypatch.setattr(world.photos, "fetch", too_large)
    assert come(world, came(version="replaced meanwhile"))[0].status == "refused"
    assert world.table.items[RED].version == "v1"
    assert refusal_of(world.table.items[RED])[0] == "image-too-large"
    assert come(world, came(sequencer="20", version="v1"))[0].status == "unchanged"
    assert fetched == [RED]
    come(world, came(sequencer="30", version="v2"))
    assert fetched == [RED, RED]


def test_a_folders_mark_says_that_it_is_one_and_an_empty_photo_that_it_is_empty(world: World) -> None:
    for key in (FOLDER, RED):
        world.bucket.put(key, b"")
    come(world, came(FOLDER), came(RED))
    assert "marks a folder" in refusal_of(world.table.items[FOLDER])[1]
    assert refusal_of(world.table.items[RED])[0] == "empty-image"
    assert "folder" not in refusal_of(world.table.items[RED])[1]


def test_a_photo_that_somebody_named_like_a_folder_is_a_photo(world: World) -> None:
    world.bucket.put(FOLDER, a_photo("red"))
    assert come(world, came(FOLDER))[0].status == "tagged"


def test_nothing_where_a_photo_is_asked_for_leaves_nothing_and_says_so(world: World) -> None:
    outcome = asked_for(world)
    assert outcome.status == "gone"
    assert isinstance(outcome.error, NotFound)
    assert (world.table.items, world.table.removed) == ({}, {})


def test_nothing_where_an_event_said_there_is_a_photo_is_remembered_against_older_results(world: World) -> None:
    for sequencer in ("20", "30"):
        (outcome,) = come(world, came(sequencer=sequencer))
        assert outcome.status == "gone"
        assert isinstance(outcome.error, NotFound)
        assert world.table.removed[RED].sequencer == sequencer


def test_a_result_that_holds_is_left_to_the_newer_one_that_came_meanwhile(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = world.bucket.put(RED, a_photo("red"))
    come(world, came(sequencer="10", version=version))
    seen = dict(world.table.items)
    newer = replace(seen[RED], sequencer="30", correlation_id="newer")
    world.table.write(newer)
    monkeypatch.setattr(world.table, "read", lambda _: seen)
    (outcome,) = come(world, came(sequencer="20", version=version))
    assert (outcome.status, outcome.item) == ("superseded", None)
    assert world.table.items[RED] is newer


def test_an_event_that_came_again_and_lost_to_a_newer_one_comes_once_more(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its earlier try may have told nothing of the result that the newer one found."""
    version = world.bucket.put(RED, a_photo("red"))
    come(world, came(sequencer="10", version=version))
    seen = dict(world.table.items)
    world.table.write(replace(seen[RED], sequencer="30"))
    monkeypatch.setattr(world.table, "read", lambda _: seen)
    (outcome,) = come(world, replace(came(sequencer="20", version=version), redelivered=True))
    assert (outcome.status, outcome.item) == ("failed", None)
    assert isinstance(outcome.error, PassingFailure)
    assert "A newer event was worked on at the same time" in str(outcome.error)


def test_a_result_that_holds_is_told_again_if_another_was_there_meanwhile(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever wrote that one may have told it; and listeners go by what they heard last."""
    version = world.bucket.put(RED, a_photo("red"))
    come(world, came(sequencer="10", version=version))
    seen = dict(world.table.items)
    world.table.remove(photo_key(RED), "15")
    world.bus.told.clear()
    monkeypatch.setattr(world.table, "read", lambda _: seen)
    (outcome,) = come(world, came(sequencer="20", version=version))
    assert (outcome.status, outcome.news, world.table.items[RED].sequencer) == ("unchanged", True, "20")
    assert [told.kind for told in world.bus.told] == ["Article Tagged"]


def test_a_result_that_holds_is_not_told_again_where_nothing_came_in_between(world: World) -> None:
    version = world.bucket.put(RED, a_photo("red"))
    come(world, came(sequencer="10", version=version))
    (outcome,) = come(world, came(sequencer="20", version=version))
    assert (outcome.status, outcome.news, len(world.bus.told)) == ("unchanged", False, 1)


def test_a_photo_that_is_gone_leaves_the_newer_result_that_came_meanwhile(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    come(world, came(sequencer="10", version=world.bucket.put(RED, a_photo("red"))))
    seen = dict(world.table.items)
    world.table.write(replace(seen[RED], sequencer="30"))
    world.bucket.delete(RED)
    monkeypatch.setattr(world.table, "read", lambda _: seen)
    (outcome,) = come(world, came(sequencer="20"))
    assert (outcome.status, outcome.item) == ("superseded", None)
    assert RED in world.table.items


def test_a_vector_that_still_holds_takes_the_place_of_the_photo_it_was_made_of(world: World) -> None:
    come(world, came(version=world.bucket.put(RED, a_photo("red"))))
    relabelled = world.relabelled(ad_hoc_labels(["red", "green"], ["a {label}"]))
    (step,) = triage([came(sequencer="20", version="other")], world.table.items, relabelled, world.outside)
    (step,) = fetch([step], relabelled, world.outside)
    assert isinstance(step, OnItsWay)
    assert step.vector is not None
    assert step.data == b""
    assert step.vector.dtype.name == "float32"


def test_neither_a_refused_nor_a_decoded_photo_holds_its_bytes_in_memory(world: World) -> None:
    refused, tagged = tag_images([b"GIF89a", a_photo("red")], world.tagger)
    assert (refused.data, tagged.data, tagged.pixels) == (b"", b"", None)


def test_what_failed_says_why(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.photos.away.add(RED)
    (outcome,) = come(world, came())
    assert "SlowDown" in str(outcome.error)
    monkeypatch.setattr(world.photos, "fetch", lambda _: 1 / 0)
    (outcome,) = come(world, came())
    assert outcome.error is not None
    assert isinstance(outcome.error.__cause__, ZeroDivisionError)


def test_a_photo_without_a_vector_says_what_can_be_done(world: World) -> None:
    world.bucket.put(BLUE, a_photo("blue"))
    tagger = replace(world.tagger, encoder=FailingOnBlue(world.eyes, [0, 0, 0]))
    tag_arrivals([came(BLUE)], tagger, world.outside)
    assert "tag it with another model" in refusal_of(world.table.items[BLUE])[1]


def test_steps_are_timed_in_milliseconds_and_to_the_microsecond(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "perf_counter", lambda: 12.0001234)
    assert ms_since(10.5) == 1500.123
