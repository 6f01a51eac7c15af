"""What an article's stored photos contribute to its text: which of them show it, and their tags."""

from __future__ import annotations

from collections.abc import Sequence

from bildtext.storage.photo_items import PhotoItem
from description.describe import PhotoContext
from description.evidence import PhotoTag

_FRONT = ("front", "vorn", "vorne", "main", "1", "01")  # preferred views, best first


def photos_of(items: Sequence[PhotoItem]) -> tuple[PhotoContext, ...]:
    """The tagged photos, preferred views first, then by key."""
    tagged = [item.photo for item in items if item.status == "tagged"]
    ranks = {view: rank for rank, view in enumerate(_FRONT)}
    ordered = sorted(tagged, key=lambda photo: (ranks.get(photo.view.lower(), len(ranks)), photo.key))
    return tuple(PhotoContext(photo.key, photo.view) for photo in ordered)


def tags_of(items: Sequence[PhotoItem]) -> tuple[PhotoTag, ...]:
    """The tags of an article's photos, by key."""
    return tuple(
        PhotoTag(item.photo.key, item.photo.view, tag["facet"], tag["label"], tag["name"]["de"], tag["score"])
        for item in sorted(items, key=lambda item: item.photo.key)
        for tag in item.tags
    )
