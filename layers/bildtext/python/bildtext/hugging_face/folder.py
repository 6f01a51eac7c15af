"""Checks that a folder is a complete Hugging Face model before loading it, with a specific message for each fault."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, Final

from bildtext.errors import BundleError

# For every `from_pretrained`: neither run code in the folder, nor ask whether to, nor download missing files.
NO_REMOTE_CODE: Final[dict[str, Any]] = {"trust_remote_code": False, "local_files_only": True}

_LONGEST_REASON: Final = 300


def read_config(folder: Path) -> dict[str, Any]:
    """The content of config.json, after checking the folder. Raises BundleError: describes the first fault: not a
    model, a broken or substitute file, a LoRA adapter, quantised weights, or no `model_type`."""
    for check in _CHECKS:
        if fault := check(folder):
            raise BundleError(fault)
    return _read_object(folder / "config.json")


def shipped_code(folder: Path) -> tuple[str, ...]:
    """Names of the Python files in the folder, which are never run."""
    return tuple(sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.py")))


@contextmanager
def load_errors(folder: Path, what: str) -> Iterator[None]:
    """Turns every exception while `what` of `folder` is read into a BundleError.

    transformers, tokenizers and safetensors raise nearly any exception for an unexpected folder, including plain
    Exception. Their log output is suppressed, because the error contains it.
    """
    from transformers.utils import logging

    verbosity, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        yield
    except BundleError:
        raise
    except Exception as error:
        reason = " ".join(str(error).split()).rstrip(".")
        if len(reason) > _LONGEST_REASON:
            reason = f"{reason[:_LONGEST_REASON]}…"
        raise BundleError(
            f"The {what} of {folder} cannot be used ({type(error).__name__}: {reason}); "
            "download the model again, or save it again with transformers."
        ) from error
    finally:
        logging.set_verbosity(verbosity)
        if bars:
            logging.enable_progress_bar()


# -- the checks: each returns the message about a fault, or None ------------------------------------


def _missing_folder(folder: Path) -> str | None:
    if folder.is_dir():
        return None
    return f"{folder} is not a folder, so it contains no config.json; give the folder of a Hugging Face model."


def _broken_link(folder: Path) -> str | None:
    for path in _model_files(folder):
        if path.is_symlink() and not path.exists():
            return f"{path} is a link to a file that is not there; copy the files themselves, or download them again."
    return None


def _lfs_pointer(folder: Path) -> str | None:
    for path in _model_files(folder):
        if path.is_file() and _starts_with(path, _LFS):
            return (
                f"{path} is a Git LFS pointer instead of the file; run `git lfs pull` where it was cloned, "
                "or download the model again."
            )
    return None


def _adapter(folder: Path) -> str | None:
    found = [path for name in _ADAPTER_FILES for path in (*folder.glob(name), *folder.glob(f"*/{name}"))]
    return adapter_message(folder, found[0].relative_to(folder).as_posix()) if found else None


def adapter_message(folder: Path, found: str) -> str:
    """The message about a LoRA adapter, detected by a file or by the name of a weight."""
    return (
        f"{folder} holds a LoRA adapter ({found}), which would be left out; merge it first with PEFT's "
        "merge_and_unload, save the result with save_pretrained and give that folder, or take the adapter away."
    )


def _open_clip(folder: Path) -> str | None:
    found = sorted(path.name for path in folder.glob("open_clip*") if path.is_file())
    if found and not (folder / "model.safetensors").is_file():
        return open_clip_message(folder, found[0])
    return None


def open_clip_message(folder: Path, found: str) -> str:
    """The message about weights of open_clip, detected by a file or by the name of a weight."""
    return (
        f"{folder} holds weights as open_clip names them ({found}); give the same model as transformers saves it, "
        "converted with transformers' convert_clip_original_pytorch_to_hf.py for example."
    )


def _missing_config(folder: Path) -> str | None:
    if (folder / "config.json").is_file():
        return None
    return f"{folder} holds no config.json; give the folder of a Hugging Face model."


def _unreadable_json(folder: Path) -> str | None:
    for path in (folder / name for name in _JSON_FILES):
        try:
            if path.exists():
                _read_object(path)
        except (OSError, ValueError, RecursionError) as error:
            return f"{path} cannot be read as a JSON object ({' '.join(str(error).split())}); download it again."
    return None


def _missing_model_type(folder: Path) -> str | None:
    path = folder / "config.json"
    if isinstance(_read_object(path).get("model_type"), str):
        return None
    return f"{path} names no model_type, so nothing says what the weights are; take the config.json of the repository."


def _quantised(folder: Path) -> str | None:
    path = folder / "config.json"
    config = _read_object(path)
    for part in (config, *(value for value in config.values() if isinstance(value, dict))):
        if settings := part.get("quantization_config"):
            method = settings.get("quant_method", "unnamed") if isinstance(settings, dict) else settings
            return quantised_message(path, f"quantization_config: {method}")
    return None


def quantised_message(path: Path, found: str) -> str:
    """The message about quantised weights, detected by config.json or by their type."""
    return f"{path} says that the weights are quantised ({found}); export from the model in full precision."


_CHECKS: tuple[Callable[[Path], str | None], ...] = (
    _missing_folder,
    _broken_link,
    _lfs_pointer,
    _adapter,
    _open_clip,
    _missing_config,
    _unreadable_json,
    _missing_model_type,
    _quantised,
)
_LFS: Final = b"version https://git-lfs"
_ADAPTER_FILES: Final = ("adapter_config.json", "adapter_model.*", "pytorch_lora_weights.*")
# The files that transformers reads; other files do not matter.
_JSON_FILES: Final = (
    "config.json",
    "generation_config.json",
    "preprocessor_config.json",
    "processor_config.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "added_tokens.json",
    "chat_template.json",
    "model.safetensors.index.json",
)
_OTHER_FILES: Final = ("model.safetensors", "model-*-of-*.safetensors", "vocab.*", "merges.txt", "*.model", "*.jinja")


def _model_files(folder: Path) -> list[Path]:
    names = (*_JSON_FILES, *_OTHER_FILES)
    return [path for path in sorted(folder.iterdir()) if any(fnmatch(path.name, name) for name in names)]


def _starts_with(path: Path, prefix: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(prefix)) == prefix


def _read_object(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise ValueError("it is not a file")
    read = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(read, dict):
        raise ValueError(f"it holds a {type(read).__name__}")
    return read
