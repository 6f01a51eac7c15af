"""One gesture accepts clear tags, and holds back what needs a look, with the reason."""

from __future__ import annotations

from typing import Any

import pytest

from bildtext.decisions import ScoredLabel
from bildtext.storage.photo_items import PhotoItem
from catalogue.bulk import BulkPlan, plan
from catalogue.view_model import ArticleView
from tests.catalogue_items import a_photo, a_view, labels, some_data
from tests.decisions import FRONT, chosen, tags

Pumps = ("pumps", 0.95)


def planned(*views: ArticleView, min_score: float = 0.8) -> tuple[BulkPlan, ...]:
    return plan(views, min_score, labels())


def held(plan: BulkPlan) -> list[tuple[str, str, str]]:
    return [(one.facet, one.label, one.reason) for one in plan.held_back]


def accepted(plan: BulkPlan) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.facet, one.labels) for one in plan.accepted]


def test_clear_tags_are_accepted_with_the_machines_answer_and_the_photos_version() -> None:
    (one,) = planned(a_view(a_photo(category=Pumps)))
    (choice,) = one.accepted
    assert (choice.photo, choice.facet, choice.labels, choice.action) == (FRONT, "category", ("pumps",), "accepted")
    assert (choice.machine, choice.photo_version) == ((ScoredLabel("pumps", 0.95),), "v1")
    assert one.held_back == ()


@pytest.mark.parametrize(
    ("image", "more", "reason"),
    [
        (a_photo(category=("pumps", 0.79)), {}, "low-score"),
        (a_photo(category=("pumps", 0.85), seconds={"category": [("loafer", 0.75)]}), {}, "small-margin"),
        (a_photo(category=Pumps), {"data": some_data({"Schuhe": "Sneaker"})}, "contradiction"),
    ],
)
def test_a_tag_that_needs_a_look_is_held_back(image: PhotoItem, more: Any, reason: str) -> None:
    (one,) = planned(a_view(image, **more))
    assert held(one) == [("category", "pumps", reason)]
    assert accepted(one) == []


def test_each_reason_is_a_sentence_for_the_editor() -> None:
    near = a_photo("a", category=("pumps", 0.85), seconds={"category": [("loafer", 0.75)]})
    (one,) = planned(a_view(near))
    assert one.held_back[0].detail == "Knapp vor Loafer."
    (one,) = planned(a_view(a_photo(category=("pumps", 0.79))))
    assert one.held_back[0].detail == "Der Wert 79 % liegt unter 80 %."


def test_a_small_margin_without_a_known_second_names_none() -> None:
    (one,) = planned(a_view(a_photo(category=("pumps", 0.55))), min_score=0.5)
    assert [(tag.reason, tag.detail) for tag in one.held_back] == [
        ("small-margin", "Der Wert 55 % lässt eine andere Antwort fast ebenso gut zu.")
    ]


def test_a_groups_own_labels_are_no_second() -> None:
    seconds = {"category": [("pumps", 0.8), ("shirt", 0.82)]}
    (one,) = planned(a_view(a_photo(category=("shoes", 0.9), seconds=seconds)))
    assert one.held_back[0].detail.startswith("Knapp vor ") and "Pumps" not in one.held_back[0].detail
    (one,) = planned(a_view(a_photo(category=("shoes", 0.9), seconds={"category": seconds["category"][:1]})))
    assert accepted(one) == [("category", ("shoes",))]


@pytest.mark.parametrize(
    "doubtful",
    [
        a_photo("back", category=("pumps", 0.5)),
        a_photo("back", category=("shoes", 0.5)),
        a_photo("back", category=("pumps", 0.85), seconds={"category": [("loafer", 0.75)]}),
        a_photo("back", abstained={"category": ("margin", ("loafer", 0.3))}),
    ],
)
def test_what_one_photo_shows_clearly_settles_the_articles_other_photos(doubtful: PhotoItem) -> None:
    clear = a_photo("front", category=Pumps)
    (one,) = planned(a_view(clear, doubtful))
    assert [(choice.photo, choice.labels) for choice in one.accepted] == [(FRONT, ("pumps",)), ("", ("pumps",))]
    assert one.held_back == ()
    assert a_view(clear, doubtful, decisions=[tags(1, *one.accepted, bulk=True)]).questions == ()


@pytest.mark.parametrize(
    ("facet", "clear", "doubtful"),
    [
        ("category", Pumps, ("loafer", 0.5)),  # shows something else
        ("colour", ("white", 0.95), [("white", 0.5), ("red", 0.5)]),  # shows more
        ("view", ("front", 0.95), ("front", 0.5)),  # each photo has its own
    ],
)
def test_what_another_photo_shows_otherwise_is_not_settled(facet: str, clear: Any, doubtful: Any) -> None:
    (one,) = planned(a_view(a_photo("front", **{facet: clear}), a_photo("back", **{facet: doubtful})))
    assert "" not in {choice.photo for choice in one.accepted}
    assert "articles/1/back.jpg" in {tag.photo for tag in one.held_back}


def test_what_an_editor_decided_about_the_article_is_not_decided_again() -> None:
    images = a_photo("front", category=Pumps), a_photo("back", category=("pumps", 0.5))
    (one,) = planned(a_view(*images, decisions=[tags(1, chosen("", "category", "pumps"))]))
    assert [choice.photo for choice in one.accepted] == [FRONT]


def test_what_a_gesture_held_back_is_asked() -> None:
    image = a_photo(category=Pumps, pattern=("plain", 0.7), seconds={"pattern": [("dotted", 0.1)]}, view=("front", 0.7))
    view = a_view(image)
    assert view.questions == ()
    (one,) = planned(view)
    (question,) = a_view(image, decisions=[tags(1, *one.accepted, bulk=True)]).questions
    assert (question.kind, question.facet, question.answers[0].label) == ("low-score", "pattern", "plain")
    assert question.reason == "Muster: Unifarben wurde nicht mit den sicheren Tags angenommen."


def test_photos_that_disagree_are_held_back_and_group_and_label_agree() -> None:
    front, back = a_photo("front", category=Pumps), a_photo("back", category=("loafer", 0.95))
    (one,) = planned(a_view(front, back))
    assert {reason for *_, reason in held(one)} == {"disagreement"}
    assert "Pumps" in one.held_back[0].detail and "Loafer" in one.held_back[0].detail
    (one,) = planned(a_view(front, a_photo("back", category=("shoes", 0.95))))
    assert held(one) == []


def test_different_views_and_an_overlap_of_colours_are_no_disagreement() -> None:
    front = a_photo("front", colour=[("white", 0.9), ("red", 0.9)], view=("front", 0.9))
    back = a_photo("back", colour=("white", 0.9), view=("back", 0.9))
    (one,) = planned(a_view(front, back))
    assert held(one) == []


def test_once_the_article_is_decided_its_photos_are_measured_against_that() -> None:
    front, back = a_photo("front", category=Pumps), a_photo("back", category=("loafer", 0.95))
    (one,) = planned(a_view(front, back, decisions=[tags(1, chosen("", "category", "pumps"))]))
    assert accepted(one) == [("category", ("pumps",))]
    assert held(one) == [("category", "loafer", "disagreement")]
    assert one.version == 1


def test_a_facet_is_accepted_with_all_its_tags_or_not_at_all() -> None:
    (one,) = planned(a_view(a_photo(colour=[("white", 0.9), ("red", 0.7)])))
    assert accepted(one) == []
    assert held(one) == [("colour", "red", "low-score")]


def test_decided_facets_and_abstentions_are_left_alone() -> None:
    image = a_photo(category=Pumps, colour=("white", 0.9), abstained={"fit": ("margin", ("slim", 0.9))})
    (one,) = planned(a_view(image, decisions=[tags(1, chosen(FRONT, "colour", "red"))]))
    assert accepted(one) == [("category", ("pumps",))]
    assert held(one) == []


@pytest.mark.parametrize(("count", "rare"), [(9, False), (10, True), (30, True)])
def test_a_label_that_few_of_many_articles_have_is_held_back(count: int, rare: bool) -> None:
    views = [a_view(a_photo("front", str(at), category=Pumps), number=str(at)) for at in range(count - 1)]
    plans = planned(*views, a_view(a_photo("front", "x", category=("clogs", 0.99)), number="x"))
    assert [one.number for one in plans if one.held_back] == (["x"] if rare else [])
    if rare:
        assert held(plans[-1]) == [("category", "clogs", "rare")]
        assert plans[-1].held_back[0].detail == f"In dieser Auswahl selten: 1 von {count} Artikeln."


def test_of_two_hundred_articles_a_label_of_three_is_still_rare() -> None:
    views = [
        a_view(a_photo("front", str(at), category=("clogs", 0.99) if at < 3 else Pumps), number=str(at))
        for at in range(200)
    ]
    assert [one.number for one in planned(*views) if one.held_back] == ["0", "1", "2"]


def test_nothing_selected_is_nothing_planned() -> None:
    assert planned() == ()
