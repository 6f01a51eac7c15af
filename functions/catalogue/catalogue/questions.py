"""What an article leaves open, the most valuable first. Pure.

Facets are properties of the article, so each is asked once however many photos are in doubt, and the answer counts for
the article and for the photo that was shown. Only the view is asked of each photo.

A decision that the photos have overtaken is a question too (overtaken.py).

The value says how much an answer is worth: an error keeps a photo out of everything, a contradiction is a mistake in
the tags or in the data, a finding stands in the text. Tags in doubt are worth less, and less again where other photos
have answered. The category is worth the most, because it decides which other facets apply.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from bildtext.decisions import Decided
from bildtext.labels import CATEGORY
from bildtext.storage.summary_items import ArticleError
from catalogue import sentences
from catalogue.contradictions import Stated
from catalogue.doubts import Doubt, certainty, doubt_of, merged
from catalogue.label_names import VIEW, LabelNames
from catalogue.overtaken import Overtaken, overtaken_decisions
from catalogue.view_model import ArticleTag, PhotoView, Question, QuestionKind, TagView, TextView

_ANSWERS: Final = 2  # of a tag in doubt
_SIDES: Final = 4  # answers where photos, or a photo and the data, say different things
_VALUES: Final[Mapping[QuestionKind, float]] = {
    "error": 100.0,
    "contradiction": 80.0,
    "conflict": 70.0,
    "finding": 60.0,
    "replaced": 50.0,
    "abstention": 30.0,
    "corrected": 25.0,
    "low-score": 10.0,
}
_UP_TO: Final = 10.0  # what doubt adds
_CATEGORY: Final = 10.0


def open_questions(
    photos: Sequence[PhotoView],
    tags: Sequence[ArticleTag],
    stated: Sequence[Stated],
    text: TextView | None,
    conflicts: Sequence[Mapping[str, Any]],
    errors: Sequence[ArticleError],
    decided: Decided,
    names: LabelNames,
    *,
    outdated: bool,
) -> tuple[Question, ...]:
    """The open questions. `conflicts` are those of the data; `outdated` if it is newer than the checks of the text.

    Once tags of the article were accepted in bulk, those that this held back are questions too.
    """
    settled = {facet for photo, facet in decided.tags if not photo}
    swept = any(one.decision.bulk for one in decided.tags.values())
    sides = [*_contradictions(tags, photos, stated, names), *_disagreements(tags, photos, names)]
    found = [
        *_errors(photos, errors),
        *_remarks(text, conflicts, outdated=outdated),
        *(_overtaken(one, names) for one in overtaken_decisions(photos, decided, names)),
        *sides,
        *_doubts(photos, {*settled, *(question.facet for question in sides)}, names, swept=swept),
    ]
    distinct = {question.id: question for question in found}
    return tuple(sorted(distinct.values(), key=lambda one: (-one.value, one.id)))


def _errors(photos: Sequence[PhotoView], errors: Sequence[ArticleError]) -> Iterator[Question]:
    """`photo` is "" for the data."""
    keys = {photo.key for photo in photos}
    for error in errors:
        yield _question("error", error.key if error.key in keys else "", "", error.reason)


def _contradictions(
    tags: Sequence[ArticleTag], photos: Sequence[PhotoView], stated: Sequence[Stated], names: LabelNames
) -> Iterator[Question]:
    for facet in dict.fromkeys(tag.facet for tag in tags if tag.contradiction):
        shown = [tag for tag in tags if tag.facet == facet]
        labels = dict.fromkeys(label for one in stated if one.facet == facet for label in one.labels)
        answers = (
            *(TagView(tag.label, tag.label_name, tag.score) for tag in shown),
            *(TagView(label, names.label(facet, label), None) for label in labels),
        )[:_SIDES]
        reason, worth = shown[0].contradiction or "", _UP_TO * max(map(certainty, shown))
        places, most = _showing(shown[0], photos), names.choose(facet)
        yield _question("contradiction", "", facet, reason, answers, worth, places, most)


def _remarks(text: TextView | None, conflicts: Sequence[Mapping[str, Any]], *, outdated: bool) -> Iterator[Question]:
    """Conflicts in the data, and what is wrong with the text, or not known because nobody checked it."""
    if text and not text.checked:
        yield _question("finding", "", "", sentences.UNCHECKED)
    elif text and outdated:
        yield _question("finding", "", "", sentences.OUTDATED)
    for conflict in conflicts:
        yield _question("conflict", "", "", str(conflict.get("message", "")))
    for legal in text.legal if text else ():
        yield _question("finding", "", "", str(legal.get("message", "")), worth=_UP_TO / 2)
    for finding in text.findings if text else ():
        yield _question("finding", "", "", str(finding.get("message", "")))


def _disagreements(tags: Sequence[ArticleTag], photos: Sequence[PhotoView], names: LabelNames) -> Iterator[Question]:
    """Facets of which one label can apply, and photos show several."""
    for tag in tags:
        if tag.decided or tag.contradiction or not names.single(tag.facet) or tag.votes == tag.of:
            continue
        shown = {
            one.label: one
            for photo in photos
            for facet in photo.facets
            if facet.facet == tag.facet
            for one in facet.tags
            if not names.agree(tag.facet, one.label, tag.label)
        }
        if shown:
            best = TagView(tag.label, tag.label_name, tag.score)
            others = sorted(shown.values(), key=lambda one: -(one.score or 0))
            reason = sentences.DISAGREEMENT.format(facet=tag.name)
            worth = _UP_TO * (2 - tag.votes / tag.of) + (_CATEGORY if tag.facet == CATEGORY else 0)
            answers = (best, *others)[:_SIDES]
            yield _question("low-score", "", tag.facet, reason, answers, worth, _showing(tag, photos))


def _overtaken(one: Overtaken, names: LabelNames) -> Question:
    reason, answers, places, chosen = one.reason, one.answers, one.places, one.chosen
    return _question(one.kind, one.photo, one.facet, reason, answers, 0.0, places, names.choose(one.facet), chosen)


def _doubts(
    photos: Sequence[PhotoView], settled: Collection[str], names: LabelNames, *, swept: bool
) -> Iterator[Question]:
    """One question per facet of the article in which any photo is in doubt; about the view, one per photo."""
    found: dict[tuple[str, str], list[Doubt]] = {}
    for photo in photos:
        for facet in photo.facets:
            if (
                not facet.decided
                and facet.replaced is None
                and facet.facet not in settled
                and (doubt := doubt_of(photo, facet, names, swept=swept))
            ):
                found.setdefault((photo.key if facet.facet == VIEW else "", facet.facet), []).append(doubt)
    for (only, _), doubts in found.items():
        shown = max(doubts, key=lambda doubt: doubt.help)
        facet, about = shown.facet, [shown.photo] if only else photos
        places = (shown.photo.key,) if only else (shown.photo.key, "")
        single = names.single(facet.facet)
        answers = merged(facet.facet, about, names)[: _ANSWERS if single else _SIDES]
        kind: QuestionKind = "low-score" if shown.tag else "abstention"
        if shown.tag is not None:
            why = sentences.LOW_SCORE if shown.unsure else sentences.HELD_OPEN
            reason, less = why.format(facet=facet.name, label=shown.tag.name), 0.0
        else:
            reason = sentences.ABSTENTION[facet.abstained or ""].format(facet=facet.name)
            answered = any(one.facet == facet.facet and one.tags for photo in about for one in photo.facets)
            less = _UP_TO if answered else 0.0
        worth = _worth(facet.facet, answers) - less
        chosen = () if single else tuple(tag.label for tag in facet.tags)
        most = names.choose(facet.facet)
        yield _question(kind, shown.photo.key, facet.facet, reason, answers, worth, places, most, chosen)


def _showing(tag: ArticleTag, photos: Sequence[PhotoView]) -> tuple[str, ...]:
    """The places that an answer about the article's tag is for: it, and the photo that shows the tag best.

    What an editor decided about that photo stays.
    """
    found = [
        (certainty(one), photo.key, facet.decided)
        for photo in photos
        for facet in photo.facets
        if facet.facet == tag.facet
        for one in facet.tags
        if one.label == tag.label
    ]
    _, key, decided = max(found, key=lambda one: one[0], default=(0.0, "", True))
    return ("",) if decided else (key, "")


def _worth(facet: str, answers: Sequence[TagView]) -> float:
    """More for the category, and the more the closer its two best answers are."""
    scores = sorted((one.score for one in answers if one.score is not None), reverse=True)
    apart = scores[0] - scores[1] if len(scores) > 1 else scores[0] if scores else 1.0
    return _UP_TO * (1 - min(max(apart, 0.0), 1.0)) + (_CATEGORY if facet == CATEGORY else 0)


def _question(
    kind: QuestionKind,
    photo: str,
    facet: str,
    reason: str,
    answers: Sequence[TagView] = (),
    worth: float = 0.0,
    places: tuple[str, ...] = (),
    choose: int | None = 1,
    chosen: tuple[str, ...] = (),
) -> Question:
    """A question; its id stays the same as long as it asks the same, whatever photo is shown with it."""
    about = "" if "" in places else photo
    mark = hashlib.sha256("\n".join((kind, about, facet, "" if facet else reason)).encode()).hexdigest()[:12]
    value = round(_VALUES[kind] + worth, 3)
    return Question(f"{kind}-{mark}", kind, photo, facet, reason, tuple(answers), value, places, choose, chosen)
