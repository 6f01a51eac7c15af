"""Opening bundles; an invalid one is refused with a message that says what to do."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bildtext.bundle import Bundle, ModelManifest, new_bundle
from bildtext.errors import BundleError
from bildtext.images import Preparation
from bildtext.label_vectors import LabelVectors, compile_labels
from bildtext.labels import ad_hoc_labels, load_labels
from tests.tagging_setup import LABEL_FILE, ColourTextEncoder


def a_bundle(folder: Path, **changed: Any) -> Bundle:
    manifest = ModelManifest(
        preset="colours",
        repository="tests/colours",
        revision="1",
        licence="CC0-1.0",
        architecture="CLIPModel",
        runtime="openvino",
        precision="fp32",
        preparation=Preparation(16),
        mean=(0, 0, 0),
        std=(1, 1, 1),
        dimensions=3,
        logit_scale=20,
        logit_bias=None,
        scoring="softmax",
        context_length=8,
        drift=None,
        files={},
    )
    return new_bundle(folder, manifest.model_copy(update=changed))


def labels_in(folder: Path) -> Any:
    path = folder / "labels.yaml"
    path.write_text(LABEL_FILE, encoding="utf-8")
    return load_labels(path)


def test_a_written_manifest_is_read_back(tmp_path: Path) -> None:
    written = a_bundle(tmp_path)
    assert Bundle.open(tmp_path).manifest == written.manifest


def test_label_vectors_are_read_back_unchanged(tmp_path: Path) -> None:
    labels = labels_in(tmp_path)
    vectors = compile_labels(labels, ColourTextEncoder())
    a_bundle(tmp_path).with_label_vectors(vectors)
    read = Bundle.open(tmp_path).label_vectors(labels)
    assert (read.fingerprint, read.facets) == (vectors.fingerprint, vectors.facets)
    np.testing.assert_array_equal(read.matrix, vectors.matrix)


def test_a_folder_without_a_manifest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="no model bundle"):
        Bundle.open(tmp_path)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"preset": 3}', "\0"])
def test_a_damaged_bundle_json_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "bundle.json").write_text(text)
    with pytest.raises(BundleError, match=r"bundle\.json does not fit"):
        Bundle.open(tmp_path)


def test_a_bundle_of_a_newer_format_is_refused(tmp_path: Path) -> None:
    a_bundle(tmp_path)
    manifest = json.loads((tmp_path / "bundle.json").read_text())
    (tmp_path / "bundle.json").write_text(json.dumps({**manifest, "colour_space": "lab"}))
    with pytest.raises(BundleError, match="colour_space"):
        Bundle.open(tmp_path)


def test_missing_label_vectors_are_refused_with_the_command_to_compile_them(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="bildtext labels compile"):
        a_bundle(tmp_path).label_vectors(labels_in(tmp_path))


def test_label_vectors_of_another_label_file_are_refused(tmp_path: Path) -> None:
    bundle = a_bundle(tmp_path).with_label_vectors(compile_labels(labels_in(tmp_path), ColourTextEncoder()))
    with pytest.raises(BundleError, match="compiled for label file"):
        bundle.label_vectors(ad_hoc_labels(["red", "blue"]))


def test_label_vectors_of_another_model_are_refused(tmp_path: Path) -> None:
    labels = labels_in(tmp_path)
    bundle = a_bundle(tmp_path, dimensions=512).with_label_vectors(compile_labels(labels, ColourTextEncoder()))
    with pytest.raises(BundleError, match="vectors of 3 numbers, the model's have 512"):
        bundle.label_vectors(labels)


def test_label_vectors_of_an_earlier_version_are_refused_with_the_models_own_command(tmp_path: Path) -> None:
    labels = labels_in(tmp_path)
    vectors = compile_labels(labels, ColourTextEncoder())
    index = {"fingerprint": vectors.fingerprint, "facets": []}
    old = io.BytesIO()
    np.savez(old, matrix=vectors.matrix, index=np.frombuffer(json.dumps(index).encode(), np.uint8))
    bundle = a_bundle(tmp_path).with_label_vectors(vectors)
    (tmp_path / "label_vectors.npz").write_bytes(old.getvalue())
    files = {**bundle.manifest.files, "label_vectors.npz": hashlib.sha256(old.getvalue()).hexdigest()}
    bundle = new_bundle(tmp_path, bundle.manifest.model_copy(update={"files": files}))
    with pytest.raises(BundleError, match=f"run `bildtext labels compile --model {bundle.manifest.preset}`"):
        bundle.label_vectors(labels)


def test_edited_label_vectors_are_refused(tmp_path: Path) -> None:
    labels = labels_in(tmp_path)
    bundle = a_bundle(tmp_path).with_label_vectors(compile_labels(labels, ColourTextEncoder()))
    (tmp_path / "label_vectors.npz").write_bytes(b"something else")
    with pytest.raises(BundleError, match="checksum"):
        bundle.label_vectors(labels)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\x93NUMPY", b"\x80\x04N."])
def test_any_other_file_than_label_vectors_is_refused_and_never_unpickled(data: bytes) -> None:
    with pytest.raises(BundleError, match="bildtext labels compile"):
        LabelVectors.from_bytes(data)
