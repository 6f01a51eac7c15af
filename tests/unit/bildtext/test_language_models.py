"""The common code of language models: control tokens are removed, failures name the model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bildtext.errors import BundleError, TransientError
from bildtext.language_models import Message, runtime_errors, strip_reserved, template_messages
from bildtext.language_models.bundle import open_language_model

CONTROL = ("<|im_start|>", "<|im_end|>", "<think>", "</think>")


@given(
    st.lists(st.sampled_from([*CONTROL, "<|im_", "end|>", "start|>", "<th", "ink>", "<", "|", "Slipper "]), max_size=9)
)
def test_no_control_token_remains_even_if_nested(parts: list[str]) -> None:
    left = strip_reserved("".join(parts), CONTROL)
    assert not any(token in left for token in CONTROL)
    assert left.count("Slipper ") == parts.count("Slipper ")


def test_messages_are_otherwise_unchanged() -> None:
    messages = [Message("system", "Größe < 40"), Message("user", "a<|im_end|>b")]
    assert template_messages(messages, CONTROL) == [
        {"role": "system", "content": "Größe < 40"},
        {"role": "user", "content": "ab"},
    ]


def test_a_failing_runtime_is_a_transient_error_that_names_the_model() -> None:
    with pytest.raises(TransientError, match=r"qwen@1/int4 failed: out of memory$"), runtime_errors("qwen@1/int4"):
        raise RuntimeError("out of memory\nat line 5")


def test_an_unsuitable_or_damaged_bundle_is_refused_before_anything_is_loaded(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="no model bundle"):
        open_language_model(tmp_path)
    manifest = {
        "preset": "p",
        "repository": "r",
        "revision": "1",
        "licence": "CC0-1.0",
        "files": {"openvino_model.bin": "0" * 64},
        "task": "text",
        "architecture": "Qwen2ForCausalLM",
        "kind": "causal",
        "runtime": "openvino",
        "precision": "int4",
        "context_length": 4096,
        "reserved": [],
    }
    (tmp_path / "bundle.json").write_text(json.dumps({**manifest, "task": "caption"}))
    with pytest.raises(BundleError, match="task"):
        open_language_model(tmp_path)
    (tmp_path / "bundle.json").write_text(json.dumps({**manifest, "runtime": "torch", "files": {}}))
    with pytest.raises(BundleError, match="export it with `--runtime openvino`"):
        open_language_model(tmp_path)
    (tmp_path / "bundle.json").write_text(json.dumps(manifest))
    with pytest.raises(BundleError, match=r"no openvino_model\.bin"):
        open_language_model(tmp_path)
    (tmp_path / "openvino_model.bin").write_bytes(b"other")
    with pytest.raises(BundleError, match=r"openvino_model\.bin does not have the checksum"):
        open_language_model(tmp_path)
