"""How sure the model is of a photo's tags, and the answers of an article's photos together. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from catalogue.label_names import VIEW, LabelNames
from catalogue.sentences import ABSTENTION
from catalogue.view_model import ArticleTag, FacetView, PhotoView, TagView

CLEAR: Final = 0.15  # a tag is in doubt if it is ahead of its threshold, or of the second, by less


@dataclass(frozen=True)
class Doubt:
    """A facet of a photo in which the model abstained, or is not sure of `tag`, or was not sure enough for bulk."""

    photo: PhotoView
    facet: FacetView
    tag: TagView | None
    unsure: bool = True

    @property
    def help(self) -> tuple[bool, float]:
        """How much the photo helps to answer: more with a tag than without, and more the surer the model is."""
        return self.tag is not None, max(map(certainty, (*self.facet.tags, *self.facet.runners_up)))


def doubt_of(photo: PhotoView, facet: FacetView, names: LabelNames, *, swept: bool) -> Doubt | None:
    """The doubt in a facet that is not decided; None where an answer is clear, or no label is one.

    `swept`: the clear tags were accepted, so all that are left need a look.
    """
    if facet.abstained in ABSTENTION and facet.runners_up:
        return Doubt(photo, facet, None)
    if facet.facet == VIEW or not facet.tags:
        return None
    if tag := _doubtful(facet, names):
        return Doubt(photo, facet, tag)
    return Doubt(photo, facet, facet.tags[0], unsure=False) if swept else None


def _doubtful(facet: FacetView, names: LabelNames) -> TagView | None:
    """The tag that is barely above its threshold, or barely ahead of the second."""
    for tag in facet.tags:
        floor = names.threshold(facet.facet, tag.label) + CLEAR
        if tag.score is not None and (tag.score < floor or lead(facet, tag, names) < CLEAR):
            return tag
    return None


def merged(facet: str, photos: Iterable[PhotoView], names: LabelNames) -> tuple[TagView, ...]:
    """All answers of these photos, each with its best score, best first. Of a photo that was decided, only its tags.

    A group ("tops") is no answer where a photo has one of its labels as a tag ("T-shirt"): it supports that label.
    """
    views = [one for photo in photos for one in photo.facets if one.facet == facet]
    group_of = {tag.label: names.group_of(facet, tag.label) for view in views for tag in view.tags}
    best: dict[str, TagView] = {}
    for one in (tag for view in views for tag in (*view.tags, *(() if view.decided else view.runners_up))):
        if one.label not in best or certainty(one) > certainty(best[one.label]):
            best[one.label] = TagView(one.label, one.name, one.score)

    def rank(tag: TagView) -> float:
        group = best.get(group_of.get(tag.label) or "")
        return max(certainty(tag), certainty(group) if group else 0.0)

    answers = (one for one in best.values() if one.label not in group_of.values())
    return tuple(sorted(answers, key=rank, reverse=True))


def certainty(tag: TagView | ArticleTag) -> float:
    """A tag's score; what an editor added is certain."""
    return 1.0 if tag.score is None else tag.score


def lead(facet: FacetView, tag: TagView, names: LabelNames) -> float:
    """How far a tag is ahead of the second, in a facet of which one label can apply; 1 in others.

    Where the second is not known, at least as far as if it had all the rest of the probability. A group's own labels
    are no second: their scores are part of its own.
    """
    if tag.score is None or not names.single(facet.facet):
        return 1.0
    second = max((one.score for one in rivals(facet, tag, names) if one.score is not None), default=1 - tag.score)
    return tag.score - second


def rivals(facet: FacetView, tag: TagView, names: LabelNames) -> tuple[TagView, ...]:
    """The labels that a tag is ahead of: the best others, without those of a group that is the tag."""
    return tuple(one for one in facet.runners_up if not names.agree(facet.facet, tag.label, one.label))
