"""Label file × text encoder → label vectors: compiled once, kept in the bundle; tagging never loads a text model."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bildtext.encoders import TextEncoder, Vectors
from bildtext.errors import BundleError
from bildtext.labels import Facet, LabelSet


@dataclass(frozen=True)
class FacetRows:
    """Where a facet's vectors lie in the matrix: its labels first, then its "none" prompts.

    `left_out` are the labels that the model cannot be asked for, because their words were never in its training.
    """

    facet: str
    start: int
    labels: tuple[str, ...]
    nones: int
    left_out: tuple[str, ...]

    @property
    def rows(self) -> slice:
        return slice(self.start, self.start + len(self.labels) + self.nones)


@dataclass(frozen=True)
class LabelVectors:
    """All label vectors of one label file for one model: `matrix` is float32 `[rows, d]`, rows of unit length."""

    fingerprint: str
    matrix: NDArray[np.float32]
    facets: tuple[FacetRows, ...]

    @property
    def left_out(self) -> dict[str, tuple[str, ...]]:
        """By facet, the labels that the model cannot be asked for; facets without any are not in it."""
        return {rows.facet: rows.left_out for rows in self.facets if rows.left_out}

    def to_bytes(self) -> bytes:
        """As an .npz without pickles; equal input gives equal bytes."""
        index = [[f.facet, f.start, list(f.labels), f.nones, list(f.left_out)] for f in self.facets]
        text = json.dumps({"fingerprint": self.fingerprint, "facets": index})
        buffer = io.BytesIO()
        np.savez(buffer, matrix=self.matrix, index=np.frombuffer(text.encode(), dtype=np.uint8))
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> LabelVectors:
        """Raises BundleError when `data` is not what `to_bytes` wrote."""
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as stored:
                index = json.loads(stored["index"].tobytes())
                matrix = np.asarray(stored["matrix"], dtype=np.float32)
            rows = tuple(
                FacetRows(name, start, tuple(ids), n, tuple(out)) for name, start, ids, n, out in index["facets"]
            )
            return cls(index["fingerprint"], matrix, rows)
        except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as error:
            raise BundleError(f"label_vectors.npz cannot be read ({error}); run `bildtext labels compile`.") from error


def compile_labels(labels: LabelSet, encoder: TextEncoder) -> LabelVectors:
    """Encode every label and "none" prompt that the model has words for.

    A label's vector is the mean of its prompts' unit vectors, made unit length again (prompt ensembling, Radford et al.
    2021, section 3.1.4). Each "none" prompt stays a vector of its own. Prompts with words the model never learned are
    passed over; a label with no prompt left is left out and named.
    """
    vectors: list[Vectors] = []
    facets: list[FacetRows] = []
    for facet in labels.facets:
        known, left_out = _split_by_words(facet, encoder)
        nones = [prompt for prompt in facet.none if not encoder.unknown_words(prompt)]
        if not known:
            nones = []
        start = sum(map(len, vectors))
        if known:
            ensembles = _ensembles([prompts for _, prompts in known], encoder)
            vectors.append(ensembles if not nones else np.concatenate([ensembles, encoder.encode(nones)]))
        facets.append(FacetRows(facet.id, start, tuple(name for name, _ in known), len(nones), tuple(left_out)))
    if not vectors:
        return LabelVectors(labels.fingerprint, np.zeros((0, 0), np.float32), tuple(facets))
    return LabelVectors(labels.fingerprint, np.concatenate(vectors), tuple(facets))


def _split_by_words(facet: Facet, encoder: TextEncoder) -> tuple[list[tuple[str, list[str]]], list[str]]:
    known, left_out = [], []
    for label in facet.labels:
        prompts = [prompt for prompt in label.prompts if not encoder.unknown_words(prompt)]
        if prompts:
            known.append((label.id, prompts))
        else:
            left_out.append(label.id)
    return known, left_out


def _ensembles(prompts: Sequence[Sequence[str]], encoder: TextEncoder) -> Vectors:
    """One unit vector per group of prompts, all groups encoded together."""
    encoded = encoder.encode([prompt for group in prompts for prompt in group])
    ends = np.cumsum([len(group) for group in prompts])
    means = np.stack([part.mean(axis=0) for part in np.split(encoded, ends[:-1])])
    return np.asarray(means / np.linalg.norm(means, axis=1, keepdims=True), dtype=np.float32)
