"""What becomes of photos that arrive."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bildtext.articles import PhotoKey, photo_key, uploaded_photo
from bildtext.change_events import ChangeEvent, comparable_sequencer
from bildtext.image_items import image_item, image_values
from bildtext.labels import ad_hoc_labels
from tagging.flow import tag_arrivals, tag_images
from tagging.steps import Outcome
from tests.worlds import FailingOnBlue, World, a_photo

RED, BLUE = "articles/1/front.png", "articles/2/front.png"


def arrival(key: str, sequencer: str = "10", **more: object) -> ChangeEvent[PhotoKey]:
    return ChangeEvent(photo_key(key), "corr-1", sequencer=comparable_sequencer(sequencer), **more)  # type: ignore[arg-type]


def come(world: World, *arrivals: ChangeEvent[PhotoKey]) -> list[Outcome]:
    return tag_arrivals(arrivals, world.tagger, world.outside)


def statuses(outcomes: list[Outcome]) -> list[str]:
    return [outcome.status for outcome in outcomes]


def test_a_photo_that_arrives_is_tagged_stored_and_announced(world: World) -> None:
    version = world.bucket.put(BLUE, a_photo("blue"))
    assert statuses(come(world, arrival(BLUE, version=version))) == ["tagged"]
    item = world.table.items[BLUE]
    assert [(tag["facet"], tag["label"]) for tag in item.tags] == [("category", "blue"), ("depth", "ocean")]
    assert (item.version, item.model, item.labels) == (version, world.tagger.model, world.tagger.labels.fingerprint)
    assert item.vector is not None
    np.testing.assert_allclose(item.vector, [0, 0, 1], atol=1e-3)
    assert set(item.took_ms) == {"fetch", "decode", "encode", "score"}
    assert item.cost_usd > 0
    (told,) = world.bus.told
    assert told.kind == "Article Tagged"
    assert (told.detail["article"], told.detail["correlation_id"]) == ("2", "corr-1")


def test_scores_are_not_called_calibrated_in_the_table_or_on_the_bus(world: World) -> None:
    come(world, arrival(BLUE, version=world.bucket.put(BLUE, a_photo("blue"))))
    (told,) = world.bus.told
    assert (world.table.items[BLUE].calibrated, told.detail["calibrated"]) == (False, False)
    assert image_item(image_values(world.table.items[BLUE])).calibrated is False


def test_a_batch_costs_one_table_read_one_encode_call_and_one_fetch_and_one_write_per_photo(world: World) -> None:
    keys = [f"articles/{n}/front.png" for n in range(16)]
    for key in keys:
        world.bucket.put(key, a_photo("red"))
    assert statuses(come(world, *map(arrival, keys))) == ["tagged"] * 16
    assert world.eyes.calls == [16]
    assert (world.table.reads, world.table.writes, sorted(world.photos.fetched)) == (1, 16, sorted(keys))


def test_each_result_says_who_encoded_it(world: World) -> None:
    keys = [f"articles/{n}/front.png" for n in range(3)]
    for key in keys:
        world.bucket.put(key, a_photo("red"))
    world.bucket.put("articles/9/broken.png", b"GIF89a")
    tag_arrivals(
        [*map(arrival, ["articles/9/broken.png", *keys])], world.encoded_by("gpu", "cpu", "gpu"), world.outside
    )
    assert [world.table.items[key].encoder for key in keys] == ["gpu", "cpu", "gpu"]
    assert world.table.items["articles/9/broken.png"].encoder == ""


def test_one_bad_photo_never_fails_its_neighbours(world: World) -> None:
    world.bucket.put(RED, a_photo("red"))
    world.bucket.put("articles/3/broken.jpg", b"\xff\xd8\xff not a photo")
    world.bucket.put("articles/4/away.png", a_photo("red"))
    world.photos.away.add("articles/4/away.png")
    outcomes = come(
        world,
        arrival("articles/3/broken.jpg"),
        arrival(RED),
        arrival("articles/4/away.png"),
        arrival("articles/5/never-there.png"),
    )
    assert statuses(outcomes) == ["refused", "tagged", "failed", "gone"]
    assert world.eyes.calls == [1]
    refusal = world.table.items["articles/3/broken.jpg"].refusal
    assert refusal is not None
    assert refusal["code"] == "damaged-image"
    assert len(world.bus.told) == 1


def test_an_unforeseen_error_in_one_photo_is_tried_again_alone(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.bucket.put(RED, a_photo("red"))
    world.bucket.put(BLUE, a_photo("blue"))
    fetch = world.photos.fetch

    def odd(key: str) -> object:
        if key == RED:
            raise ZeroDivisionError
        return fetch(key)

    monkeypatch.setattr(world.photos, "fetch", odd)
    assert statuses(come(world, arrival(RED), arrival(BLUE))) == ["failed", "tagged"]


def test_the_same_event_twice_does_the_work_once(world: World) -> None:
    version = world.bucket.put(RED, a_photo("red"))
    come(world, arrival(RED, version=version))
    assert statuses(come(world, arrival(RED, version=version))) == ["unchanged"]
    assert world.eyes.calls == [1]
    assert len(world.bus.told) == 1


def test_a_redelivered_photo_that_was_stored_but_maybe_not_announced_is_announced_again(world: World) -> None:
    version = world.bucket.put(RED, a_photo("red"))
    world.bus.away = True
    assert statuses(come(world, arrival(RED, version=version))) == ["failed"]
    world.bus.away = False
    assert statuses(come(world, arrival(RED, version=version, redelivered=True))) == ["unchanged"]
    assert world.eyes.calls == [1]
    assert len(world.bus.told) == 1


def test_a_late_older_event_finds_the_newer_result_and_leaves_it(world: World) -> None:
    version = world.bucket.put(RED, a_photo("red"))
    come(world, arrival(RED, "20", version=version))
    before = world.table.items[RED]
    assert statuses(come(world, arrival(RED, "10", version="old"))) == ["unchanged"]
    assert world.table.items[RED] is before
    assert (world.photos.looked_at, world.photos.fetched) == ([RED], [RED])


def test_a_late_older_event_still_follows_the_bucket(world: World) -> None:
    """As when a sequencer is missing, or is not the order in which things happened."""
    come(world, arrival(RED, "20", version=world.bucket.put(RED, a_photo("red"))))
    world.bucket.put(RED, a_photo("blue"))
    assert statuses(come(world, arrival(RED, ""), arrival(BLUE, ""))) == ["tagged", "gone"]
    assert world.table.items[RED].tags[0]["label"] == "blue"
    assert world.table.items[RED].sequencer == comparable_sequencer("20")


def test_a_photo_whose_event_says_nothing_new_costs_no_look_at_the_bucket(world: World) -> None:
    version = world.bucket.put(RED, a_photo("red"))
    come(world, arrival(RED, "20", version=version))
    come(world, arrival(RED, "20", version=version))
    come(world, arrival(RED, "30", version=version))
    assert (world.photos.looked_at, world.photos.fetched) == ([], [RED])


def test_a_result_that_still_holds_takes_the_newer_events_place_in_time(world: World) -> None:
    """Put, delete, put: the events of both puts find the second photo, and then the late one of the deletion comes."""
    version = world.bucket.put(RED, a_photo("red"))
    assert statuses(come(world, arrival(RED, "10", version="first"))) == ["tagged"]
    assert statuses(come(world, arrival(RED, "30", version=version))) == ["unchanged"]
    assert world.table.items[RED].sequencer == comparable_sequencer("30")
    assert statuses(come(world, arrival(RED, "20"))) == ["unchanged"]
    assert world.eyes.calls == [1]


def test_a_photo_that_was_replaced_before_its_first_event_came_is_encoded_once(world: World) -> None:
    """Both events read the second photo; the later one finds that it is done."""
    version = world.bucket.put(RED, a_photo("blue"))
    come(world, arrival(RED, "10", version="first"))
    assert statuses(come(world, arrival(RED, "20", version="between"))) == ["unchanged"]
    assert statuses(come(world, arrival(RED, "30", version=version))) == ["unchanged"]
    assert (world.eyes.calls, len(world.bus.told)) == ([1], 1)


def test_an_older_event_that_began_before_and_ends_after_a_newer_one_loses(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.bucket.put(RED, a_photo("red"))
    with monkeypatch.context() as unseen:
        unseen.setattr(world.table, "read", lambda _photos: {})
        come(world, arrival(RED, "20", version="new"))
        assert statuses(come(world, arrival(RED, "10", version="old"))) == ["superseded"]
    assert [told.detail["correlation_id"] for told in world.bus.told] == ["corr-1"]
    assert world.table.items[RED].sequencer == comparable_sequencer("20")


def test_of_several_events_of_one_photo_in_a_batch_only_the_newest_counts(world: World) -> None:
    world.bucket.put(RED, a_photo("red"))
    outcomes = come(world, arrival(RED, "30", version="c"), arrival(RED, "10", version="a"), arrival(RED, "20"))
    assert statuses(outcomes) == ["tagged", "superseded", "superseded"]
    assert world.photos.fetched == [RED]


def test_a_removed_photo_leaves_no_item(world: World) -> None:
    world.bucket.put(RED, a_photo("red"))
    come(world, arrival(RED, "10"))
    world.bucket.delete(RED)
    assert statuses(come(world, arrival(RED, "20"))) == ["removed"]
    assert world.table.items == {}


def test_an_older_photo_that_is_live_again_is_tagged(world: World) -> None:
    """Its replacement or its delete marker was deleted."""
    first = world.bucket.put(RED, a_photo("red"))
    come(world, arrival(RED, "10", version=first))
    second = world.bucket.put(RED, a_photo("blue"))
    come(world, arrival(RED, "20", version=second))
    world.bucket.drop(RED, second)
    assert statuses(come(world, arrival(RED, "30"))) == ["tagged"]
    item = world.table.items[RED]
    assert (item.version, item.tags[0]["label"]) == (first, "red")
    assert [told.detail["version"] for told in world.bus.told][-1] == first


def test_a_late_removal_does_not_take_a_newer_photo_away(world: World) -> None:
    version = world.bucket.put(RED, a_photo("red"))
    come(world, arrival(RED, "20", version=version))
    assert statuses(come(world, arrival(RED, "10"))) == ["unchanged"]
    assert RED in world.table.items


def test_expiry_of_an_old_version_leaves_the_current_photos_tags(world: World) -> None:
    version = world.bucket.put(RED, a_photo("red"))
    come(world, arrival(RED, "10", version=version))
    assert statuses(come(world, arrival(RED, "20"))) == ["unchanged"]
    assert (world.eyes.calls, len(world.bus.told)) == ([1], 1)


def test_a_photo_that_was_removed_meanwhile_is_not_brought_back_by_its_old_event(world: World) -> None:
    assert statuses(come(world, arrival(RED, "10", version="v1"))) == ["gone"]
    assert world.table.items == {}


def test_a_photo_asked_for_by_key_that_is_gone_takes_its_result_along(world: World) -> None:
    come(world, arrival(RED, "10", version=world.bucket.put(RED, a_photo("red"))))
    world.bucket.delete(RED)
    assert statuses(come(world, ChangeEvent(photo_key(RED), "corr-2"))) == ["removed"]
    assert world.table.items == {}


LOOSE, LONG, FOLDER = "articles/loose.jpg", "articles/1/" + "x" * 1008, "articles/1/"


def of_file(key: str, sequencer: str = "10", **more: object) -> ChangeEvent[PhotoKey]:
    photo = uploaded_photo(key)
    assert photo is not None
    return ChangeEvent(photo, "corr-1", sequencer=comparable_sequencer(sequencer), **more)  # type: ignore[arg-type]


def test_a_file_that_can_be_no_photo_by_its_key_gets_its_reason_unread_beside_one_that_is_tagged(world: World) -> None:
    for key in (LOOSE, LONG, RED):
        world.bucket.put(key, a_photo("red"))
    world.bucket.put(FOLDER, b"")
    outcomes = come(world, of_file(LOOSE), of_file(LONG), of_file(FOLDER), arrival(RED))
    assert statuses(outcomes) == ["refused", "refused", "refused", "tagged"]
    reasons = {key: item.refusal["code"] for key, item in world.table.items.items() if item.refusal}
    assert reasons == {LOOSE: "invalid-key", LONG: "invalid-key", FOLDER: "empty-image"}
    assert sorted(world.photos.fetched) == sorted([FOLDER, RED])
    assert statuses(come(world, of_file(LOOSE, "20"), of_file(LONG, "10"))) == ["unchanged", "unchanged"]
    world.bucket.delete(LOOSE)
    assert statuses(come(world, of_file(LOOSE, "30"))) == ["removed"]


def test_a_new_label_file_scores_the_stored_vector_again_without_fetching_or_encoding(world: World) -> None:
    version = world.bucket.put(BLUE, a_photo("blue"))
    come(world, arrival(BLUE, version=version))
    relabelled = world.relabelled(ad_hoc_labels(["blue", "green"], ["a {label}"]))
    (outcome,) = tag_arrivals([arrival(BLUE, "20", version=version)], relabelled, world.outside)
    assert outcome.status == "tagged"
    assert world.table.items[BLUE].tags[0]["label"] == "blue"
    assert world.table.items[BLUE].encoder == "memory"
    assert (world.photos.fetched, world.eyes.calls) == ([BLUE], [1])


def test_a_photo_asked_for_by_key_is_tagged_as_the_bucket_holds_it(world: World) -> None:
    come(world, arrival(RED, "10", version=world.bucket.put(RED, a_photo("red"))))
    world.bucket.put(RED, a_photo("blue"))
    (outcome,) = come(world, ChangeEvent(photo_key(RED), "corr-2"))
    assert outcome.status == "tagged"
    assert world.table.items[RED].tags[0]["label"] == "blue"
    assert world.table.items[RED].sequencer == comparable_sequencer("10")


def test_a_result_that_cannot_be_stored_is_tried_again_and_not_announced(world: World) -> None:
    world.bucket.put(RED, a_photo("red"))
    world.table.away.add(RED)
    assert statuses(come(world, arrival(RED))) == ["failed"]
    assert world.bus.told == []


def test_photos_at_hand_are_tagged_in_order_with_refusals_in_their_place(world: World) -> None:
    red, bad, blue = tag_images([a_photo("red"), b"GIF89a", a_photo("blue")], world.tagger)
    assert (red.tags.tags[0].label, blue.tags.tags[0].label) == ("red", "blue")
    assert bad.refusal is not None
    assert bad.refusal.code == "unsupported-image"
    assert world.eyes.calls == [2]


def test_a_batch_of_refusals_only_never_calls_the_encoder(world: World) -> None:
    (photo,) = tag_images([b""], world.tagger)
    assert photo.refusal is not None
    assert world.eyes.calls == []


NO_DIRECTION = pytest.mark.parametrize("vector", [[np.nan] * 3, [0.6, np.nan, 0.8], [np.inf, 0, 0], [0, 0, 0]], ids=str)


@NO_DIRECTION
def test_a_vector_without_a_direction_fails_its_own_photo_by_name_and_no_other(
    world: World, vector: list[float]
) -> None:
    world.bucket.put(RED, a_photo("red"))
    world.bucket.put(BLUE, a_photo("blue"))
    tagger = replace(world.tagger, encoder=FailingOnBlue(world.eyes, vector))
    red, blue = tag_arrivals([arrival(RED), arrival(BLUE)], tagger, world.outside)
    assert (red.status, blue.status) == ("tagged", "refused")
    assert blue.error is not None
    assert blue.error.code == "invalid-vector"
    item = world.table.items[BLUE]
    assert item.refusal is not None
    assert item.refusal["code"] == "invalid-vector"
    assert (item.tags, item.abstentions, item.vector) == ((), (), None)
    assert [told.detail["article"] for told in world.bus.told] == ["1"]


@NO_DIRECTION
def test_a_photo_at_hand_whose_vector_has_no_direction_says_so(world: World, vector: list[float]) -> None:
    tagger = replace(world.tagger, encoder=FailingOnBlue(world.eyes, vector))
    red, blue = tag_images([a_photo("red"), a_photo("blue")], tagger)
    assert red.tags.tags[0].label == "red"
    assert blue.refusal is not None
    assert (blue.refusal.code, blue.refusal.status, blue.tags.abstentions) == ("invalid-vector", 500, ())


def test_a_stored_vector_without_a_direction_is_no_reason_to_abstain(world: World) -> None:
    version = world.bucket.put(BLUE, a_photo("blue"))
    come(world, arrival(BLUE, version=version))
    stored = world.table.items[BLUE]
    world.table.write(replace(stored, vector=np.full(3, np.nan, np.float16)))
    relabelled = world.relabelled(ad_hoc_labels(["blue", "green"], ["a {label}"]))
    (outcome,) = tag_arrivals([arrival(BLUE, "20", version=version)], relabelled, world.outside)
    assert outcome.error is not None
    assert outcome.error.code == "invalid-vector"
    (again,) = tag_arrivals([arrival(BLUE, "30", version=version)], world.tagger, world.outside)
    assert again.status == "tagged"


def kinds(world: World) -> list[str]:
    return [told.kind for told in world.bus.told]


def test_a_photo_that_is_removed_or_refused_is_told_to_whoever_used_its_tags(world: World) -> None:
    come(world, arrival(RED, "10", version=world.bucket.put(RED, a_photo("red"))))
    come(world, arrival(RED, "20", version=world.bucket.put(RED, b"%PDF")))
    world.bucket.delete(RED)
    come(world, arrival(RED, "30"))
    assert kinds(world) == ["Article Tagged", "Article Untagged", "Article Untagged"]
    assert [told.detail["reason"] for told in world.bus.told[1:]] == ["unsupported-image", "removed"]
    assert {told.detail["article"] for told in world.bus.told} == {"1"}


@pytest.mark.parametrize("content", [a_photo("red"), b"%PDF", None], ids=["tagged", "refused", "removed"])
def test_news_that_could_not_be_told_are_told_when_the_event_comes_again_even_beside_a_newer_one(
    world: World, content: bytes | None
) -> None:
    come(world, arrival(RED, "10", version=world.bucket.put(RED, a_photo("blue"))))
    told = len(world.bus.told)
    if content is None:
        world.bucket.delete(RED)
    else:
        world.bucket.put(RED, content)
    world.bus.away = True
    assert statuses(come(world, arrival(RED, "20"))) == ["failed"]
    world.bus.away = False
    come(world, arrival(RED, "20", redelivered=True), arrival(RED, "30"))
    assert len(world.bus.told) == told + 1


def test_a_file_of_no_article_tells_nobody(world: World) -> None:
    world.bucket.put(LOOSE, a_photo("red"))
    assert statuses(come(world, of_file(LOOSE))) == ["refused"]
    world.bucket.delete(LOOSE)
    assert statuses(come(world, of_file(LOOSE, "20"))) == ["removed"]
    assert world.bus.told == []
