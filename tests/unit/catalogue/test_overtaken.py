"""Decisions that photos have overtaken: nothing is applied silently, everything is asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bildtext.decisions import TagChoice
from bildtext.storage.photo_items import PhotoItem
from catalogue.bulk import plan
from catalogue.view_model import ArticleView, Question
from tests.catalogue_items import a_photo, a_refused_photo, a_text, a_view, facet_of, labels
from tests.decisions import BACK, FRONT, alt_text, chosen, released, tags, text, undone

OLD = {"photo_version": "v0"}  # the photos of these tests are at v1


def asked(view: ArticleView, kind: str) -> list[Question]:
    return [one for one in view.questions if one.kind == kind]


def test_what_was_decided_about_a_replaced_photo_is_asked_and_the_new_photos_tags_are_shown() -> None:
    view = a_view(a_photo(colour=("white", 0.9)), decisions=[tags(1, chosen(FRONT, "colour", "black", **OLD))])
    facet = facet_of(view, "colour")
    assert ([tag.label for tag in facet.tags], facet.decided) == (["white"], False)
    assert facet.replaced is not None
    assert [tag.label for tag in facet.replaced] == ["black"]
    assert [tag.label for tag in view.tags] == ["white"]
    (question,) = asked(view, "replaced")
    assert (question.photo, question.facet, question.places, question.chosen) == (FRONT, "colour", (FRONT,), ("black",))
    assert question.reason == "Farbe: Das Foto wurde ersetzt; die Entscheidung „Schwarz“ galt dem alten Foto."


@pytest.mark.parametrize(
    ("image", "choice"),
    [
        (a_photo(colour=("white", 0.9)), chosen(FRONT, "colour", "white", **OLD)),
        (a_photo(colour=("white", 0.9)), chosen(FRONT, "colour", "black", photo_version="v1")),
        (a_photo(colour=("white", 0.9)), chosen(FRONT, "colour", "black")),  # from before the version was kept
        (a_refused_photo("front"), chosen(FRONT, "colour", "black", **OLD)),
    ],
)
def test_nothing_is_asked_where_the_decision_is_about_this_photo_or_says_what_it_shows(
    image: PhotoItem, choice: TagChoice
) -> None:
    assert asked(a_view(image, decisions=[tags(1, choice)]), "replaced") == []


def test_a_decision_that_none_applies_is_asked_too() -> None:
    view = a_view(a_photo(colour=("white", 0.9)), decisions=[tags(1, chosen(FRONT, "colour", **OLD))])
    (question,) = asked(view, "replaced")
    assert (question.chosen, question.answers) == ((), ())
    assert "„keins davon“" in question.reason


def test_the_answer_is_the_old_decision_or_that_it_is_dropped() -> None:
    old, image = tags(1, chosen(FRONT, "colour", "black", **OLD)), a_photo(colour=("white", 0.9))
    kept = a_view(image, decisions=[old, tags(2, chosen(FRONT, "colour", "black", photo_version="v1"))])
    assert (asked(kept, "replaced"), facet_of(kept, "colour").decided) == ([], True)
    drop = tags(2, chosen(FRONT, "colour", action="dropped", photo_version="v1"))
    dropped = a_view(image, decisions=[old, drop])
    assert (asked(dropped, "replaced"), facet_of(dropped, "colour").decided) == ([], False)
    assert [tag.label for tag in facet_of(dropped, "colour").tags] == ["white"]
    assert dropped.history[0].summary == "Tags entschieden: Farbe: nicht mehr entschieden"
    assert asked(a_view(image, decisions=[old, drop, undone(3, 2)]), "replaced")


def test_the_same_decision_about_several_photos_and_the_article_is_one_question() -> None:
    images = a_photo("front", colour=("white", 0.9)), a_photo("back", colour=("white", 0.9))
    places = [chosen(place, "colour", "black", **OLD) for place in (FRONT, BACK)]
    (question,) = asked(a_view(*images, decisions=[tags(1, *places, chosen("", "colour", "black"))]), "replaced")
    assert set(question.places) == {FRONT, BACK, ""}
    (question,) = asked(
        a_view(*images, decisions=[tags(1, *places), tags(2, chosen("", "colour", "black"))]), "replaced"
    )
    assert set(question.places) == {FRONT, BACK}, "the article was decided by itself"


def test_a_facet_of_a_replaced_photo_is_asked_once() -> None:
    image = a_photo(abstained={"pattern": ("margin", ("plain", 0.4))})
    view = a_view(image, decisions=[tags(1, chosen(FRONT, "pattern", "dotted", **OLD))])
    assert [one.kind for one in view.questions] == ["replaced"]


def test_one_gesture_leaves_what_was_decided_about_the_old_photo_to_a_person() -> None:
    view = a_view(a_photo(category=("pumps", 0.95)), decisions=[tags(1, chosen(FRONT, "category", "boot", **OLD))])
    (one,) = plan([view], 0.8, labels())
    assert (one.accepted, [held.reason for held in one.held_back]) == ((), ["replaced"])
    assert one.held_back[0].detail.startswith("Das Foto wurde ersetzt; entschieden war ")


def test_the_alt_text_of_a_replaced_photo_is_asked() -> None:
    machine = a_text(alt_texts={FRONT: "Neu, von der Maschine"})
    old = replace(alt_text(1, "Alt, von Ada"), photo_version="v0")
    view = a_view(a_photo(), text=machine, decisions=[old])
    assert (view.photos[0].alt_text, view.photos[0].replaced_alt_text) == ("Neu, von der Maschine", "Alt, von Ada")
    (question,) = asked(view, "replaced")
    assert (question.photo, question.facet) == (FRONT, "")
    for answer, shown in (("Alt, von Ada", "Alt, von Ada"), ("", "Neu, von der Maschine")):
        after = a_view(a_photo(), text=machine, decisions=[old, replace(alt_text(2, answer), photo_version="v1")])
        assert (after.photos[0].alt_text, asked(after, "replaced")) == (shown, [])
    assert after.history[0].summary == "Alternativtext für front.jpg verworfen"


def test_a_photo_corrected_after_the_article_was_decided_is_asked_about() -> None:
    image, whole = a_photo(colour=("white", 0.9)), tags(1, chosen("", "colour", "white"))
    later = tags(2, chosen(FRONT, "colour", "black", photo_version="v1"))
    view = a_view(image, decisions=[whole, later])
    (question,) = asked(view, "corrected")
    assert (question.photo, question.places, question.choose, question.chosen) == (FRONT, ("",), 3, ("white",))
    assert [one.label for one in question.answers] == ["black", "white"]
    assert question.reason == "Farbe: Für den Artikel gilt „Weiß“; danach wurde für ein Foto „Schwarz“ entschieden."
    assert [tag.label for tag in view.tags] == ["white"], "until somebody answers"
    for labels_now in (("white",), ("black",), ("black", "white"), ()):
        assert (
            asked(a_view(image, decisions=[whole, later, tags(3, chosen("", "colour", *labels_now))]), "corrected")
            == []
        )


@pytest.mark.parametrize(
    ("article", "photo", "is_asked"),
    [
        (("white",), ("white",), False),
        (("white", "black"), ("black",), False),  # a photo need not show everything
        (("white",), ("white", "black"), True),
        (("white",), (), True),
        ((), ("black",), True),
        ((), (), False),
    ],
)
def test_only_what_differs_is_asked(article: tuple[str, ...], photo: tuple[str, ...], is_asked: bool) -> None:
    decisions = [tags(1, chosen("", "colour", *article)), tags(2, chosen(FRONT, "colour", *photo))]
    assert bool(asked(a_view(a_photo(colour=("white", 0.9)), decisions=decisions), "corrected")) == is_asked


def test_what_was_decided_before_or_together_with_the_article_is_not_asked() -> None:
    image = a_photo(colour=("white", 0.9))
    photo, whole = chosen(FRONT, "colour", "black"), chosen("", "colour", "white")
    for decisions in ([tags(1, photo), tags(2, whole)], [tags(1, photo, whole)]):
        assert asked(a_view(image, decisions=decisions), "corrected") == []
    group = [tags(1, chosen("", "category", "shoes")), tags(2, chosen(FRONT, "category", "pumps"))]
    assert asked(a_view(a_photo(category=("pumps", 0.9)), decisions=group), "corrected") == []


def test_that_no_label_applies_to_the_article_is_shown() -> None:
    view = a_view(a_photo(pattern=("plain", 0.9)), decisions=[tags(1, chosen("", "pattern"))])
    assert [(one.facet, one.name) for one in view.decided_none] == [("pattern", "Muster")]
    assert view.tags == ()


def test_several_labels_are_offered_where_several_can_apply() -> None:
    image = a_photo(
        abstained={"colour": ("margin", ("white", 0.4))},
        seconds={"colour": [("white", 0.4), ("black", 0.38), ("red", 0.3)]},
    )
    (question,) = a_view(image).questions
    assert (question.choose, question.chosen) == (3, ())
    assert [one.label for one in question.answers] == ["white", "black", "red"]
    unsure = a_photo(material_look=("leather", 0.2), seconds={"material-look": [("suede", 0.19)]})
    (question,) = a_view(unsure).questions
    assert (question.choose, question.chosen) == (2, ("leather",))


def test_the_history_says_which_edit_ended_a_release() -> None:
    view = a_view(a_photo(), decisions=[text(1), released(2, 1), text(3, "Neu.", voids_release=2)])
    assert view.history[0].summary == "Text bearbeitet (1 Wort); die Freigabe ist damit aufgehoben"
