"""The result of a photo and the decisions about it → what the page shows of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bildtext.decisions import Decided, TagChoice
from bildtext.storage.photo_items import PhotoItem
from catalogue.label_names import LabelNames
from catalogue.view_model import FacetView, PhotoView, TagAction, TagView


def photo_view(image: PhotoItem, decided: Decided, alt_texts: Mapping[str, Any], names: LabelNames) -> PhotoView:
    """One photo. `alt_texts` are the machine's, by key. What was decided about an earlier photo under the same key is
    not applied to this one."""
    key = image.photo.key
    own = {facet: one.choice for (photo, facet), one in decided.tags.items() if photo == key}
    choices = {facet: choice for facet, choice in own.items() if is_about(choice.photo_version, image)}
    earlier = {} if image.status == "refused" else {facet: one for facet, one in own.items() if facet not in choices}
    machine_alt_text, written = str(alt_texts.get(key, "")), decided.alt_texts.get(key)
    is_own = written is not None and is_about(written.photo_version, image)
    alt_text = written.text if written is not None and is_own else machine_alt_text
    is_open = written is not None and not is_own and written.text != machine_alt_text
    scored = {one["facet"] for one in (*image.tags, *image.abstentions)}
    return PhotoView(
        key=key,
        view=image.photo.view,
        status="refused" if image.status == "refused" else "tagged",
        refusal=image.refusal,
        facets=tuple(
            _facet_view(facet, image, choices.get(facet), earlier.get(facet), names)
            for facet in names.ordered(scored | choices.keys() | earlier.keys())
        ),
        alt_text=alt_text,
        written_at=image.written_at,
        version=image.version,
        replaced_alt_text=written.text if written is not None and is_open else "",
    )


def is_about(version: str, image: PhotoItem) -> bool:
    """Whether a decision about this version of the file is about the photo as it is now; older ones name no version."""
    return version in ("", image.version)


def _facet_view(
    facet: str, image: PhotoItem, choice: TagChoice | None, earlier: TagChoice | None, names: LabelNames
) -> FacetView:
    machine = {str(tag["label"]): _score(tag) for tag in image.tags if tag["facet"] == facet}
    abstention = next((one for one in image.abstentions if one["facet"] == facet), None)
    others = [(str(one["label"]), _score(one)) for one in image.runners_up if one["facet"] == facet]
    if abstention is not None and not others and abstention.get("label"):
        others = [(str(abstention["label"]), _score(abstention))]  # results of earlier versions have only the best
    seen = choice.machine if choice is not None else ()
    known: dict[str, float | None] = {**{one.label: one.score for one in seen}, **dict(others), **machine}
    stated = choice.labels if choice is not None else tuple(machine)
    removed = [label for label in machine if label not in stated]

    def tag(label: str, action: TagAction) -> TagView:
        return TagView(label, names.label(facet, label), known.get(label), action)

    return FacetView(
        facet=facet,
        name=names.facet(facet),
        tags=tuple(tag(label, _action(label, choice, machine)) for label in stated),
        runners_up=(
            *(tag(label, "removed") for label in removed),
            *(tag(label, "") for label, _ in others if label not in stated and label not in removed),
        ),
        abstained=str(abstention["reason"]) if abstention is not None and choice is None else None,
        calibrated=image.calibrated,
        decided=choice is not None,
        replaced=(
            tuple(tag(label, "") for label in earlier.labels)
            if earlier is not None and set(earlier.labels) != set(machine)
            else None
        ),
    )


def _action(label: str, choice: TagChoice | None, machine: Mapping[str, float | None]) -> TagAction:
    """What was decided about one label of a choice, compared with the machine's answer that the editor saw."""
    if choice is None:
        return ""
    seen: Sequence[str] = [one.label for one in choice.machine] or list(machine)
    if label in seen:
        return "accepted"
    return "corrected" if seen and not set(seen) <= set(choice.labels) else "added"


def _score(tag: Mapping[str, Any]) -> float | None:
    score = tag.get("score")
    return None if score is None else float(score)
