"""Tag files in batches with the tagging function's own code; an unusable file is reported as its own error."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bildtext.errors import BildtextError
from bildtext.images import DEFAULT_LIMITS
from bildtext.label_vectors import compile_labels
from bildtext.labels import LABELS_FILE
from bildtext_cli.models.presets import bundle_folder
from bildtext_cli.photo_files import PhotoFile, read_photo
from tagging.batch import InFlightPhoto, Tagger
from tagging.flow import tag_photos
from tagging.wiring import load_tagger

_BATCH = 16  # photos decoded and encoded in one call, which bounds the memory


@dataclass(frozen=True)
class TaggedFile:
    """A file and either its tagged `photo` or the `error` that explains why there is none."""

    file: PhotoFile
    photo: InFlightPhoto | None = None
    error: BildtextError | None = None


def tagger_of(model: str, label_file: Path | None) -> Tagger:
    """Load a model (a preset or a bundle folder) with the shipped, precompiled label file, or compile another one now.

    Raises BundleError, LabelFileError."""
    folder = bundle_folder(model)
    if label_file is None:
        return load_tagger(folder, LABELS_FILE, DEFAULT_LIMITS)
    return load_tagger(
        folder,
        label_file,
        DEFAULT_LIMITS,
        load_vectors=lambda bundle, labels: compile_labels(labels, bundle.text_encoder()),
    )


def tag_files(
    paths: Iterable[Path], tagger: Tagger, facets: Collection[str] | None = None
) -> Iterator[tuple[TaggedFile, ...]]:
    """Yield one tuple per batch, in the order of `paths`, with exactly one entry per path."""
    waiting = iter(paths)
    while batch := [read_photo(path, tagger.limits.max_bytes) for path in islice(waiting, _BATCH)]:
        readable = [file for file in batch if file.error is None]
        photos = iter(tag_photos([file.data for file in readable], tagger, facets))
        yield tuple(_tagged(file, None if file.error else next(photos)) for file in batch)


def _tagged(file: PhotoFile, photo: InFlightPhoto | None) -> TaggedFile:
    error = file.error if photo is None else photo.refusal
    return TaggedFile(file, photo if error is None else None, error)
