"""Article tags by vote, contradictions with the data, and the questions that remain."""

from __future__ import annotations

import pytest

from bildtext.decisions import ground_truth
from bildtext.storage.photo_items import PhotoItem
from tests.catalogue_items import a_photo, a_refused_photo, a_text, a_view, some_data
from tests.decisions import BACK, FRONT, chosen, tags

White = ("white", 0.9)


def voted(*images: PhotoItem, **more: object) -> list[tuple[str, int, int]]:
    return [(tag.label, tag.votes, tag.of) for tag in a_view(*images, **more).tags]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("photos", "won"),
    [
        ([("pumps", 0.6), ("pumps", 0.6), ("loafer", 0.95)], ("pumps", 2, 3)),
        ([("pumps", 0.4), ("loafer", 0.95)], ("loafer", 1, 2)),
        ([("shoes", 0.9), ("pumps", 0.5)], ("pumps", 2, 2)),  # a vote for the group supports its label
        ([("shoes", 0.9), ("shoes", 0.5)], ("shoes", 2, 2)),
    ],
)
def test_the_label_with_the_most_weight_is_the_articles(
    photos: list[tuple[str, float]], won: tuple[str, int, int]
) -> None:
    images = [a_photo(f"v{at}", category=one) for at, one in enumerate(photos)]
    assert voted(*images) == [won]


def test_an_editors_choice_outweighs_a_score() -> None:
    images = [a_photo("front", category=("loafer", 0.2)), a_photo("back", category=("pumps", 0.9))]
    assert voted(*images) == [("pumps", 1, 2)]
    choice = chosen(FRONT, "category", "loafer")
    assert voted(*images, decisions=[tags(1, choice)]) == [("loafer", 1, 2)]


def test_of_a_facet_with_several_labels_those_count_that_half_of_the_photos_have() -> None:
    images = [
        a_photo("a", colour=[("white", 0.6), ("red", 0.4)]),
        a_photo("b", colour=[("white", 0.6), ("blue", 0.4)]),
        a_photo("c", colour=[("white", 0.6), ("blue", 0.4)]),
        a_photo("d", category=("pumps", 0.9)),
    ]
    assert [one for one in voted(*images) if one[0] != "pumps"] == [("white", 3, 3), ("blue", 2, 3)]


def test_a_decision_about_the_article_wins_over_its_photos() -> None:
    images = [a_photo("front", category=("pumps", 0.9))]
    decision = tags(1, chosen("", "category", "loafer"))
    view = a_view(*images, decisions=[decision])
    (tag,) = view.tags
    assert (tag.label, tag.decided, tag.score, tag.votes, tag.of) == ("loafer", True, None, 0, 1)
    assert a_view(*images, decisions=[tags(1, chosen("", "category"))]).tags == ()


def test_a_decided_group_has_the_votes_for_its_labels() -> None:
    images = [
        a_photo("a", category=("pumps", 0.9)),
        a_photo("b", category=("loafer", 0.7)),
        a_photo("c", category=("shoes", 0.5)),
        a_photo("d", category=("shirt", 0.9)),
    ]
    (tag,) = a_view(*images, decisions=[tags(1, chosen("", "category", "shoes"))]).tags
    assert (tag.label, tag.votes, tag.of, tag.score) == ("shoes", 3, 4, 0.7)


def test_a_group_is_not_in_doubt_because_of_its_own_labels() -> None:
    def asked(second: str) -> list[str]:
        return [
            one.kind
            for one in a_view(a_photo(category=("shoes", 0.9), seconds={"category": [(second, 0.8)]})).questions
        ]

    assert asked("pumps") == []
    assert asked("shirt") == ["low-score"]


def test_the_view_of_a_photo_is_no_tag_of_the_article() -> None:
    assert voted(a_photo(view=[("front", 0.9)])) == []


# -- contradictions ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "contradicted"),
    [
        ({"Farbe": "schwarz"}, ["colour"]),
        ({"FARBE": "Schwarz/Rot"}, ["colour"]),
        ({"Colour": "black"}, ["colour"]),
        ({"Farbe": "weiß"}, []),
        ({"Farbe": "weiss, schwarz"}, []),
        ({"Farbe": "creme"}, []),  # a neighbour of white
        ({"Schuhe": "Slingpumps"}, []),  # and of pumps
        ({"Farbe": "offwhite"}, []),  # in no label's words: says nothing
        ({"Besonderheit": "schwarze Sohle"}, []),
        ({"Sohlenfarbe": "schwarz"}, []),
        ({"Schuhe": "Sneaker"}, ["category"]),
        ({"Artikel": "Schuhe"}, []),  # the group of the tag
        ({"Artikel": "Pumps"}, []),
        ({"Passt zu": "Sneaker und Jeans"}, []),
        ({"Kategorie": "Damen Sneaker"}, ["category"]),
        ({"data_text": "Sneaker"}, ["category"]),
        ({"Farbe": "schwarz", "Schuhe": "Sneaker"}, ["category", "colour"]),
    ],
)
def test_data_in_the_words_of_the_label_file_contradicts_tags(data: object, contradicted: list[str]) -> None:
    view = a_view(a_photo(category=("pumps", 0.9), colour=White), data=some_data(data))
    assert [tag.facet for tag in view.tags if tag.contradiction] == contradicted


def test_a_contradiction_names_both_sides_and_asks_which() -> None:
    view = a_view(a_photo(category=("pumps", 0.9), colour=White), data=some_data({"Farbe": "schwarz"}))
    (question,) = [one for one in view.questions if one.kind == "contradiction"]
    assert question.reason == "Das Foto zeigt Weiß, die Daten sagen Schwarz (Farbe: schwarz)."
    assert [(one.label, one.name, one.score) for one in question.answers] == [
        ("white", "Weiß", 0.9),
        ("black", "Schwarz", None),
    ]
    assert (question.photo, question.facet) == ("", "colour")
    assert question.places == (FRONT, "")


def test_a_contradiction_is_one_question_however_many_tags_the_facet_has() -> None:
    image = a_photo(colour=[("teal", 0.63), ("turquoise", 0.22)])
    view = a_view(image, data=some_data({"Farbe": "Rot"}))
    (question,) = view.questions
    assert question.reason == "Das Foto zeigt Petrol und Türkis, die Daten sagen Rot (Farbe: Rot)."
    assert [one.label for one in question.answers] == ["teal", "turquoise", "red"]
    assert {tag.contradiction for tag in view.tags} == {question.reason}
    near = a_view(image, data=some_data({"Farbe": "Blau"}))  # a neighbour of both
    assert [one.kind for one in near.questions if one.kind == "contradiction"] == []
    assert {tag.contradiction for tag in near.tags} == {None}


def test_what_an_editor_said_about_the_photo_stays_when_the_contradiction_is_answered() -> None:
    decision = tags(1, chosen(FRONT, "colour", "white"))
    (question,) = a_view(a_photo(colour=White), data=some_data({"Farbe": "schwarz"}), decisions=[decision]).questions
    assert (question.kind, question.places) == ("contradiction", ("",))


def test_a_decision_about_the_article_settles_a_contradiction() -> None:
    decision = tags(1, chosen("", "colour", "white"))
    view = a_view(a_photo(colour=White), data=some_data({"Farbe": "schwarz"}), decisions=[decision])
    assert view.tags[0].contradiction is None
    assert view.questions == ()


# -- questions --------------------------------------------------------------------------------------------


def test_questions_are_ordered_by_what_an_answer_is_worth() -> None:
    view = a_view(
        a_photo(
            abstained={"category": ("margin", ("pumps", 0.3)), "pattern": ("threshold", ("plain", 0.3))},
            seconds={"category": [("pumps", 0.3), ("loafer", 0.29)], "pattern": [("plain", 0.3), ("dotted", 0.1)]},
            colour=("white", 0.3),
            material_look=("suede", 0.9),
        ),
        a_refused_photo(),
        data=some_data({"Farbe": "schwarz"}),
        text=a_text(
            legal=[{"message": "§"}], unsupported=[{"message": "u"}], conflicts=[{"message": "c", "entries": []}]
        ),
    )
    assert [(one.kind, one.facet) for one in view.questions] == [
        ("error", ""),
        ("contradiction", "colour"),
        ("conflict", ""),
        ("finding", ""),
        ("finding", ""),
        ("abstention", "category"),
        ("abstention", "pattern"),
    ]
    assert [one.reason for one in view.questions if one.kind == "finding"] == ["§", "u"]
    values = [one.value for one in view.questions]
    assert values == sorted(values, reverse=True)


@pytest.mark.parametrize("reason", ["none", "category-unknown", "unknown-words"])
def test_an_abstention_that_no_label_answers_is_no_question(reason: str) -> None:
    assert a_view(a_photo(abstained={"pattern": (reason, ("plain", 0.2))})).questions == ()


def test_an_abstention_is_worth_less_where_another_photo_has_answered() -> None:
    open_one = a_photo(abstained={"category": ("margin", ("pumps", 0.3))})
    alone, helped = a_view(open_one), a_view(open_one, a_photo("back", category=("pumps", 0.95)))
    assert helped.questions[0].value < alone.questions[0].value


def test_the_closer_the_answers_the_more_a_question_is_worth() -> None:
    def value(second: float) -> float:
        abstained, seconds = {"pattern": ("margin", ("plain", 0.4))}, {"pattern": [("plain", 0.4), ("dotted", second)]}
        return a_view(a_photo(abstained=abstained, seconds=seconds)).questions[0].value

    assert value(0.39) > value(0.3) > value(0.1)


@pytest.mark.parametrize(
    ("score", "second", "asked"),
    [
        (0.9, 0.05, False),
        (0.55, 0.44, True),
        (0.45, 0.1, True),
        (0.55, 0.1, False),
        (0.9, None, False),
        (0.55, None, True),
    ],
)
def test_a_tag_barely_above_its_threshold_or_the_second_is_a_question(
    score: float, second: float | None, asked: bool
) -> None:
    seconds = {"pattern": [("dotted", second)]} if second is not None else {}
    view = a_view(a_photo(pattern=("plain", score), seconds=seconds))
    assert [one.kind for one in view.questions] == (["low-score"] if asked else [])


def test_photos_that_show_different_things_are_a_question_about_the_article() -> None:
    view = a_view(a_photo("a", category=("pumps", 0.95)), a_photo("b", category=("loafer", 0.9)))
    (question,) = view.questions
    assert (question.kind, question.photo, [one.label for one in question.answers]) == (
        "low-score",
        "",
        ["pumps", "loafer"],
    )
    decision = tags(1, chosen("", "category", "pumps"))
    assert (
        a_view(
            a_photo("a", category=("pumps", 0.95)), a_photo("b", category=("loafer", 0.9)), decisions=[decision]
        ).questions
        == ()
    )


def in_doubt(view: str, *scores: tuple[str, float]) -> PhotoItem:
    """A photo whose best pattern is barely ahead of the second."""
    return a_photo(view, pattern=scores[0], seconds={"pattern": list(scores[1:])})


def test_a_facet_is_asked_once_for_all_photos_with_the_best_of_their_answers() -> None:
    front, back = in_doubt("front", ("plain", 0.44), ("dotted", 0.4)), in_doubt("back", ("check", 0.48), ("plain", 0.4))
    silent = a_photo("side", abstained={"pattern": ("margin", ("floral", 0.3))})
    agreed = in_doubt("back", ("plain", 0.48), ("check", 0.45))
    (question,) = a_view(front, agreed, silent).questions
    assert (question.kind, question.photo, question.places) == ("low-score", BACK, (BACK, ""))
    assert [(one.label, one.score) for one in question.answers] == [("plain", 0.48), ("check", 0.45)]
    (question,) = a_view(front, back, silent).questions  # they disagree, which is one question too
    assert (question.photo, [one.label for one in question.answers]) == ("", ["check", "plain"])
    assert question.places == (BACK, "")


def test_a_group_is_no_answer_where_a_photo_shows_one_of_its_labels() -> None:
    group = a_photo("back", category=("shoes", 0.47), seconds={"category": [("loafer", 0.41), ("shirt", 0.4)]})
    (question,) = a_view(group, a_photo("front", category=("pumps", 0.21))).questions
    assert [one.label for one in question.answers] == ["pumps", "loafer"]
    (question,) = a_view(group).questions
    assert [one.label for one in question.answers] == ["shoes", "loafer"]


def test_an_answer_settles_the_facet_of_every_photo_also_none_of_them() -> None:
    images = [in_doubt(view, ("plain", 0.44), ("dotted", 0.4)) for view in ("front", "back")]
    (question,) = a_view(*images).questions
    for labels in (("dotted",), ()):
        answer = tags(1, *(chosen(place, "pattern", *labels) for place in question.places))
        assert a_view(*images, decisions=[answer]).questions == ()
    (other,) = a_view(*images, decisions=[tags(1, chosen(question.photo, "pattern", "plain"))]).questions
    assert (other.id, {question.photo, other.photo}) == (question.id, {FRONT, BACK})


def test_the_view_is_asked_of_each_photo() -> None:
    images = [a_photo(one, abstained={"view": ("margin", ("side", 0.3))}) for one in ("front", "back")]
    questions = a_view(*images).questions
    assert {one.places for one in questions} == {(FRONT,), (BACK,)}
    assert len({one.id for one in questions}) == 2


def test_an_answer_is_ground_truth_for_the_photo_that_was_shown() -> None:
    images = [in_doubt(view, ("plain", 0.44), ("dotted", 0.4)) for view in ("front", "back")]
    (question,) = a_view(*images).questions
    (truth,) = ground_truth([tags(1, *(chosen(place, "pattern", "dotted") for place in question.places))])
    assert (truth.photo, truth.labels) == (question.photo, ("dotted",))


def test_a_decided_facet_asks_nothing_and_ids_stay_while_the_question_does() -> None:
    image = a_photo(abstained={"pattern": ("margin", ("plain", 0.4)), "fit": ("margin", ("slim", 0.3))})
    before = {one.facet: one.id for one in a_view(image).questions}
    after = {one.facet: one.id for one in a_view(image, decisions=[tags(1, chosen(FRONT, "fit"))]).questions}
    assert before.keys() == {"pattern", "fit"}
    assert after == {"pattern": before["pattern"]}
