"""A Hugging Face language model → a bundle: converted by optimum-intel, or as it is for torch; then sealed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any, Literal

from bildtext.errors import BundleError
from bildtext.language_models.bundle import WEIGHTS, TextFacts
from bildtext.sealed import checksums, write_facts
from tools.models.folders import replacing
from tools.models.optimum import convert
from tools.models.presets import Preset

# What else of a Hugging Face folder a torch bundle holds, beside *.json and *.safetensors.
_LOADED = (".json", ".safetensors", ".jinja", ".model", ".txt")
_TASKS = {"causal": "text-generation-with-past", "image-text": "image-text-to-text"}
# Whole layers at four bits, in groups of 128 that share a scale: what the CPU's kernels are fastest with.
_WEIGHTS = {
    "fp32": ("fp32",),
    "fp16": ("fp16",),
    "int8": ("int8",),
    "int4": ("int4", "--sym", "--group-size", "128", "--ratio", "1.0", "--group-size-fallback", "adjust"),
}


def export_text(preset: Preset, source: Path, target: Path, *, revision: str) -> TextFacts:
    """Export the Hugging Face folder `source` to the bundle folder `target`, replacing what is there.

    Raises:
        BundleError: `source` is not a language model that can be exported.
    """
    configuration = _configuration(source)
    kind = _kind(configuration, source)
    if preset.runtime == "torch" and preset.precision in ("int8", "int4"):
        raise BundleError(f"torch runs {preset.name} as fp32 or fp16; int8 and int4 are for OpenVINO.")
    with replacing(target) as folder:
        if preset.runtime == "torch":
            shutil.copytree(source, folder / WEIGHTS, ignore=_only_what_is_loaded)
        else:
            convert(
                [
                    "--model",
                    str(source),
                    "--task",
                    _TASKS[kind],
                    "--weight-format",
                    *_WEIGHTS[preset.precision],
                    str(folder),
                ]
            )
        facts = TextFacts(
            preset=preset.name,
            repository=preset.repository,
            revision=revision,
            licence=preset.licence,
            architecture=str(configuration["architectures"][0]),
            kind=kind,
            runtime=preset.runtime,
            precision=preset.precision,
            context_length=int(configuration.get("text_config", configuration)["max_position_embeddings"]),
            reserved=reserved(source),
            files=checksums(folder),
        )
        write_facts(folder, facts)
    return facts


def reserved(source: Path) -> tuple[str, ...]:
    """What the tokenizer of a Hugging Face folder cuts out of any text before it reads words: its control tokens.

    Those are its special tokens, and what else was added to it in brackets of any kind ("<think>").

    Raises:
        BundleError: the folder has no tokenizer.json.
    """
    path = source / "tokenizer.json"
    if not path.is_file():
        raise BundleError(f"{source} has no tokenizer.json; save its tokenizer with AutoTokenizer first.")
    added = json.loads(path.read_text(encoding="utf-8"))["added_tokens"]
    return tuple(one["content"] for one in added if one["special"] or set("<[|｜") & set(one["content"]))


def _configuration(source: Path) -> dict[str, Any]:
    path = source / "config.json"
    if not path.is_file():
        raise BundleError(f"{source} holds no config.json; give the folder of a Hugging Face language model.")
    if not any(source.glob("*.safetensors")):
        raise BundleError(f"{source} has no safetensors weights; other formats can run code and are not read.")
    read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return read


def _kind(configuration: dict[str, Any], source: Path) -> Literal["causal", "image-text"]:
    """By the class that transformers has for it."""
    from transformers.models.auto.modeling_auto import (
        MODEL_FOR_CAUSAL_LM_MAPPING_NAMES,
        MODEL_FOR_IMAGE_TEXT_TO_TEXT_MAPPING_NAMES,
    )

    name = configuration.get("model_type", "")
    if configuration.get("architectures") and name in MODEL_FOR_IMAGE_TEXT_TO_TEXT_MAPPING_NAMES:
        written = configuration["architectures"][0]
        if written == MODEL_FOR_IMAGE_TEXT_TO_TEXT_MAPPING_NAMES[name]:
            return "image-text"
    if configuration.get("architectures") and name in MODEL_FOR_CAUSAL_LM_MAPPING_NAMES:
        return "causal"
    raise BundleError(f"{source} is a {name!r} model; a causal or an image-text model is wanted.")


def _only_what_is_loaded(_folder: str, names: list[str]) -> list[str]:
    return [name for name in names if not name.endswith(_LOADED)]
