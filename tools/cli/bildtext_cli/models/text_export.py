"""Exports a Hugging Face language model as a bundle: converted by optimum-intel, or copied as is for torch."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from bildtext.errors import BundleError
from bildtext.hugging_face.folder import NO_REMOTE_CODE, load_errors, read_config
from bildtext.hugging_face.tokenizer import load_tokenizer
from bildtext.hugging_face.weights import load_model
from bildtext.language_models.manifest import WEIGHTS, LanguageModelManifest
from bildtext.manifest import checksums, write_manifest
from bildtext_cli.models.folders import copy_model, replacing
from bildtext_cli.models.optimum import convert
from bildtext_cli.models.presets import Preset

Kind = Literal["causal", "image-text"]

_TASKS = {"causal": "text-generation-with-past", "image-text": "image-text-to-text"}
# All layers at four bits, in groups of 128 that share a scale, for which the CPU kernels are fastest.
_WEIGHTS = {
    "fp32": ("fp32",),
    "fp16": ("fp16",),
    "int8": ("int8",),
    "int4": ("int4", "--sym", "--group-size", "128", "--ratio", "1.0", "--group-size-fallback", "adjust"),
}


def export_text(preset: Preset, source: Path, target: Path, *, revision: str) -> LanguageModelManifest:
    """Export the Hugging Face folder `source` to the bundle folder `target`, replacing what is there.

    Raises:
        BundleError: `source` is not a language model that can be exported.
    """
    read = _read(source)
    if preset.runtime == "torch" and preset.precision in ("int8", "int4"):
        raise BundleError(f"torch runs {preset.name} as fp32 or fp16; int8 and int4 are for OpenVINO.")
    with replacing(target) as folder:
        if preset.runtime == "torch":
            copy_model(source, folder / WEIGHTS)
        else:
            weights = _WEIGHTS[preset.precision]
            convert(["--model", str(source), "--task", _TASKS[read.kind], "--weight-format", *weights, str(folder)])
        manifest = LanguageModelManifest(
            preset=preset.name,
            repository=preset.repository,
            revision=revision,
            licence=preset.licence,
            architecture=read.architecture,
            kind=read.kind,
            runtime=preset.runtime,
            precision=preset.precision,
            context_length=read.context_length,
            reserved=reserved(source),
            files=checksums(folder),
        )
        write_manifest(folder, manifest)
    return manifest


@dataclass(frozen=True)
class _Read:
    """The properties of a complete language model in a Hugging Face folder."""

    kind: Kind
    architecture: str
    context_length: int


def reserved(source: Path) -> tuple[str, ...]:
    """Return the control tokens, which the tokenizer of a Hugging Face folder recognises anywhere in a text.

    These are its special tokens, and other added tokens in brackets of any kind ("<think>").

    Raises:
        BundleError: the folder has no tokenizer.json, or it cannot be read.
    """
    path = source / "tokenizer.json"
    if not path.is_file():
        raise BundleError(f"{source} has no tokenizer.json; save its tokenizer with AutoTokenizer first.")
    with load_errors(source, "tokenizer"):
        added = json.loads(path.read_text(encoding="utf-8"))["added_tokens"]
        return tuple(token["content"] for token in added if token["special"] or set("<[|｜") & set(token["content"]))


def _read(source: Path) -> _Read:
    """Load the model once, so that transformers checks its weights, and check what a conversation requires."""
    from transformers import AutoConfig, AutoModelForCausalLM, AutoModelForImageTextToText

    kind = _kind(read_config(source), source)
    with load_errors(source, "configuration"):
        config = AutoConfig.from_pretrained(source, **NO_REMOTE_CODE)
    loads = AutoModelForImageTextToText if kind == "image-text" else AutoModelForCausalLM
    # optimum-intel and the torch runtime read the folder later, so the names of its weights must match as they are.
    model = load_model(loads, source, may_rename=False, dtype="auto").model
    text = config.get_text_config()
    tokenizer = load_tokenizer(source, int(text.vocab_size))
    if not tokenizer.chat_template:
        raise BundleError(
            f"{source} has no chat template (chat_template.jinja), so it cannot be asked anything; "
            "take the model that was tuned for instructions."
        )
    if tokenizer.eos_token_id is None and model.generation_config.eos_token_id is None:
        raise BundleError(f"{source} names no token that ends an answer (eos_token in tokenizer_config.json).")
    length = getattr(text, "max_position_embeddings", None)
    if not isinstance(length, int):
        raise BundleError(f"{source / 'config.json'} has no max_position_embeddings, so the context length is unknown.")
    return _Read(kind, type(model).__name__, length)


def _kind(configuration: dict[str, Any], source: Path) -> Kind:
    """Determine the kind from the class that transformers has for the model."""
    from transformers.models.auto.modeling_auto import (
        MODEL_FOR_CAUSAL_LM_MAPPING_NAMES,
        MODEL_FOR_IMAGE_TEXT_TO_TEXT_MAPPING_NAMES,
    )

    name, written = configuration["model_type"], configuration.get("architectures") or [""]
    if written[0] and written[0] == MODEL_FOR_IMAGE_TEXT_TO_TEXT_MAPPING_NAMES.get(name):
        return "image-text"
    if written[0] and name in MODEL_FOR_CAUSAL_LM_MAPPING_NAMES:
        return "causal"
    raise BundleError(f"{source} is a {name!r} model; a causal or an image-text model is required.")
