"""An article's view → its entry in the list. Pure."""

from __future__ import annotations

from dataclasses import replace

from bildtext.storage.summary_items import MOST_WORDS, Summary, folded_words
from catalogue.view_model import ArticleView

_MOST_ERRORS = 10
_LONGEST = 300  # characters of a title, brand or reason


def summary_of(view: ArticleView) -> Summary:
    """The entry of an article in the list. It is found by the words of its title, brand, number and tags."""
    tagged = [photo for photo in view.photos if photo.status == "tagged"]
    return Summary(
        number=view.number,
        title=view.title[:_LONGEST],
        brand=view.brand[:_LONGEST],
        state=view.state,
        updated_at=view.updated_at,
        photos=len(view.photos),
        tagged=len(tagged),
        failed=sum(photo.status == "refused" for photo in view.photos),
        questions=len(view.questions),
        priority=max((question.value for question in view.questions), default=0.0),
        words=folded_words((view.title, view.brand, view.number, *(tag.label_name for tag in view.tags)))[:MOST_WORDS],
        thumbnail=tagged[0].key if tagged else "",
        released_at=view.release.at if view.release else "",
        errors=tuple(replace(one, reason=one.reason[:_LONGEST]) for one in view.errors[:_MOST_ERRORS]),
    )
