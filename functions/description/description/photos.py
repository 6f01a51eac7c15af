"""What an article's stored photos contribute to its text: which of them show it, and their tags."""

from __future__ import annotations

from collections.abc import Sequence

from bildtext.storage.keys import front_first
from bildtext.storage.photo_items import PhotoItem
from description.evidence import PhotoContext, PhotoTag


def photos_of(items: Sequence[PhotoItem]) -> tuple[PhotoContext, ...]:
    """The tagged photos, preferred views first, then by key."""
    tagged = [item.photo for item in items if item.status == "tagged"]
    return tuple(PhotoContext(photo.key, photo.view) for photo in sorted(tagged, key=front_first))


def tags_of(items: Sequence[PhotoItem]) -> tuple[PhotoTag, ...]:
    """The tags of an article's photos, by key."""
    return tuple(
        PhotoTag(item.photo.key, item.photo.view, tag["facet"], tag["label"], tag["name"]["de"], tag["score"])
        for item in sorted(items, key=lambda item: item.photo.key)
        for tag in item.tags
    )
