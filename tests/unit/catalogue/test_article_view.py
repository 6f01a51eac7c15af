"""The view of an article: the machine's results with the editors' decisions applied."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bildtext.decisions import Decision, ScoredLabel
from bildtext.storage.article_table import DataItem, TextItem
from bildtext.storage.decision_table import CatalogueArticle
from bildtext.storage.photo_items import PhotoItem
from catalogue.article_view import article_view
from catalogue.summaries import summary_of
from catalogue.view_model import ArticleView
from tests.catalogue_items import (
    WRITTEN,
    a_photo,
    a_refused_photo,
    a_refused_text,
    a_text,
    a_view,
    an_article,
    facet_of,
    labels,
    some_data,
)
from tests.decisions import BACK, FRONT, alt_text, chosen, histories, released, tags, text, undone, withdrawn

MUCH_LATER = "2026-11-27T23:00:00.000+00:00"


def shown(view: ArticleView, facet: str = "colour", photo: int = 0) -> list[tuple[str, str]]:
    return [(tag.label, tag.action) for tag in facet_of(view, facet, photo).tags]


def test_an_unknown_article_is_empty() -> None:
    view = article_view("1", CatalogueArticle(), labels())
    assert (view.state, view.version, view.photos, view.tags, view.questions, view.text) == ("new", 0, (), (), (), None)


def test_facets_are_in_the_order_of_the_label_file_the_category_first_and_have_german_names() -> None:
    view = a_view(a_photo(colour=("white", 0.9), category=("pumps", 0.8), heel_height=("flat", 0.9)))
    names = [(facet.facet, facet.name) for facet in view.photos[0].facets]
    assert names[0] == ("category", "Kategorie")
    assert ("colour", "Farbe") in names
    assert facet_of(view, "category").tags[0].name == "Pumps"


def test_a_label_that_left_the_label_file_is_shown_with_its_id() -> None:
    view = a_view(a_photo(colour=("ecru", 0.9), sparkle=("much", 0.9)))
    assert facet_of(view, "colour").tags[0].name == "ecru"
    assert (facet_of(view, "sparkle").name, facet_of(view, "sparkle").tags[0].name) == ("sparkle", "much")


def test_photos_that_show_the_front_come_first() -> None:
    view = a_view(a_photo("back"), a_photo("front"), a_photo("a"))
    assert [photo.view for photo in view.photos] == ["front", "a", "back"]


@pytest.mark.parametrize(
    ("labels", "seen", "tags"),
    [
        (("white",), ("white",), [("white", "accepted")]),
        (("grey",), ("white",), [("grey", "corrected")]),
        (("white", "grey"), ("white",), [("white", "accepted"), ("grey", "added")]),
        (("grey",), (), [("grey", "corrected")]),  # without what the editor saw, the machine's answer now counts
        ((), ("white",), []),
    ],
)
def test_a_decision_replaces_the_machines_tags_of_a_facet(
    labels: tuple[str, ...], seen: tuple[str, ...], tags: list[tuple[str, str]]
) -> None:
    choice = chosen(FRONT, "colour", *labels, machine=tuple(ScoredLabel(one, 0.9) for one in seen))
    view = a_view(a_photo(colour=("white", 0.9), category=("pumps", 0.8)), decisions=[decided(choice)])
    assert shown(view) == tags
    assert facet_of(view, "colour").decided
    assert not facet_of(view, "category").decided
    assert ("white" in labels) != (
        ("white", "removed") in [(o.label, o.action) for o in facet_of(view, "colour").runners_up]
    )


def decided(*choices: Any) -> Decision:
    return tags(1, *choices)


def test_no_later_result_of_the_machine_replaces_a_decision() -> None:
    choice = chosen(FRONT, "colour", "grey", machine=(ScoredLabel("white", 0.9),))
    view = a_view(a_photo(colour=("black", 0.99)), decisions=[decided(choice)])
    assert shown(view) == [("grey", "corrected")]
    assert [(tag.label, tag.votes, tag.of) for tag in view.tags] == [("grey", 1, 1)]


def test_an_undone_decision_gives_the_machines_tags_back() -> None:
    choice = chosen(FRONT, "colour", "grey")
    view = a_view(a_photo(colour=("white", 0.9)), decisions=[decided(choice), undone(2, 1)])
    assert shown(view) == [("white", "")]
    assert view.version == 2
    assert [(one.version, one.undone, one.can_undo) for one in view.history] == [(2, False, True), (1, True, False)]


def test_a_tag_can_be_added_to_a_facet_that_was_not_scored() -> None:
    view = a_view(a_photo(category=("pumps", 0.9)), decisions=[decided(chosen(FRONT, "colour", "white"))])
    assert [(tag.label, tag.score, tag.action) for tag in facet_of(view, "colour").tags] == [("white", None, "added")]


def test_an_abstention_offers_the_best_labels_and_of_older_results_the_best() -> None:
    new = a_photo(
        abstained={"colour": ("margin", ("white", 0.4))}, seconds={"colour": [("white", 0.4), ("grey", 0.38)]}
    )
    old = a_photo(abstained={"colour": ("margin", ("white", 0.4))})
    for image, offered in ((new, ["white", "grey"]), (old, ["white"])):
        facet = facet_of(a_view(image), "colour")
        assert facet.abstained == "margin"
        assert [one.label for one in facet.runners_up] == offered
    decided_view = a_view(new, decisions=[decided(chosen(FRONT, "colour", "grey"))])
    assert facet_of(decided_view, "colour").abstained is None


# -- data -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "entries"),
    [
        (
            {"Farbe": "weiß", "Größen": [36, 37.5], "neu": True},
            [("Farbe", "weiß"), ("Größen", "36, 37.5"), ("neu", "ja")],
        ),
        ({"data": {"Maße": {"Höhe": "4 cm"}}, "examples": ["x"]}, [("Maße · Höhe", "4 cm")]),
        (
            {"data_text": "- Farbe: weiß\n\nSchön.\n• Preis: 10:30"},
            [("Farbe", "weiß"), ("", "Schön."), ("Preis", "10:30")],
        ),
        ([{"key": "Farbe"}, {"key": "Futter"}], [("key", "Farbe"), ("key", "Futter")]),
        ('{"Futter": "A", "Futter": "B"}', [("Futter", "A"), ("Futter", "B")]),
        ('{"a": null, "b": {}}', [("a", "–")]),
        ("", []),
        ("no JSON: x", [("no JSON", "x")]),
    ],
)
def test_data_is_shown_in_its_senders_words(content: Any, entries: list[tuple[str, str]]) -> None:
    view = a_view(data=some_data(content))
    assert view.data is not None
    assert [(one.key, one.value) for one in view.data.entries] == entries


def test_a_conflict_is_shown_at_each_of_its_fields() -> None:
    conflict = {
        "field": "lining",
        "entries": [{"key": "Innenfutter", "value": "Leder"}, {"key": "Futter", "value": "100% Leder"}],
        "message": "Bitte klären.",
    }
    data = some_data({"data_text": "Innenfutter:  Leder\nInnenfutter: Textil\nfutter: 100% Leder\nFarbe: weiß"})
    view = a_view(data=data, text=a_text(conflicts=[conflict]))
    assert view.data is not None
    assert [one.conflict for one in view.data.entries] == ["Bitte klären.", None, "Bitte klären.", None]
    assert [(one.kind, one.reason) for one in view.questions] == [("conflict", "Bitte klären.")]


# -- text -------------------------------------------------------------------------------------------------


def test_without_decisions_the_machines_text_is_version_0() -> None:
    claims = [{"start": 0, "end": 6, "text": "Weißer", "kind": "colour", "source": "Farbe: weiß"}]
    view = a_view(text=a_text(claims=claims, unsupported=[{"message": "a"}], contradictions=[{"message": "b"}]))
    assert view.text is not None
    assert (view.text.version, view.text.by_machine, view.text.checked) == (0, True, True)
    assert view.text.claims == tuple(claims)
    assert [one["message"] for one in view.text.findings] == ["a", "b"]
    assert view.texts == (view.text,)


def test_an_editors_text_counts_and_the_machines_stays_a_version() -> None:
    view = a_view(text=a_text("Von der Maschine."), decisions=[text(1, "Von Hand.")])
    assert view.text is not None
    assert (view.text.version, view.text.text, view.text.author, view.text.by_machine) == (
        1,
        "Von Hand.",
        "Ada Ümlaut",
        False,
    )
    assert [one.version for one in view.texts] == [1, 0]
    assert not view.text.checked


def test_checks_are_shown_only_with_the_text_they_are_about() -> None:
    found = {"claims": [{"start": 0}], "findings": [{"message": "x"}], "legal": [{"message": "y"}]}
    found["checklist"] = [{"id": "maker", "state": "missing"}]
    checked = a_view(decisions=[text(1, "Neu.", description=found)]).text
    other = a_view(decisions=[text(1, "Neu.", description={"text": "Alt.", **found})]).text
    assert checked is not None and other is not None
    assert (checked.checked, len(checked.findings), len(checked.legal)) == (True, 1, 1)
    assert (len(checked.checklist), other.checklist) == (1, ())
    assert (other.checked, other.claims, other.findings) == (False, (), ())


@pytest.mark.parametrize(
    ("at", "words", "newer"),
    [(WRITTEN, "Anders.", False), (MUCH_LATER, "Anders.", True), (MUCH_LATER, "Von Hand.", False)],
)
def test_a_later_text_of_the_machine_is_offered_and_replaces_nothing(at: str, words: str, newer: bool) -> None:
    view = a_view(text=a_text(words, at), decisions=[text(1, "Von Hand.")])
    assert view.newer_machine_text == newer
    assert view.text is not None and view.text.text == "Von Hand."


def test_alt_texts_are_the_machines_until_an_editor_writes_one() -> None:
    machine = a_text(alt_texts={FRONT: "Vorn", BACK: "Hinten"})
    view = a_view(a_photo(), a_photo("back"), text=machine, decisions=[alt_text(1, "Von vorn")])
    assert [photo.alt_text for photo in view.photos] == ["Von vorn", "Hinten"]


def test_title_and_brand_are_what_the_text_says() -> None:
    brand = {"kind": "brand", "text": "Geminis", "source": "Marke: Gemini: neu"}
    view = a_view(text=a_text(title="Weißer Slipper von Gemini", claims=[{"kind": "type"}, brand]))
    assert (view.title, view.brand) == ("Weißer Slipper von Gemini", "Gemini: neu")
    assert a_view(a_photo(category=("pumps", 0.9))).title == "Pumps"


def test_the_history_says_what_was_done_in_a_sentence() -> None:
    history = [
        tags(1, chosen(FRONT, "colour", "white"), chosen("", "colour", "white"), chosen(FRONT, "category")),
        text(2, "Drei kurze Wörter."),
        released(3, 2),
        undone(4, 3),
    ]
    summaries = [one.summary for one in a_view(a_photo(), decisions=history).history]
    assert summaries == [
        "Schritt 3 rückgängig gemacht",
        "Text freigegeben (Fassung 2)",
        "Text bearbeitet (3 Wörter)",
        "Tags entschieden: Farbe: Weiß; Kategorie: keins davon",
    ]


def test_the_history_counts_words_and_names_a_withdrawal_as_the_page_does() -> None:
    history = [text(1, "Wort."), released(2, 1), withdrawn(3)]
    summaries = [one.summary for one in a_view(a_photo(), decisions=history).history]
    assert summaries[0] == "Freigabe zurückgenommen: Preis falsch"
    assert summaries[-1] == "Text bearbeitet (1 Wort)"


# -- state and summary ------------------------------------------------------------------------------------

CLEAR = a_photo(category=("pumps", 0.95), seconds={"category": [("loafer", 0.01)]})
CHECKED = text(1, description={"claims": []})


@pytest.mark.parametrize(
    ("view", "state"),
    [
        (a_view(), "new"),
        (a_view(data=some_data({"Farbe": "weiß"})), "new"),
        (a_view(CLEAR), "tagged"),
        (a_view(CLEAR, a_refused_photo()), "failed"),
        (a_view(data=some_data("", "Zu groß.")), "failed"),
        (a_view(CLEAR, text=a_refused_text()), "failed"),
        (a_view(CLEAR, text=a_refused_text(), decisions=[CHECKED]), "described"),
        (a_view(CLEAR, decisions=[text(1)]), "unclear"),  # nobody knows whether the data supports it
        (a_view(CLEAR, text=a_text()), "described"),
        (a_view(CLEAR, text=a_text(legal=[{"message": "x"}])), "unclear"),
        (a_view(CLEAR, text=a_text(conflicts=[{"message": "x", "entries": []}])), "unclear"),
        (a_view(CLEAR, data=some_data({"Schuhe": "Sneaker"})), "unclear"),
        (a_view(CLEAR, text=a_text(legal=[{"message": "x"}]), decisions=[text(1), released(2, 1)]), "released"),
        (a_view(CLEAR, a_refused_photo(), decisions=[text(1), released(2, 1)]), "released"),
        (a_view(CLEAR, decisions=[text(1), released(2, 1), replace(CHECKED, version=3)]), "described"),
    ],
)
def test_the_state_of_an_article(view: ArticleView, state: str) -> None:
    assert view.state == state


def test_the_summary_counts_and_names_what_failed() -> None:
    view = a_view(a_photo("back", category=("pumps", 0.95)), CLEAR, a_refused_photo(), text=a_text(title="Grüne Pumps"))
    summary = summary_of(view)
    assert (summary.photos, summary.tagged, summary.failed) == (3, 2, 1)
    assert summary.thumbnail == FRONT
    assert [(one.key, one.code) for one in summary.errors] == [("articles/1/detail.jpg", "corrupt-image")]
    assert {"grune", "pumps"} <= {*summary.words}
    assert summary.questions == len(view.questions)
    assert summary.priority == view.questions[0].value


DATA = (None, some_data({"a": "b"}), some_data("", "Zu groß."), replace(some_data("", "x"), refusal_code="y"))
TEXTS = (None, a_text(), a_refused_text(), replace(a_refused_text(), refusal=None))
PHOTOS = (CLEAR, a_refused_photo(), replace(a_refused_photo("side"), refusal=None), replace(CLEAR, tags=()))


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(PHOTOS), unique_by=lambda one: one.photo.key),
    st.sampled_from(DATA),
    st.sampled_from(TEXTS),
    histories(5),
)
def test_an_article_is_failed_exactly_if_the_list_has_a_reason_and_a_file_to_try_again(
    photos: list[PhotoItem], data: DataItem | None, text: TextItem | None, history: list[Decision]
) -> None:
    view = a_view(*photos, data=data, text=text, decisions=history)
    summary = summary_of(view)
    assert (summary.state == "failed") == (bool(summary.errors) and view.release is None)
    assert all(error.key.startswith("articles/1/") for error in summary.errors)
    assert len({one.id for one in view.questions if one.kind == "error"}) == len(summary.errors)


def test_data_that_was_refused_has_the_code_of_why() -> None:
    old, new = some_data("", "Zu groß."), replace(some_data("", "Zu groß."), refusal_code="product-data-too-large")
    for data, code in ((old, "invalid-product-data"), (new, "product-data-too-large")):
        (error,) = a_view(data=data, text=a_refused_text()).errors
        assert (error.key, error.code, error.reason) == ("articles/1/article.json", code, "Zu groß.")


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    histories(8),
    st.recursive(
        st.none() | st.text() | st.floats(allow_nan=False), lambda one: st.lists(one) | st.dictionaries(st.text(), one)
    ),
)
def test_any_history_and_any_data_have_a_view(history: list[Decision], data: Any) -> None:
    article = an_article(CLEAR, a_refused_photo(), data=some_data(data), text=a_text(), decisions=history)
    view = article_view("1", article, labels())
    assert view.version == len(history)
    assert len(view.history) == len(history)
    assert summary_of(view).number == "1"
