"""An article as the pages show it, for tests: a boot with two photos, a text, data and open questions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bildtext.storage.summary_items import ArticleError
from catalogue.pages.rendering import Site, User
from catalogue.view_model import (
    ArticleTag,
    ArticleView,
    DataEntry,
    DataView,
    FacetView,
    HistoryEntry,
    PhotoView,
    Question,
    TagView,
    TextView,
)

NUMBER = "4711"
FRONT, BROKEN = "articles/4711/front.jpg", "articles/4711/side.tiff"
WORDS = "Der Boot ist schwarz und wasserdicht."
AT = "2026-11-27T17:05:00+00:00"
EVERYTHING = User("Eva", can_edit=True, can_release=True, can_log_out=True)
SITE = Site("", lambda key: f"https://bucket.example.com/{key}")

COLOUR = FacetView("colour", "Farbe", (TagView("black", "Schwarz", 0.91),), (), None, calibrated=True, decided=False)
PATTERN = FacetView(
    "pattern",
    "Muster",
    (),
    (TagView("plain", "Unifarben", 0.48), TagView("check", "Kariert", 0.45)),
    "margin",
    calibrated=False,
    decided=False,
)
TEXT = TextView(
    7,
    WORDS,
    "Eva",
    by_machine=False,
    at=AT,
    claims=({"start": 13, "end": 20, "text": "schwarz", "kind": "colour", "source": "Farbe: schwarz"},),
    findings=(
        {
            "start": 25,
            "end": 36,
            "text": "wasserdicht",
            "reason": "unsupported",
            "message": "Steht nicht in den Daten.",
        },
    ),
    checklist=(
        {
            "id": "maker",
            "what": "Hersteller: Name oder eingetragene Marke",
            "state": "found",
            "where": "Marke: Gemini",
            "paragraph": "Art. 19",
            "source": "ABl. L 135",
            "date": "2024-12-13",
        },
        {
            "id": "maker-address",
            "what": "Hersteller: Postanschrift",
            "state": "missing",
            "where": "Bitte ergänzen.",
            "paragraph": "Art. 19",
            "source": "ABl. L 135",
            "date": "2024-12-13",
        },
    ),
    checked=True,
)


def an_article(**changes: Any) -> ArticleView:
    """The article, with some fields changed."""
    article = ArticleView(
        number=NUMBER,
        title="Schwarzer Boot",
        brand="Gemini",
        state="unclear",
        version=9,
        updated_at=AT,
        data=DataView(
            (DataEntry("Farbe", "schwarz"), DataEntry("Obermaterial", "Leder", "Leder oder Textil?")), None, "", AT
        ),
        photos=(
            PhotoView(FRONT, "front", "tagged", None, (COLOUR, PATTERN), "Schwarzer Boot von vorn", AT),
            PhotoView(
                BROKEN, "side", "refused", {"code": "unsupported-image", "detail": "TIFF is not read."}, (), "", AT
            ),
        ),
        tags=(ArticleTag("colour", "Farbe", "black", "Schwarz", 0.91, 1, 1, decided=False, contradiction=None),),
        errors=(ArticleError(BROKEN, "unsupported-image", "TIFF is not read."),),
        questions=(
            Question(
                "q1", "abstention", FRONT, "pattern", "Zwei Antworten liegen nah beieinander.", PATTERN.runners_up, 30
            ),
            Question("q2", "error", BROKEN, "", "TIFF is not read.", (), 100),
        ),
        text=TEXT,
        newer_machine_text=False,
        texts=(TEXT,),
        release=None,
        history=(HistoryEntry(7, "text-written", "Eva", AT, "Text bearbeitet", undone=False, can_undo=True),),
    )
    return replace(article, **changes)


def saying(words: str) -> ArticleView:
    """The article with these words wherever its data can put some."""
    tag = TagView(words, words, 0.5)
    facet = FacetView(words, words, (tag,), (), None, calibrated=False, decided=False)
    open_facet = FacetView("open", words, (), (tag, tag), "margin", calibrated=False, decided=False)
    text = replace(
        TEXT,
        text=words,
        author=words,
        claims=({"start": 0, "end": 3, "text": words, "source": words},),
        findings=({"start": 0, "end": 3, "text": words, "reason": "unsupported", "message": words},),
        legal=(
            {
                "start": 1,
                "end": 4,
                "text": words,
                "rule": words,
                "message": words,
                "instead": words,
                "paragraph": words,
                "date": words,
            },
        ),
        checklist=(
            {"id": words, "what": words, "state": "missing", "where": words, "paragraph": words, "date": words},
        ),
        not_used=({"key": words, "text": words, "reason": words},),
        conflicts=({"message": words},),
    )
    return an_article(
        number=words,
        title=words,
        brand=words,
        data=DataView((DataEntry(words, words, words),), words, words, words),
        photos=(PhotoView(f"articles/1/{words}", words, "tagged", None, (facet, open_facet), words, words),),
        tags=(ArticleTag(words, words, words, words, None, 1, 2, decided=False, contradiction=words),),
        errors=(ArticleError(f"articles/{words}/article.json", words, words),),
        questions=(Question(words, "abstention", f"articles/1/{words}", "open", words, (tag, tag), 1),),
        text=text,
        texts=(text,),
        history=(HistoryEntry(1, words, words, words, words, undone=False, can_undo=True),),
        updated_at=words,
    )
