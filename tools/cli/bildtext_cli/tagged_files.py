"""Files → tags by the tagging function's own code, batch by batch; whatever is wrong with a file is its own outcome."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bildtext.errors import BildtextError
from bildtext.images import DEFAULT_LIMITS
from bildtext.labels import LABELS_FILE
from bildtext_cli.models.presets import bundle_folder
from bildtext_cli.photo_files import PhotoFile, read_photo
from tagging.flow import tag_images
from tagging.steps import InFlightPhoto, Tagger
from tagging.wiring import compiled_now, load_tagger

_BATCH = 16  # decoded at once and encoded in one call; what bounds the memory


@dataclass(frozen=True)
class TaggedFile:
    """A file and what was found on its photo: `photo`, or else the `error` that says why there is nothing."""

    file: PhotoFile
    photo: InFlightPhoto | None = None
    error: BildtextError | None = None


def tagger_of(model: str, label_file: Path | None) -> Tagger:
    """A model (a preset or a bundle's folder) with the shipped label file as it was compiled, or with another one,
    compiled now. Raises BundleError, LabelFileError."""
    folder = bundle_folder(model)
    if label_file is None:
        return load_tagger(folder, LABELS_FILE, DEFAULT_LIMITS)
    return load_tagger(folder, label_file, DEFAULT_LIMITS, vectors_of=compiled_now)


def tag_files(
    paths: Iterable[Path], tagger: Tagger, facets: Collection[str] | None = None
) -> Iterator[tuple[TaggedFile, ...]]:
    """One tuple per batch, in the order of `paths`, with exactly one entry per path."""
    waiting = iter(paths)
    while batch := [read_photo(path, tagger.limits.max_bytes) for path in islice(waiting, _BATCH)]:
        readable = [file for file in batch if file.error is None]
        photos = iter(tag_images([file.data for file in readable], tagger, facets))
        yield tuple(
            TaggedFile(file, error=file.error) if file.error else _outcome(file, next(photos)) for file in batch
        )


def _outcome(file: PhotoFile, photo: InFlightPhoto) -> TaggedFile:
    return TaggedFile(file, photo) if photo.refusal is None else TaggedFile(file, error=photo.refusal)
