"""Decisions fold into the state of an article; undo gives the state before; nothing is lost on the way to JSON."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bildtext.decision_json import decision_json, decision_of
from bildtext.decisions import (
    DataFile,
    Decided,
    Decision,
    ScoredLabel,
    Undone,
    data_change,
    fold,
    ground_truth,
    overlapping,
    touched,
)
from bildtext.errors import ConfigurationError
from tests.decisions import BACK, FRONT, alt_text, chosen, data, histories, released, tags, text, undone, withdrawn

unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def effect(decided: Decided) -> Decided:
    """What counts, without the history that led to it."""
    return replace(decided, version=0, history=(), undone=frozenset())


def test_without_decisions_there_is_nothing() -> None:
    assert fold([]) == Decided()


def test_the_newest_choice_counts_for_each_photo_and_facet() -> None:
    decided = fold(
        [
            tags(1, chosen(FRONT, "colour", "white"), chosen(FRONT, "category", "pumps")),
            tags(2, chosen(BACK, "colour", "grey"), chosen(FRONT, "colour")),
        ]
    )
    assert {place: one.choice.labels for place, one in decided.tags.items()} == {
        (FRONT, "colour"): (),
        (FRONT, "category"): ("pumps",),
        (BACK, "colour"): ("grey",),
    }
    assert decided.tags[FRONT, "colour"].decision.version == 2
    assert decided.version == 2


def test_texts_are_kept_newest_first_and_alt_texts_by_photo() -> None:
    decided = fold([text(1, "a"), alt_text(2, "x"), text(3, "b"), alt_text(4, "y"), alt_text(5, "z", BACK)])
    assert decided.text == text(3, "b")
    assert decided.texts == (text(3, "b"), text(1, "a"))
    assert {photo: one.text for photo, one in decided.alt_texts.items()} == {FRONT: "y", BACK: "z"}


def test_a_release_is_void_when_the_text_changes_and_counts_again_when_that_is_undone() -> None:
    history: list[Decision] = [text(1), released(2, 1)]
    assert fold(history).release == released(2, 1)
    history.append(text(3, "Anders."))
    assert fold(history).release is None
    history.append(undone(4, 3))
    assert fold(history).release == released(2, 1)
    assert fold(history).text == text(1)


def test_a_withdrawn_release_does_not_count_until_the_withdrawal_is_undone() -> None:
    history: list[Decision] = [text(1), released(2, 1), withdrawn(3)]
    assert fold(history).release is None
    assert fold([*history, undone(4, 3)]).release == released(2, 1)


@pytest.mark.parametrize("of", [0, 2, 7])
def test_a_release_of_a_text_that_is_not_the_current_one_is_void(of: int) -> None:
    assert fold([text(1), released(2, of)]).release is None


def test_the_machines_text_is_released_only_as_one_that_was_accepted() -> None:
    assert fold([released(1, 0)]).release is None
    assert fold([text(1, source="accepted"), released(2, 1)]).release == released(2, 1)


def test_an_undo_is_undone_by_another_undo() -> None:
    history: list[Decision] = [tags(1, chosen(FRONT, "colour", "white")), undone(2, 1), undone(3, 2)]
    assert fold(history[:2]).tags == {}
    assert fold(history[:2]).undone == {1}
    assert fold(history).tags[FRONT, "colour"].choice.labels == ("white",)
    assert fold(history).undone == {2}


@pytest.mark.parametrize("of", [0, 2, 3, 99])
def test_an_undo_of_itself_or_of_a_later_decision_does_nothing(of: int) -> None:
    history: list[Decision] = [text(1), undone(2, of), text(3, "b")]
    assert fold(history).texts == (text(3, "b"), text(1))


@unhurried
@given(histories())
def test_undoing_the_last_decision_gives_the_state_before_it(history: list[Decision]) -> None:
    if history:
        last = history[-1].version
        assert effect(fold([*history, undone(last + 1, last)])) == effect(fold(history[:-1]))
        assert effect(fold([*history, undone(last + 1, last), undone(last + 2, last + 1)])) == effect(fold(history))


@unhurried
@given(histories(), st.randoms())
def test_the_order_in_which_decisions_are_read_does_not_matter(history: list[Decision], random: object) -> None:
    shuffled = sorted(history, key=lambda _: random.random())  # type: ignore[attr-defined]
    assert fold(shuffled) == fold(history)


@unhurried
@given(histories())
def test_every_decision_is_in_the_history_and_every_text_is_a_version_or_undone(history: list[Decision]) -> None:
    decided = fold(history)
    assert decided.history == tuple(history)
    assert decided.version == len(history)
    written = {one.version for one in history if type(one).__name__ == "TextWritten"}
    assert {one.version for one in decided.texts} == written - decided.undone


@unhurried
@given(histories())
def test_a_decision_survives_its_way_to_json_and_back(history: list[Decision]) -> None:
    assert [decision_of(decision_json(one)) for one in history] == history


def test_a_decision_of_a_kind_of_the_future_is_an_error_of_the_deployment() -> None:
    with pytest.raises(ConfigurationError, match="newer version"):
        decision_of('{"kind": "pondered", "version": 1}')


def test_choices_overlap_if_a_newer_decision_or_its_undo_is_about_the_same_photo_and_facet() -> None:
    mine = tags(2, chosen(FRONT, "colour", "white"))
    other, same = tags(2, chosen(BACK, "colour", "red")), tags(2, chosen(FRONT, "colour", "red"))
    earlier = tags(1, chosen(FRONT, "colour", "black"))
    assert overlapping(mine, [earlier, other, text(3)]) == ()
    assert overlapping(mine, [earlier, same]) == (same,)
    assert overlapping(mine, [earlier, undone(2, 1)]) == (undone(2, 1),)
    assert overlapping(mine, [earlier, other, undone(3, 2), undone(4, 3)]) == ()


@unhurried
@given(histories())
def test_what_an_undo_touches_is_what_the_undone_decision_touched(history: list[Decision]) -> None:
    for one in history:
        if isinstance(one, Undone) and 0 < one.undone < one.version:
            assert touched(one, history) == touched(history[one.undone - 1], history)


def test_ground_truth_holds_what_counts_about_photos_with_the_machines_answer() -> None:
    machine = (ScoredLabel("black", 0.8),)
    history: list[Decision] = [
        tags(1, chosen(FRONT, "colour", "black", machine=machine, photo_version="v1"), bulk=True),
        tags(2, chosen("", "category", "pumps")),
        tags(3, chosen(FRONT, "colour", "white", machine=machine, action="corrected", photo_version="v1")),
        tags(4, chosen(BACK, "colour", "red")),
        undone(5, 4),
    ]
    (truth,) = ground_truth(history)
    assert (truth.photo, truth.facet, truth.labels) == (FRONT, "colour", ("white",))
    assert (truth.machine, truth.action, truth.bulk, truth.photo_version) == (machine, "corrected", False, "v1")


def test_an_undo_changes_the_data_back_and_an_undo_of_that_again() -> None:
    history: list[Decision] = [data(1, "", "a"), data(2, "a", "b"), undone(3, 2), undone(4, 3), undone(5, 4), text(6)]
    changes = [data_change(one, history) for one in history]
    assert [change and tuple(file.content for file in change) for change in changes] == [
        ("", "a"),
        ("a", "b"),
        ("b", "a"),
        ("a", "b"),
        ("b", "a"),
        None,
    ]
    assert fold(history).undone == {2, 4}


@pytest.mark.parametrize("of", [1, 3, 9])
def test_an_undo_of_something_else_is_not_about_the_data(of: int) -> None:
    assert data_change(undone(3, of), [text(1), data(2, "", "a"), undone(3, of)]) is None


def test_a_file_that_cannot_be_read_is_the_same_as_a_copy_of_it() -> None:
    assert DataFile(etag="e", version="v1") == DataFile(etag="e", version="v2")
    assert DataFile(etag="e", version="v1") != DataFile(etag="f", version="v1")
    assert DataFile(etag="e") != DataFile()


@unhurried
@given(histories())
def test_data_change_back_and_forth_with_every_undo(history: list[Decision]) -> None:
    for one in history:
        again = undone(len(history) + 1, one.version)
        change = data_change(one, history)
        assert data_change(again, [*history, again]) == (change[::-1] if change else None)
