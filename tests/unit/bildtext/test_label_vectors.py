"""Compiling labels to vectors: prompts are ensembled; those with unknown words are left out and listed."""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np
import pytest

from bildtext.errors import BundleError
from bildtext.label_vectors import LabelVectors, compile_labels
from bildtext.labels import load_labels
from tests.tagging_setup import ColourTextEncoder

FILE = """
version: 1
facets:
  - id: colour
    name: {de: Farbe, en: Colour}
    choose: any
    prompts: ["a {label}", "a {label} blue"]
    none: ["a green", "a violet"]
    threshold: 0.2
    labels:
      - {id: red, name: {de: Rot, en: Red}}
      - {id: mauve, name: {de: Mauve, en: Mauve}}
      - {id: blue, name: {de: Blau, en: Blue}, prompts: ["a {label}", "mystery {label}"]}
  - id: cloth
    name: {de: Stoff, en: Cloth}
    choose: one
    prompts: ["a {label}"]
    threshold: 0.2
    labels:
      - {id: wool, name: {de: Wolle, en: Wool}}
      - {id: silk, name: {de: Seide, en: Silk}}
"""


@pytest.fixture
def vectors(tmp_path: Path) -> LabelVectors:
    (tmp_path / "labels.yaml").write_text(FILE, encoding="utf-8")
    return compile_labels(load_labels(tmp_path / "labels.yaml"), ColourTextEncoder())


def test_a_label_is_the_mean_of_its_prompts_unit_vectors_made_unit_length(vectors: LabelVectors) -> None:
    # "a red" is (1, 0, 0); "a red blue" is (1, 0, 1)/√2: the mean points to (1 + 1/√2, 0, 1/√2)
    mean = np.array([1 + 2**-0.5, 0, 2**-0.5])
    np.testing.assert_allclose(vectors.matrix[0], mean / np.linalg.norm(mean), atol=1e-6)


def test_labels_and_prompts_with_unknown_words_are_left_out_and_listed(vectors: LabelVectors) -> None:
    colour, cloth = vectors.facets
    assert (colour.labels, colour.left_out, colour.nones) == (("red", "blue"), ("mauve",), 1)
    assert (cloth.labels, cloth.left_out, cloth.nones) == ((), ("wool", "silk"), 0)
    assert (colour.nones_left_out, colour.prompts_left_out, colour.forced) == (("a violet",), 1, False)
    np.testing.assert_allclose(vectors.matrix[1], [0, 0, 1], atol=1e-6)  # blue without its prompt "mystery blue"
    np.testing.assert_allclose(vectors.matrix[2], [0, 1, 0], atol=1e-6)  # the "none" prompt that is known


def test_a_facet_without_any_known_none_prompt_is_a_forced_choice(tmp_path: Path) -> None:
    (tmp_path / "labels.yaml").write_text(FILE.replace('"a green", "a violet"', '"a violet"'), encoding="utf-8")
    compiled = compile_labels(load_labels(tmp_path / "labels.yaml"), ColourTextEncoder())
    assert compiled.left_out["colour"].forced
    assert not compiled.left_out["cloth"].forced, "it has no none prompts and no known label"


def test_the_labels_left_out_are_stored_with_the_vectors(vectors: LabelVectors) -> None:
    assert LabelVectors.from_bytes(vectors.to_bytes()).facets == vectors.facets


def test_vectors_compiled_by_an_earlier_version_are_refused_with_the_command_to_compile_them(
    vectors: LabelVectors,
) -> None:
    index = {"fingerprint": vectors.fingerprint, "facets": [["colour", 0, ["red", "blue"], 1, ["mauve"]]]}
    old = io.BytesIO()
    np.savez(old, matrix=vectors.matrix, index=np.frombuffer(json.dumps(index).encode(), np.uint8))
    with pytest.raises(BundleError, match="another version of Bildtext; run `bildtext labels compile`"):
        LabelVectors.from_bytes(old.getvalue())


def test_compiling_twice_gives_the_same_bytes(vectors: LabelVectors) -> None:
    assert LabelVectors.from_bytes(vectors.to_bytes()).to_bytes() == vectors.to_bytes()
