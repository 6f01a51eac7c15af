"""Which tags one gesture may accept, and which need a look, each with the reason. Pure."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from bildtext.decisions import ScoredLabel, TagChoice
from bildtext.labels import LabelSet
from catalogue.doubts import CLEAR, lead, rivals
from catalogue.label_names import VIEW, LabelNames, label_names
from catalogue.sentences import HELD_BACK
from catalogue.view_model import ArticleView, FacetView, TagView

Reason = Literal["contradiction", "replaced", "disagreement", "small-margin", "low-score", "rare"]

CONFIDENT: Final = 0.8  # the lowest score of a tag that is accepted without a look, if the request names no other
_DOUBTS: Final[frozenset[Reason]] = frozenset({"low-score", "small-margin"})  # about the photo, not about the article
_FEW: Final = 10  # in a selection of fewer articles with tags of a facet, every label would be rare
_RARE: Final = 0.02  # of the articles


@dataclass(frozen=True)
class HeldBack:
    """A tag that is not accepted without a look. `detail` is the sentence for the editor (German)."""

    photo: str
    facet: str
    label: str
    name: str
    score: float | None
    reason: Reason
    detail: str


@dataclass(frozen=True)
class BulkPlan:
    """What one gesture does to an article at `version`: the choices to append, and the tags it leaves undecided."""

    number: str
    version: int
    accepted: tuple[TagChoice, ...]
    held_back: tuple[HeldBack, ...]

    @property
    def fingerprint(self) -> str:
        """The same for plans that do the same because of the same answers about the same photos."""
        return hashlib.sha256(repr((self.accepted, self.held_back)).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class _Selection:
    """The articles of a gesture. `having` counts those with any tag of a facet, `with_label` those with a label."""

    having: Counter[str]
    with_label: Counter[tuple[str, str]]
    min_score: float
    names: LabelNames


def plan(articles: Sequence[ArticleView], min_score: float, labels: LabelSet) -> tuple[BulkPlan, ...]:
    """A plan per article, in order. A facet is accepted with all its tags or not at all.

    Where one photo shows a facet clearly, and no other photo shows anything else, the article has that tag, which
    settles it for photos in doubt. Facets that are already decided are in neither part, nor are those in which the
    model abstained for all photos.
    """
    having: Counter[str] = Counter()
    with_label: Counter[tuple[str, str]] = Counter()
    for article in articles:
        stated = {(facet.facet, tag.label) for photo in article.photos for facet in photo.facets for tag in facet.tags}
        with_label.update(stated)
        having.update({facet for facet, _ in stated})
    selection = _Selection(having, with_label, min_score, label_names(labels))
    return tuple(_plan(article, selection) for article in articles)


def _plan(article: ArticleView, selection: _Selection) -> BulkPlan:
    shown = _Shown.of(article)
    accepted: list[TagChoice] = []
    held_back: list[HeldBack] = []
    for name in dict.fromkeys(facet.facet for photo in article.photos for facet in photo.facets):
        open_ones = [(photo, one) for photo in article.photos for one in photo.facets if one.facet == name]
        open_ones = [(photo, one) for photo, one in open_ones if not one.decided]
        held = [
            HeldBack(photo.key, name, tag.label, tag.name, tag.score, *found)
            for photo, facet in open_ones
            for tag in facet.tags
            if (found := _reason(facet, tag, shown, selection))
        ]
        with_reason = {one.photo for one in held}
        clear = [(photo, facet) for photo, facet in open_ones if facet.tags and photo.key not in with_reason]
        for photo, facet in clear:
            machine = tuple(ScoredLabel(tag.label, tag.score or 0.0) for tag in facet.tags)
            labels = tuple(tag.label for tag in facet.tags)
            accepted.append(TagChoice(photo.key, name, labels, machine, "accepted", photo.version))
        whole = _whole(article, [facet for _, facet in clear], held, selection.names)
        if whole is not None and len(clear) < len(open_ones):
            accepted.append(whole)
        else:
            held_back += held
    return BulkPlan(article.number, article.version, tuple(accepted), tuple(held_back))


def _whole(
    article: ArticleView, clear: Sequence[FacetView], held: Sequence[HeldBack], names: LabelNames
) -> TagChoice | None:
    """The choice for the article, if its photos in doubt show nothing but what others show clearly."""
    facet = next((one.facet for one in clear), VIEW)
    labels = tuple(tag.label for tag in article.tags if tag.facet == facet and not tag.decided)
    sure = {tag.label for one in clear for tag in one.tags}
    seen = {*labels, *(one.label for one in held)}
    agreed = all(any(names.agree(facet, label, one) for one in sure) for label in seen)
    if facet == VIEW or not labels or not agreed or any(one.reason not in _DOUBTS for one in held):
        return None
    return TagChoice("", facet, labels)


@dataclass(frozen=True)
class _Shown:
    """What an article shows, by facet: its photos' different answers, its decided tags, its contradiction."""

    answers: dict[str, dict[tuple[str, ...], tuple[str, ...]]]  # labels: their names
    decided: dict[str, dict[str, str]]
    contradictions: dict[str, str]

    @staticmethod
    def of(article: ArticleView) -> _Shown:
        shown = _Shown({}, {}, {})
        for photo in article.photos:
            for facet in photo.facets:
                if facet.tags:
                    labels = tuple(tag.label for tag in facet.tags)
                    shown.answers.setdefault(facet.facet, {})[labels] = tuple(tag.name for tag in facet.tags)
        for tag in article.tags:
            if tag.decided:
                shown.decided.setdefault(tag.facet, {})[tag.label] = tag.label_name
            if tag.contradiction:
                shown.contradictions[tag.facet] = tag.contradiction
        return shown


def _reason(facet: FacetView, tag: TagView, shown: _Shown, selection: _Selection) -> tuple[Reason, str] | None:
    """The first reason that applies, with its sentence."""
    score, of = tag.score or 0.0, selection.having[facet.facet]
    count = selection.with_label[facet.facet, tag.label]
    details: dict[str, object] = {"score": _percent(score), "min_score": _percent(selection.min_score)}
    reason: Reason
    if contradiction := shown.contradictions.get(facet.facet):
        reason, details = "contradiction", {"contradiction": contradiction}
    elif facet.replaced is not None:
        labels = [one.label for one in facet.replaced]
        reason, details = "replaced", {"decided": selection.names.labels_of(facet.facet, labels)}
    elif others := _others(facet, tag, shown, selection.names):
        reason, details = "disagreement", {"others": ", ".join(others)}
    elif score < selection.min_score:
        reason = "low-score"
    elif lead(facet, tag, selection.names) < CLEAR:
        reason, seconds = "small-margin", rivals(facet, tag, selection.names)
        if not seconds:
            return reason, HELD_BACK["small-margin-alone"].format(**details)
        details = {"second": seconds[0].name}
    elif of >= _FEW and count < max(2, _RARE * of):
        reason, details = "rare", {"count": count, "of": of}
    else:
        return None
    return reason, HELD_BACK[reason].format(**details)


def _others(facet: FacetView, tag: TagView, shown: _Shown, names: LabelNames) -> tuple[str, ...]:
    """The names of what the article shows otherwise in this facet: an editor's decision, or else its other photos.

    Each photo has its own view, and facets of which several labels apply agree if one label is the same.
    """
    if facet.facet == VIEW:
        return ()
    if decided := shown.decided.get(facet.facet):
        agreed = any(names.agree(facet.facet, tag.label, label) for label in decided)
        return () if agreed else tuple(decided.values())
    for labels, own in shown.answers[facet.facet].items():
        if not any(names.agree(facet.facet, mine.label, label) for mine in facet.tags for label in labels):
            return (*(mine.name for mine in facet.tags), *own)
    return ()


def _percent(score: float) -> str:
    return f"{score * 100:.0f} %"
