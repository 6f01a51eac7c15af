"""Checks the weight files of a Hugging Face folder by their headers; safetensors only."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from bildtext.errors import BundleError
from bildtext.hugging_face.folder import adapter_message, open_clip_message, quantised_message

_WHOLE, _INDEX = "model.safetensors", "model.safetensors.index.json"
_LENGTH_BYTES: Final = 8
_TYPES: Final = {"F64", "F32", "F16", "BF16", "I64", "I32", "BOOL"}  # including buffers such as position_ids
_OF_ADAPTERS: Final = (".lora_", "lora_A.", ".base_layer.", "base_model.model.")
_OF_OPEN_CLIP: Final = ("visual.conv1.", "visual.trunk.", "visual.transformer.", "transformer.resblocks.", "text.trans")


def weight_names(folder: Path) -> tuple[str, ...]:
    """The names of all weights in the folder's safetensors files, after checking that the files are complete. Raises
    BundleError: no safetensors, a missing or truncated file, or weights of an unsupported kind."""
    names: list[str] = []
    for path in _files(folder):
        for name, entry in _header(path).items():
            if any(part in f".{name}" for part in _OF_ADAPTERS):
                raise BundleError(adapter_message(folder, name))
            if name.startswith(_OF_OPEN_CLIP):
                raise BundleError(open_clip_message(folder, name))
            if entry["dtype"] not in _TYPES:
                raise BundleError(quantised_message(path, f"{name} is {entry['dtype']}"))
            names.append(name)
    return tuple(names)


def _files(folder: Path) -> list[Path]:
    if (folder / _WHOLE).is_file():
        return [folder / _WHOLE]
    if (folder / _INDEX).is_file():
        return _listed(folder)
    others = sorted(path.name for path in folder.glob("*.safetensors"))
    if any("-of-" in name for name in others):
        raise BundleError(f"{folder} has parts ({others[0]}) without {_INDEX}, which lists them; download it, too.")
    if others:
        raise BundleError(
            f"{folder} has its weights only as {others[0]}, which is not read; download {_WHOLE}, "
            "or rename the file if these are the weights you mean."
        )
    raise BundleError(
        f"{folder} has no safetensors weights; other formats can run code and are not read. "
        "Save the model again with transformers' save_pretrained."
    )


def _listed(folder: Path) -> list[Path]:
    listed = json.loads((folder / _INDEX).read_text(encoding="utf-8")).get("weight_map")
    if not isinstance(listed, dict) or not listed or not all(isinstance(name, str) for name in listed.values()):
        raise BundleError(f"{folder / _INDEX} lists no weight_map; download it again.")
    names = sorted(set(listed.values()))
    missing = [name for name in names if Path(name).name != name or not (folder / name).is_file()]
    if missing:
        raise BundleError(
            f"{folder} lacks {len(missing)} of the {len(names)} files that {_INDEX} lists ({missing[0]}); "
            "download the model again."
        )
    return [folder / name for name in names]


def _header(path: Path) -> dict[str, Any]:
    """The entries of a safetensors file: a length of eight bytes, a JSON object of that length, then the data."""
    size = path.stat().st_size
    with path.open("rb") as file:
        length = int.from_bytes(file.read(_LENGTH_BYTES), "little")
        text = file.read(length) if length <= size - _LENGTH_BYTES else b""
    try:
        header: dict[str, Any] = json.loads(text)
        header.pop("__metadata__", None)
        expected = _LENGTH_BYTES + length + max((entry["data_offsets"][1] for entry in header.values()), default=0)
        kinds = [entry["dtype"] for entry in header.values()]
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise BundleError(f"{path} is no safetensors file, or only its beginning; download it again.") from error
    if not kinds:
        raise BundleError(f"{path} contains no weights; download it again.")
    if size != expected:
        raise BundleError(f"{path} has {size:,} bytes of {expected:,}: it is cut off or damaged; download it again.")
    return header
