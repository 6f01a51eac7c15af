"""Loads a model from a Hugging Face folder, which must have exactly the weights of the model."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import torch
from torch import nn

from bildtext.errors import BundleError
from bildtext.hugging_face.folder import NO_REMOTE_CODE, load_errors
from bildtext.hugging_face.weight_files import weight_names


@dataclass(frozen=True)
class LoadedModel:
    """A model in evaluation mode, and the prefix that was removed from the names of its weights (usually "")."""

    model: Any
    prefix: str


def load_model(model_class: Any, folder: Path, *, may_rename: bool = True, **options: Any) -> LoadedModel:
    """transformers' `model_class` with the weights of `folder`; `options` go to its `from_pretrained`.

    Training frameworks add a prefix to every name ("module."). If the names fit without it, it is removed, unless other
    programs will read the folder (`may_rename` is False). Raises BundleError: files that are missing, truncated or
    unsupported; a weight that is missing, unexpected, of another shape, not finite or all zero.
    """
    names = weight_names(folder)
    with load_errors(folder, "model"):
        model, info = _from_pretrained(model_class, folder, options)
        prefix = _prefix(names)
        if prefix and may_rename and info["missing_keys"]:
            renamed, renamed_info = _from_pretrained(
                model_class, folder, {**options, "key_mapping": {f"^{re.escape(prefix)}": ""}}
            )
            if not renamed_info["missing_keys"]:
                model, info = renamed, renamed_info
            else:
                prefix = ""
        else:
            prefix = _wrapper_prefix(names, model)
        _check_names(folder, type(model).__name__, info)
        _check_values(folder, model)
    return LoadedModel(model.eval(), prefix)


def rename_option(prefix: str) -> dict[str, Any]:
    """The option of `from_pretrained` that reads names without `prefix`."""
    return {"key_mapping": {f"^{re.escape(prefix)}": ""}} if prefix else {}


def _from_pretrained(model_class: Any, folder: Path, options: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    model, info = model_class.from_pretrained(
        folder,
        use_safetensors=True,
        output_loading_info=True,
        ignore_mismatched_sizes=True,  # to list them; transformers' own error does not
        **NO_REMOTE_CODE,
        **options,
    )
    return model, info


_PREFIXES: Final = ("module.", "_orig_mod.", "model.")  # DataParallel and FSDP, torch.compile, a wrapper class


def _prefix(names: Iterable[str]) -> str:
    """The known prefixes that all names begin with, concatenated."""
    rest, found = list(names), ""
    while rest and (known := next((p for p in _PREFIXES if all(name.startswith(p) for name in rest)), "")):
        rest, found = [name.removeprefix(known) for name in rest], found + known
    return found


def _wrapper_prefix(names: Iterable[str], model: Any) -> str:
    """The prefix of a wrapper class ("clip."), which transformers removes itself."""
    wrapper = f"{model.base_model_prefix}."
    around = all(name.startswith(wrapper) for name in names)
    return wrapper if around and not any(name.startswith(wrapper) for name in model.state_dict()) else ""


# Weights that may be missing because they are not used, by class. transformers itself does not report tied weights and
# buffers of older versions (position_ids, GPT-2's attn.bias).
_UNUSED_WEIGHTS: Final = {"VisionEncoderDecoderModel": re.compile(r"^encoder\.pooler\.")}
_TRAINING_COUNTERS: Final = re.compile(r"\.num_batches_tracked$")


def _check_names(folder: Path, architecture: str, info: dict[str, Any]) -> None:
    unused = _UNUSED_WEIGHTS.get(architecture)
    missing = sorted(
        key
        for key in info["missing_keys"]
        if not _TRAINING_COUNTERS.search(key) and not (unused and unused.search(key))
    )
    unexpected = sorted(key for key in info["unexpected_keys"] if not key.endswith(_OLD_BUFFERS))
    mismatched = [
        f"{key} {list(found)} instead of {list(expected)}" for key, found, expected in sorted(info["mismatched_keys"])
    ]
    faults = [
        f"{len(keys)} {what} ({_first(keys)})"
        for what, keys in (("missing", missing), ("unexpected", unexpected), ("of another shape", mismatched))
        if keys
    ]
    faults += [f"errors ({_first(info['error_msgs'])})"] if info.get("error_msgs") else []
    if faults:
        raise BundleError(
            f"The weights of {folder} are not those of a {architecture}: {', '.join(faults)}; "
            "save the complete model with save_pretrained and give that folder."
        )


_OLD_BUFFERS: Final = (".position_ids", ".attn.masked_bias", ".crossattention.masked_bias")


def _first(keys: Sequence[str], count: int = 3) -> str:
    return ", ".join(keys[:count]) + (" …" if len(keys) > count else "")


def _check_values(folder: Path, model: Any) -> None:
    """Raises BundleError for weights that are untrained or broken: not finite, or all zero."""
    broken = sorted(name for name, values in model.state_dict().items() if not _finite(values))
    if broken:
        raise BundleError(
            f"The weights of {folder} hold numbers that are not finite ({_first(broken)}); train it again."
        )
    empty = sorted(name for name, module in model.named_modules() if _all_zero(name, module))
    if empty:
        raise BundleError(f"The weights of {folder} hold layers of nothing but zeros ({_first(empty)}); save it again.")


def _finite(values: torch.Tensor) -> bool:
    return not values.is_floating_point() or bool(torch.isfinite(values).all())


def _all_zero(name: str, module: nn.Module) -> bool:
    """Whether a layer is all zero; token type embeddings may be, in models with a single token type."""
    if not isinstance(module, nn.Linear | nn.Conv2d | nn.Embedding) or name.endswith("token_type_embeddings"):
        return False
    return not bool(module.weight.any())
