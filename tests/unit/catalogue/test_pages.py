"""What the pages say and how: escaped, in German, without anything inline, readable without JavaScript, small."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest

from bildtext import edit_errors
from bildtext.errors import BildtextError, NotFound
from bildtext.labels import load_labels
from bildtext.storage.summary_items import STATES, ArticleError, Summary
from catalogue.pages.article_page import article_context, product_group, question_context
from catalogue.pages.files import FOLDER, static_files
from catalogue.pages.messages import german, messages
from catalogue.pages.rendering import User, render
from catalogue.view_model import ArticleTag, ArticleView, FacetName, PhotoView, Question, ReleaseView, TagView
from tests.article_views import AT, COLOUR, EVERYTHING, FRONT, PATTERN, SITE, WORDS, an_article, saying

LABELS = load_labels()
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>\u202e{{ 7*7 }}'
FIRST_VIEW = 50_000  # bytes, compressed


class Elements(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def of(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of the elements with this name."""
        return [attributes for name, attributes in self.found if name == tag]


def article_html(article: ArticleView, user: User = EVERYTHING) -> str:
    return render("article.html", user, SITE, "", **article_context(article, LABELS, ("rules",)))


def list_html(*articles: Summary, is_sorted: bool = True, **query: str) -> str:
    asked = {"state": "", "q": "", "sort": "-updated", "cursor": "", **query}
    context: dict[str, Any] = {"articles": articles, "next_cursor": "", "counts": {"": 1234}, "query": asked}
    context["is_sorted"] = is_sorted
    return render("articles.html", EVERYTHING, SITE, "/", link=lambda **_: "/", **context)


def review_html(article: ArticleView) -> str:
    questions = [question_context(article, question) for question in article.questions]
    return render("review.html", EVERYTHING, SITE, "/pruefen", questions=questions, most=20, further=None)


def a_summary(words: str = "Schwarzer Boot", state: str = "failed", key: str = "articles/1/x.tiff") -> Summary:
    errors = (ArticleError(key, "unsupported-image", "TIFF is not read."),)
    return Summary(words, words, words, state, "2026-11-27T17:05:00+00:00", 2, 1, 1, 3, 1.0, (), FRONT, "", errors)


def every_page(words: str = "Boot") -> dict[str, str]:
    article = an_article() if words == "Boot" else saying(words)
    return {
        "article": article_html(article),
        "articles": list_html(a_summary(words), q=words),
        "review": review_html(article),
        "photos": render("photos.html", EVERYTHING, SITE, "/fotos"),
        "error": render("error.html", EVERYTHING, SITE, "", error=NotFound(words), request_id=words, at_login=False),
    }


@pytest.mark.parametrize("name", every_page())
def test_text_from_data_is_never_markup(name: str) -> None:
    harmless, hostile = Elements(every_page()[name]), Elements(every_page(HOSTILE)[name])
    assert {tag for tag, _ in hostile.found} <= {tag for tag, _ in harmless.found} | {"del", "details", "summary"}
    assert all("src" in script for script in hostile.of("script"))
    assert all(not attribute.startswith("on") for _, attributes in hostile.found for attribute in attributes)
    assert "49" not in hostile.text or "{{ 7*7 }}" in hostile.text


@pytest.mark.parametrize("name", every_page())
def test_nothing_is_inline(name: str) -> None:
    elements = Elements(every_page()[name])
    assert elements.of("style") == []
    assert all((script.get("src") or "").startswith("/static/") for script in elements.of("script"))
    inline = {attribute for _, attributes in elements.found for attribute in attributes}
    assert not {one for one in inline if one == "style" or one.startswith(("on", "hx-on"))}


@pytest.mark.parametrize("name", every_page())
def test_every_field_has_a_name_every_id_is_unique_and_the_language_is_given(name: str) -> None:
    elements = Elements(every_page()[name])
    ids = [attributes["id"] for _, attributes in elements.found if attributes.get("id")]
    assert len(ids) == len(set(ids))
    labelled = {label.get("for") for label in elements.of("label")}
    for tag in ("input", "textarea", "select"):
        for one in elements.of(tag):
            wrapped = one.get("type") in ("checkbox", "radio", "hidden", "file")
            assert wrapped or one.get("id") in labelled or one.get("aria-label"), one
    assert elements.of("html")[0]["lang"] == "de"
    assert len(elements.of("main")) == len(elements.of("h1")) == 1


def test_an_article_is_read_without_javascript() -> None:
    page = article_html(an_article())
    elements = Elements(page)
    text = " ".join(elements.text.split())
    for shown in (
        "Schwarzer Boot",
        "Schwarz sicher 91 %",
        "Steht nicht in den Daten.",
        "Leder oder Textil?",
        "zu klären",
    ):
        assert shown in text.replace("\u202f", " "), shown
    assert {"href": "#quelle-1"}.items() <= next(one for one in elements.of("a") if one.get("class") == "claim").items()
    assert "quelle-1" in [one.get("id") for one in elements.of("li")]
    prose = re.search(r'id="prose"[^>]*>(.*?)</div>', page, re.DOTALL)
    assert prose is not None
    assert re.sub("<[^>]+>", "", prose[1]).strip() == WORDS


def test_what_is_not_calibrated_is_called_so_and_no_percentage() -> None:
    text = " ".join(Elements(review_html(an_article())).text.split())
    assert "Unifarben knapp 0,48" in text
    assert "nicht kalibriert" in text
    assert "48 %" not in text.replace("\u202f", " ")


def test_open_questions_offer_the_two_best_answers_and_none_of_them() -> None:
    buttons = [
        one.get("data-label") for one in Elements(article_html(an_article())).of("button") if "data-label" in one
    ]
    assert buttons == ["plain", "check", ""]


def test_who_may_not_edit_or_release_is_not_offered_to() -> None:
    reader = User("Max", can_edit=False, can_release=False, can_log_out=True)
    ids = {attributes.get("id") for _, attributes in Elements(article_html(an_article(), reader)).found}
    assert not {"edit", "release", "accept"} & ids
    assert "prose" in ids


@pytest.mark.parametrize("state", STATES)
def test_every_state_has_a_word(state: str) -> None:
    assert f'class="state state-{state}"' in list_html(a_summary(state=state))


def test_an_error_has_its_reason_in_german_and_a_retry() -> None:
    page = list_html(a_summary())
    assert "Dieses Bildformat wird nicht unterstützt." in page
    assert "TIFF is not read" not in page
    assert 'data-retry="articles/1/x.tiff"' in page
    assert "TIFF is not read" not in review_html(an_article()) + article_html(an_article())


DATA_REFUSALS = ("invalid-product-data", "product-data-too-large", "unreadable-product-data", "several-articles")


@pytest.mark.parametrize("code", DATA_REFUSALS)
def test_data_that_was_refused_has_its_reason_on_each_page(code: str) -> None:
    error = ArticleError("articles/4711/article.json", code, "In English.")
    question = Question("q3", "error", "", "", "In English.", (), 100)
    article = an_article(state="failed", errors=(error,), questions=(question,))
    for page in (article_html(article), review_html(article), list_html(replace(a_summary(), errors=(error,)))):
        shown = " ".join(Elements(page).text.split())
        assert [one for one in DATA_REFUSALS if messages()[one] in shown] == [code]
        assert "In English." not in shown


@pytest.mark.parametrize(("category", "group"), [("shoes", "shoes"), ("pumps", "shoes"), ("gone", ""), ("", "")])
def test_the_product_group_is_that_of_the_category_which_may_be_a_group(category: str, group: str) -> None:
    tag = ArticleTag("category", "Kategorie", category, category, None, 1, 1, decided=True, contradiction=None)
    assert product_group(an_article(tags=(tag,) if category else ()), LABELS)[0] == group


def all_errors(error: type[BildtextError] = BildtextError) -> set[type[BildtextError]]:
    return {error}.union(*(all_errors(one) for one in error.__subclasses__()))


def test_every_error_of_the_api_has_a_german_sentence() -> None:
    assert edit_errors.VersionConflict in all_errors()
    of_the_tree = ("bildtext.errors", "bildtext.edit_errors")
    assert {error.code for error in all_errors() if error.__module__ in of_the_tree} <= messages().keys()
    assert german({"code": "of tomorrow"}) == messages()["unknown"]


def test_a_list_that_is_not_sorted_as_chosen_says_so() -> None:
    told = "lassen sich nicht sortieren"
    assert told in list_html(a_summary(), is_sorted=False)
    assert told not in list_html(a_summary())


def test_a_replaced_photos_decision_is_taken_over_or_dropped_beside_the_new_tags() -> None:
    facet = replace(COLOUR, replaced=(TagView("red", "Rot", None),))
    photo = PhotoView(FRONT, "front", "tagged", None, (facet,), "Neu", AT, "v2", "Alter Text")
    question = Question("q", "replaced", FRONT, "colour", "Das Foto wurde ersetzt.", facet.replaced or (), 50, (FRONT,))
    article = an_article(photos=(photo,), questions=(replace(question, chosen=("red",), choose=3),))
    for html in (article_html(article), review_html(article)):
        answers = [one["data-labels"] for one in Elements(html).of("button") if "data-labels" in one]
        assert answers == ['["red"]', "null"]
        assert "Das Foto wurde ersetzt" in html
    assert [one["data-old-alt"] for one in Elements(article_html(article)).of("button") if "data-old-alt" in one] == [
        "Alter Text",
        "",
    ]


def test_where_several_labels_can_apply_several_are_ticked() -> None:
    question = Question("q", "low-score", FRONT, "colour", "Unsicher.", PATTERN.runners_up, 10, (FRONT, ""))
    article = an_article(questions=(replace(question, choose=2, chosen=("check",)),))
    assert ticks(article) == {"plain": False, "check": True}
    assert ticks(an_article(questions=(replace(question, choose=2),))) == {"plain": True, "check": False}


def ticks(article: ArticleView) -> dict[str | None, bool]:
    """The answers that can be ticked, and whether they are at first."""
    in_article, in_review = Elements(article_html(article)), Elements(review_html(article))
    found, same = (
        {one["value"]: "checked" in one for one in page.of("input") if "data-tick" in one}
        for page in (in_article, in_review)
    )
    assert found == same
    assert all([one for one in page.of("button") if "data-take" in one] for page in (in_article, in_review))
    return found


def test_that_the_article_has_none_of_a_facets_labels_is_shown_and_can_be_changed() -> None:
    asked = Question("q", "corrected", FRONT, "pattern", "Danach wurde „Kariert“ entschieden.", PATTERN.runners_up, 25)
    article = an_article(
        tags=(), decided_none=(FacetName("pattern", "Muster"),), questions=(replace(asked, places=("",)),)
    )
    html = article_html(article)
    assert "Danach wurde „Kariert“ entschieden." in html
    votes = html.partition('class="votes"')[2].partition("</dl>")[0]
    assert "keins davon" in votes
    assert "%" not in votes, "what is not calibrated is no percentage"


def test_who_edits_a_released_text_is_told_what_saving_does() -> None:
    told = "Der Text ist freigegeben; mit dem Speichern wird die Freigabe aufgehoben."
    assert told in article_html(an_article(release=ReleaseView(9, 7, "Max", AT, {})))
    assert told not in article_html(an_article())


def test_a_value_of_a_million_characters_is_shortened_on_the_page() -> None:
    page = article_html(saying("x" * 1_000_000))
    assert "1.000.000 Zeichen" in page
    assert len(gzip.compress(page.encode())) < FIRST_VIEW


@pytest.mark.parametrize(
    ("name", "script"), [("articles", "articles.js"), ("article", "article.js"), ("review", "review.js")]
)
def test_the_first_view_is_small(name: str, script: str) -> None:
    """Page, style, and every script that the page loads, as they are sent."""
    if name == "articles":
        page = list_html(*(a_summary(f"Artikel {number}") for number in range(50)))
    else:
        page = every_page()[name]
    files = {served.partition(".")[2]: file.text for served, file in static_files().items()}
    needed = ["page.css", "icon.svg", "messages.json", *modules("page.js", files), *modules(script, files)]
    needed += ["htmx.min.js"] if name == "articles" else []
    sizes = {one: len(gzip.compress(files[one].encode())) for one in dict.fromkeys(needed)}
    assert sum(sizes.values()) + len(gzip.compress(page.encode())) < FIRST_VIEW, sizes


def modules(name: str, files: dict[str, str]) -> list[str]:
    """A module and those it imports."""
    imported = re.findall(r'(?:from|import) "\./\w+\.([\w.]+)"', files[name])
    return [name, *(inner for one in imported for inner in modules(one, files))]


def test_static_files_are_named_by_their_content_and_import_each_other_by_these_names() -> None:
    names = set(static_files())
    assert len({name.partition(".")[0] for name in names}) == 1
    for name, file in static_files().items():
        if name.endswith(".js") and "htmx" not in name:
            assert set(re.findall(r'"\./([\w.]+)"', file.text)) <= names


def test_scripts_keep_no_token_run_no_text_and_write_no_markup() -> None:
    for path in FOLDER.glob("*.js"):
        if path.name != "htmx.min.js":
            code = path.read_text(encoding="utf-8")
            assert not re.search(
                r"innerHTML|outerHTML\s*=|insertAdjacentHTML|document\.write|\beval\(|new Function", code
            ), path
            assert not re.search(r"(local|session)Storage\.setItem\([^)]*token", code), path
    assert json.loads((FOLDER / "messages.json").read_text(encoding="utf-8")) == messages()


def test_the_field_of_an_alt_text_belongs_to_its_photo_wherever_that_stands() -> None:
    article = an_article()
    photo = replace(article.photos[0], key="articles/1/von oben.jpg")

    def ids(*photos: PhotoView) -> list[str | None]:
        areas = Elements(article_html(replace(article, photos=photos))).of("textarea")
        return [area["id"] for area in areas if "alt-text" in (area.get("class") or "")]

    first, second = ids(article.photos[0], photo)
    assert ids(photo, article.photos[0]) == [second, first]
    assert second is not None and " " not in second


def test_what_the_law_asks_for_is_listed_in_words_the_missing_first() -> None:
    text = " ".join(Elements(article_html(an_article())).text.split())
    shown = text.partition("Pflichtangaben ")[2]
    assert shown.startswith(
        "1 fehlt Fehlt Hersteller: Postanschrift Bitte ergänzen. Art. 19 · gilt ab 13.12.2024 "
        "Vorhanden Hersteller: Name oder eingetragene Marke Marke: Gemini"
    )


def test_a_complete_list_is_closed_and_a_text_without_one_shows_none() -> None:
    article = an_article()
    assert article.text is not None
    complete = replace(article, text=replace(article.text, checklist=article.text.checklist[:1]))
    (details,) = [one for one in Elements(article_html(complete)).of("details") if one.get("id") == "pflichtangaben"]
    assert "open" not in details
    assert "nichts fehlt" in article_html(complete)
    assert "pflichtangaben" not in article_html(replace(article, text=replace(article.text, checklist=())))


def test_a_suggestion_is_taken_over_by_those_who_may_edit() -> None:
    article = an_article()
    assert article.text is not None
    legal = ({"start": 37, "end": 37, "text": "", "message": "Fehlt.", "instead": "Enthält Leder."},)
    article = replace(article, text=replace(article.text, legal=legal))
    (offered,) = [one for one in Elements(article_html(article)).of("button") if "data-apply" in one]
    assert (offered["data-apply"], offered["data-start"], offered["data-said"]) == ("Enthält Leder.", "37", "")
    assert "data-apply" not in article_html(article, User("Gast", can_edit=False, can_release=False, can_log_out=True))
