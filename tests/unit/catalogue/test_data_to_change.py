"""The data in the form to change it: all of it, or none, because saving a part would delete the rest."""

from __future__ import annotations

import re

import pytest

from bildtext.labels import load_labels
from catalogue.pages.article_page import LONGEST_LINES, article_context
from catalogue.pages.rendering import render
from catalogue.product_data import data_view
from tests.article_views import EVERYTHING, SITE, an_article
from tests.catalogue_items import some_data

LABELS = load_labels()


def form(content: object) -> tuple[str, bool]:
    """What the form begins with, and whether the page refuses to change the data."""
    article = an_article(data=data_view(some_data(content), ()))
    page = render("article.html", EVERYTHING, SITE, "", **article_context(article, LABELS, ("rules",)))
    area = re.search(r'<textarea id="data-text"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
    dialog = re.search(r'<dialog id="data"[^>]*>', page)
    assert area is not None
    assert dialog is not None
    return area[1], "data-cut" in dialog[0]


def test_lines_without_a_field_stay() -> None:
    assert form({"data_text": "\nFarbe: rot\n\nweich\n"}) == ("\nFarbe: rot\n\nweich\n", False)
    assert form({"data": {"Farbe": "rot", "": "weich"}}) == ("Farbe: rot\nweich", False)


@pytest.mark.parametrize(
    "content",
    [
        {"data_text": "x" * (LONGEST_LINES + 1)},
        {"data": {"Farbe": "x" * LONGEST_LINES}},
        {"data": {str(number): "x" for number in range(2001)}},
    ],
)
def test_data_that_would_be_cut_is_not_changed_here(content: object) -> None:
    assert form(content) == ("", True)


def test_as_much_as_fits_is_changed() -> None:
    assert form({"data_text": "x" * LONGEST_LINES}) == ("x" * LONGEST_LINES, False)
    text, is_cut = form({"data": {str(number): "x" for number in range(2000)}})
    assert (len(text.splitlines()), is_cut) == (2000, False)
