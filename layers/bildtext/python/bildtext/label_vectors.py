"""Compiles the label file to vectors, which the bundle stores so that tagging never loads a text model."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import astuple, dataclass

import numpy as np
from numpy.typing import NDArray

from bildtext.encoders import TextEncoder, Vectors
from bildtext.errors import BundleError
from bildtext.labels import LabelSet

_FORMAT = 2  # format 1 did not contain the "none" prompts left out


@dataclass(frozen=True)
class FacetRows:
    """The rows of a facet in the matrix: its labels first, then its "none" prompts.

    Prompts with words the model has never learned are left out: `left_out` are labels with no other prompt,
    `nones_left_out` "none" prompts, and `prompts_left_out` is the number of prompts missing from the other labels.
    `spared`, if not empty, lists for each label the "none" prompts, counted from 0, that do not compete with it.
    """

    facet: str
    start: int
    labels: tuple[str, ...]
    nones: int
    left_out: tuple[str, ...]
    nones_left_out: tuple[str, ...] = ()
    prompts_left_out: int = 0
    spared: tuple[tuple[int, ...], ...] = ()

    @property
    def rows(self) -> slice:
        return slice(self.start, self.start + len(self.labels) + self.nones)

    @property
    def forced(self) -> bool:
        """Whether all its "none" prompts were left out, so that every photo gets one of its labels."""
        return bool(self.labels and self.nones_left_out and not self.nones)


@dataclass(frozen=True)
class LabelVectors:
    """All label vectors of one label file for one model: `matrix` is float32 `[rows, d]`, rows of unit length."""

    fingerprint: str
    matrix: NDArray[np.float32]
    facets: tuple[FacetRows, ...]

    @property
    def left_out(self) -> dict[str, FacetRows]:
        """The facets, by id, with a label or "none" prompt that was left out."""
        return {rows.facet: rows for rows in self.facets if rows.left_out or rows.nones_left_out}

    def to_bytes(self) -> bytes:
        """An .npz file without pickles; equal vectors give equal bytes."""
        index = [astuple(rows) for rows in self.facets]
        text = json.dumps({"format": _FORMAT, "fingerprint": self.fingerprint, "facets": index})
        buffer = io.BytesIO()
        np.savez(buffer, matrix=self.matrix, index=np.frombuffer(text.encode(), dtype=np.uint8))
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes, command: str = "`bildtext labels compile`") -> LabelVectors:
        """Read `to_bytes`. Raises BundleError for any other format; `command` is the command that fixes it."""
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as stored:
                index = json.loads(stored["index"].tobytes())
                matrix = np.asarray(stored["matrix"], dtype=np.float32)
            if index.get("format") != _FORMAT:
                raise BundleError(f"label_vectors.npz was compiled by another version of Bildtext; run {command}.")
            rows = tuple(
                FacetRows(name, start, tuple(ids), n, tuple(out), tuple(nones), prompts, tuple(map(tuple, spared)))
                for name, start, ids, n, out, nones, prompts, spared in index["facets"]
            )
            return cls(index["fingerprint"], matrix, rows)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, EOFError, zipfile.BadZipFile) as error:
            raise BundleError(f"label_vectors.npz cannot be read ({error}); run {command}.") from error


def compile_labels(labels: LabelSet, encoder: TextEncoder) -> LabelVectors:
    """Encode every label and "none" prompt of words the model knows.

    A label's vector is the mean of its prompts' unit vectors, made unit length again (prompt ensembling, Radford et al.
    2021, section 3.1.4). Each "none" prompt is a separate vector. Prompts with words the model has never learned are
    skipped and counted; labels without any other prompt, and "none" prompts, are left out and listed.
    """
    vectors: list[Vectors] = []
    facets: list[FacetRows] = []
    for facet in labels.facets:
        known = {label.id: _known(label.prompts, encoder) for label in facet.labels}
        usable = {name: prompts for name, prompts in known.items() if prompts}
        nones = _known(facet.none, encoder)
        compiled = FacetRows(
            facet=facet.id,
            start=sum(map(len, vectors)),
            labels=tuple(usable),
            nones=len(nones) if usable else 0,
            left_out=tuple(name for name in known if name not in usable),
            nones_left_out=tuple(prompt for prompt in facet.none if prompt not in nones),
            prompts_left_out=sum(
                len(label.prompts) - len(usable.get(label.id, label.prompts)) for label in facet.labels
            ),
        )
        if usable:
            ensembles = _ensembles(list(usable.values()), encoder)
            vectors.append(ensembles if not nones else np.concatenate([ensembles, encoder.encode(nones)]))
        facets.append(compiled)
    if not vectors:
        return LabelVectors(labels.fingerprint, np.zeros((0, 0), np.float32), tuple(facets))
    return LabelVectors(labels.fingerprint, np.concatenate(vectors), tuple(facets))


def _known(prompts: Sequence[str], encoder: TextEncoder) -> list[str]:
    return [prompt for prompt in prompts if not encoder.unknown_words(prompt)]


def _ensembles(prompts: Sequence[Sequence[str]], encoder: TextEncoder) -> Vectors:
    """One unit vector per group of prompts, all groups encoded together."""
    encoded = encoder.encode([prompt for group in prompts for prompt in group])
    ends = np.cumsum([len(group) for group in prompts])
    means = np.stack([part.mean(axis=0) for part in np.split(encoded, ends[:-1])])
    return np.asarray(means / np.linalg.norm(means, axis=1, keepdims=True), dtype=np.float32)
