"""Loads a tagging bundle: the folder that `bildtext models export PRESET` writes and container images contain.

    bundle.json            the manifest (below), with the sha256 of every other file
    image_encoder.xml/.bin text_encoder.xml/.bin tokenizer.json     the exported model (OpenVINO)
    weights/…              in a torch bundle, instead of the above: the Hugging Face folder itself
    label_vectors.npz      the vectors of the label file, written by `bildtext labels compile`

Each file is checked against its sha256 before use, and only the files needed are read: tagging with the label file
never loads the text encoder.
"""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from bildtext.encoders import ImageEncoder, TextEncoder
from bildtext.errors import BundleError
from bildtext.images import Preparation
from bildtext.label_vectors import LabelVectors
from bildtext.labels import LabelSet
from bildtext.manifest import BundleManifest, read_manifest, verified_path, verify_files, write_manifest

LABEL_VECTORS = "label_vectors.npz"
IMAGE_ENCODER = "image_encoder.xml"
TEXT_ENCODER = "text_encoder.xml"
TOKENIZER = "tokenizer.json"
WEIGHTS = "weights"

Precision = Literal["fp32", "fp16", "int8"]


class Drift(BaseModel):
    """How close the image encoder is to the fp32 reference: cosines over `images` photos not used for calibration."""

    model_config = ConfigDict(frozen=True)
    images: int
    cosine_mean: float
    cosine_min: float


class ModelManifest(BundleManifest):
    """The content of bundle.json. `scoring` is softmax within a facet (CLIP) or a sigmoid per label (SigLIP).

    `calibrated_on` is the number of photos that calibrated int8; None if there were none, and in older bundles.
    `drift` is None if no photo was left to measure it on.
    """

    precision: Precision
    preparation: Preparation
    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    dimensions: int
    logit_scale: float
    logit_bias: float | None
    scoring: Literal["softmax", "sigmoid"]
    context_length: int
    calibrated_on: int | None = None
    drift: Drift | None


class Bundle:
    """An opened bundle. Encoders are loaded on request, after the checksums of their files were verified."""

    def __init__(self, folder: Path, manifest: ModelManifest) -> None:
        self.folder = folder
        self.manifest = manifest

    @classmethod
    def open(cls, folder: Path) -> Bundle:
        """Read the manifest only. Raises BundleError: the folder or its bundle.json is missing, or has another format
        than this version's."""
        return cls(folder, read_manifest(folder, ModelManifest))

    def image_encoder(self) -> ImageEncoder:
        """The image encoder, on the runtime the bundle was exported for."""
        if self.manifest.runtime == "torch":
            from bildtext.encoders import torch_runtime

            return torch_runtime.image_encoder(self._checked_weights())
        from bildtext.encoders.openvino_runtime import OpenVinoImageEncoder

        with ThreadPoolExecutor(1) as pool:
            # Compiling while checking saves a tenth of a cold start; the encoder is returned only after the check.
            check = pool.submit(self._checked_model, IMAGE_ENCODER)
            try:
                return OpenVinoImageEncoder(self.folder / IMAGE_ENCODER, self.manifest.precision)
            finally:
                check.result()

    def text_encoder(self) -> TextEncoder:
        """The text encoder, for compiling labels and for request-time labels."""
        if self.manifest.runtime == "torch":
            from bildtext.encoders.torch_runtime import TorchTextEncoder

            return TorchTextEncoder(self._checked_weights())
        from bildtext.encoders.openvino_runtime import OpenVinoTextEncoder

        tokenizer = self._checked(TOKENIZER)
        return OpenVinoTextEncoder(self._checked_model(TEXT_ENCODER), tokenizer, self.manifest.precision)

    def label_vectors(self, labels: LabelSet) -> LabelVectors:
        """The vectors compiled for this label file. Raises BundleError: never compiled, compiled for another label file
        or by another version, or not of the model's dimensions."""
        vectors = LabelVectors.from_bytes(self._checked(LABEL_VECTORS).read_bytes(), self._compile)
        if vectors.fingerprint != labels.fingerprint:
            raise BundleError(
                f"{self.folder / LABEL_VECTORS} was compiled for label file {vectors.fingerprint[:12]}, "
                f"but the label file is {labels.fingerprint[:12]}; run {self._compile}."
            )
        if vectors.matrix.shape[1] != self.manifest.dimensions:
            raise BundleError(
                f"{self.folder / LABEL_VECTORS} has vectors of {vectors.matrix.shape[1]} numbers, "
                f"the model's have {self.manifest.dimensions}; run {self._compile}."
            )
        return vectors

    def verify(self) -> None:
        """Check every file the bundle lists, in use or not. Raises BundleError for the first wrong one."""
        verify_files(self.folder, self.manifest)

    def with_label_vectors(self, vectors: LabelVectors) -> Bundle:
        """Write compiled label vectors into the bundle and return it with their checksum."""
        data = vectors.to_bytes()
        (self.folder / LABEL_VECTORS).write_bytes(data)
        files = {**self.manifest.files, LABEL_VECTORS: hashlib.sha256(data).hexdigest()}
        return new_bundle(self.folder, self.manifest.model_copy(update={"files": files}))

    @property
    def _compile(self) -> str:
        return f"`bildtext labels compile --model {self.manifest.preset}`"

    def _checked_model(self, name: str) -> Path:
        """An IR consists of two files, the graph and its weights."""
        self._checked(Path(name).with_suffix(".bin").as_posix())
        return self._checked(name)

    def _checked_weights(self) -> Path:
        for name in self.manifest.files:
            if name.startswith(f"{WEIGHTS}/"):
                self._checked(name)
        return self.folder / WEIGHTS

    def _checked(self, name: str) -> Path:
        if name == LABEL_VECTORS:
            return verified_path(self.folder, self.manifest, name, self._compile)
        return verified_path(self.folder, self.manifest, name)


def new_bundle(folder: Path, manifest: ModelManifest) -> Bundle:
    """Write bundle.json and return the bundle it describes."""
    write_manifest(folder, manifest)
    return Bundle(folder, manifest)
