"""Decisions that the photos have overtaken, which nothing applies silently. Pure.

Replaced: the decision was about another photo under the same key. Whether it holds for the new photo is asked once for
all photos of which the same was decided, and for the article if it was decided in the same gesture.

Corrected: something else was decided about a photo after the article's own tags were. The article keeps its tags until
somebody answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bildtext.decisions import Decided, DecidedTags
from catalogue import sentences
from catalogue.label_names import VIEW, LabelNames
from catalogue.view_model import FacetView, PhotoView, TagView


@dataclass(frozen=True)
class Overtaken:
    """An overtaken decision, as a question asks it (view_model.Question)."""

    kind: Literal["replaced", "corrected"]
    photo: str
    facet: str
    reason: str
    answers: tuple[TagView, ...] = ()
    places: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()


def overtaken_decisions(photos: Sequence[PhotoView], decided: Decided, names: LabelNames) -> Iterator[Overtaken]:
    """The decisions about tags and alt texts that are open again."""
    yield from _replaced(photos, decided, names)
    for photo in photos:
        if photo.replaced_alt_text:
            yield Overtaken("replaced", photo.key, "", sentences.REPLACED_ALT_TEXT)
    yield from _corrected(photos, decided, names)


def _replaced(photos: Sequence[PhotoView], decided: Decided, names: LabelNames) -> Iterator[Overtaken]:
    same: dict[tuple[str, str, tuple[str, ...]], list[tuple[PhotoView, FacetView]]] = {}
    for photo in photos:
        for facet in photo.facets:
            if facet.replaced is not None:
                only = photo.key if facet.facet == VIEW else ""
                labels = tuple(tag.label for tag in facet.replaced)
                same.setdefault((only, facet.facet, labels), []).append((photo, facet))
    for (_, facet_id, labels), found in same.items():
        photo, facet = found[0]
        keys = tuple(one.key for one, _ in found)
        whole = decided.tags.get(("", facet_id))
        gestures = {decided.tags[key, facet_id].decision.version for key in keys}
        places = (*keys, "") if whole is not None and whole.decision.version in gestures else keys
        reason = sentences.REPLACED.format(facet=facet.name, decided=names.labels_of(facet_id, labels))
        yield Overtaken("replaced", photo.key, facet_id, reason, facet.replaced or (), places, labels)


def _corrected(photos: Sequence[PhotoView], decided: Decided, names: LabelNames) -> Iterator[Overtaken]:
    for (about, facet), whole in decided.tags.items():
        if about:
            continue
        later = [(photo, one) for photo in photos if (one := _later(photo, facet, whole, decided)) is not None]
        differing = [pair for pair in later if _differs(pair[1], whole, names)]
        if not differing:
            continue
        photo, newest = max(differing, key=lambda pair: pair[1].decision.version)
        labels = dict.fromkeys((*newest.choice.labels, *whole.choice.labels))
        reason = sentences.CORRECTED.format(
            facet=names.facet(facet),
            article=names.labels_of(facet, whole.choice.labels),
            photo=names.labels_of(facet, newest.choice.labels),
        )
        answers = tuple(TagView(label, names.label(facet, label), None) for label in labels)
        chosen = () if names.single(facet) else whole.choice.labels
        yield Overtaken("corrected", photo.key, facet, reason, answers, ("",), chosen)


def _later(photo: PhotoView, facet: str, whole: DecidedTags, decided: Decided) -> DecidedTags | None:
    """What was decided about the photo as it is now, after the article's tags were."""
    one = decided.tags.get((photo.key, facet))
    if one is None or one.decision.version <= whole.decision.version:
        return None
    return one if any(view.decided for view in photo.facets if view.facet == facet) else None


def _differs(one: DecidedTags, whole: DecidedTags, names: LabelNames) -> bool:
    """Whether the photo shows something that the article is said not to have, or nothing of what it has."""
    own, said = one.choice.labels, whole.choice.labels
    strange = [label for label in own if not any(names.agree(one.choice.facet, label, other) for other in said)]
    return bool(strange) or (bool(said) and not own)
