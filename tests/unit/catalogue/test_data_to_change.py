"""The data as lines to change: all of them, or none, because saving a part would delete the rest; and what changed."""

from __future__ import annotations

import json

import pytest

from bildtext.decisions import DataFile, Decision, fold
from bildtext.labels import load_labels
from catalogue.label_names import label_names
from catalogue.pages.article_page import article_context
from catalogue.pages.rendering import render
from catalogue.product_data import LONGEST_LINES, file_lines, line_changes
from catalogue.text_views import history_view
from tests.article_views import EVERYTHING, SITE, an_article
from tests.decisions import data, text, undone

LABELS = load_labels()


def lines(content: object) -> str | None:
    return file_lines(DataFile(json.dumps(content)))


def test_lines_without_a_field_stay() -> None:
    assert lines({"data_text": "\nFarbe: rot\n\nweich\n"}) == "\nFarbe: rot\n\nweich\n"
    assert lines({"data": {"Farbe": "rot", "": "weich"}}) == "Farbe: rot\nweich"
    assert file_lines(DataFile("Farbe: rot")) == "Farbe: rot"


def test_there_are_none_without_a_file_or_in_one_that_cannot_be_read() -> None:
    assert (file_lines(DataFile()), file_lines(DataFile(etag="e", version="v"))) == ("", "")


@pytest.mark.parametrize(
    "content", [{"data_text": "x" * (LONGEST_LINES + 1)}, {"data": {"Farbe": "x" * LONGEST_LINES}}]
)
def test_data_that_would_be_cut_is_not_changed_here(content: object) -> None:
    assert lines(content) is None


def test_as_much_as_fits_is_changed() -> None:
    assert lines({"data_text": "x" * LONGEST_LINES}) == "x" * LONGEST_LINES
    assert len((lines({"data": {str(number): "x" for number in range(2001)}}) or "").splitlines()) == 2001


def changed(before: str, after: str) -> list[tuple[str, str]]:
    return [(change.kind, change.text) for change in line_changes(before, after)]


def test_lines_that_were_removed_and_added_are_told_wherever_they_are() -> None:
    assert changed("a\nb\nc", "c\nd\n\na") == [("removed", "b"), ("added", "d")]
    assert changed("a\na\nb", "a\nb") == [("removed", "a")]
    assert changed("a\n\nb", "b\na") == []


def test_of_long_changes_the_beginning_is_told_in_no_time() -> None:
    assert changed("", "x" * 1000) == [("added", "x" * 300)]
    before, after = ("\n".join(f"{start}{number}" for number in range(100_000)) for start in "ab")
    assert len(line_changes(before, after)) == 100


def test_the_history_shows_what_a_change_of_the_data_and_its_undo_changed() -> None:
    was, now = json.dumps({"Farbe": "rot"}), json.dumps({"data_text": "Farbe: <b>blau</b>"})
    history: list[Decision] = [data(1, was, now), undone(2, 1), text(3)]
    entries = history_view(fold(history), label_names(LABELS))
    assert [entry.changes_data for entry in entries] == [False, True, True]
    assert [(change.kind, change.text) for change in entries[1].changes] == [
        ("removed", "Farbe: <b>blau</b>"),
        ("added", "Farbe: rot"),
    ]
    article = an_article(history=entries)
    page = render("article.html", EVERYTHING, SITE, "", **article_context(article, LABELS, ("rules",)))
    assert "<del><bdi>Farbe: rot</bdi></del>" in page
    assert "<ins><bdi>Farbe: &lt;b&gt;blau&lt;/b&gt;</bdi></ins>" in page
    assert page.count('data-about="data"') == 1, "what is undone cannot be undone again, but its undo can"
