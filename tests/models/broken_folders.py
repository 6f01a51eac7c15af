"""Ways to break a complete Hugging Face folder."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file

Break = Callable[[Path], object]
Weights = dict[str, torch.Tensor]
POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935\nsize 605157884\n"


def weights(change: Callable[[Weights], Weights]) -> Break:
    """Change the weights."""

    def broken(folder: Path) -> None:
        path = folder / "model.safetensors"
        changed = {name: values.clone().contiguous() for name, values in change(load_file(path)).items()}
        path.unlink()
        save_file(changed, path, metadata={"format": "pt"})

    return broken


def setting(name: str, **values: Any) -> Break:
    """Change settings in a JSON file; None removes a setting."""

    def broken(folder: Path) -> None:
        path = folder / name
        read = {**json.loads(path.read_text()), **values}
        path.write_text(json.dumps({key: value for key, value in read.items() if value is not None}))

    return broken


def text(name: str, content: str) -> Break:
    """Write a file with this content."""
    return lambda folder: (folder / name).write_text(content)


def without(*names: str) -> Break:
    """Delete files."""

    def broken(folder: Path) -> None:
        for name in names:
            (folder / name).unlink()

    return broken


def renamed(name: str, to: str) -> Break:
    """Rename a file."""
    return lambda folder: (folder / name).rename(folder / to)


def cut(name: str, to: int | None = None) -> Break:
    """Truncate a file to `to` bytes; by default remove its last byte."""
    return lambda folder: (folder / name).write_bytes((folder / name).read_bytes()[: -1 if to is None else to])


def sharded(missing: bool) -> Break:
    """Split the weights into two files, optionally without the second."""

    def broken(folder: Path) -> None:
        path = folder / "model.safetensors"
        all_of_them = load_file(path)
        path.unlink()
        names = sorted(all_of_them)
        halves = {"model-00001-of-00002.safetensors": names[::2], "model-00002-of-00002.safetensors": names[1::2]}
        index = {name: file for file, part in halves.items() for name in part}
        (folder / "model.safetensors.index.json").write_text(json.dumps({"metadata": {}, "weight_map": index}))
        for file, part in list(halves.items())[: 1 if missing else 2]:
            save_file({name: all_of_them[name] for name in part}, folder / file, metadata={"format": "pt"})

    return broken


def tokenizer(change: Callable[[dict[str, Any]], object]) -> Break:
    """Change tokenizer.json."""

    def broken(folder: Path) -> None:
        path = folder / "tokenizer.json"
        read = json.loads(path.read_text())
        change(read)
        path.write_text(json.dumps(read))

    return broken


def replaced(name: str, value: Callable[[torch.Tensor], torch.Tensor]) -> Callable[[Weights], Weights]:
    """Replace one weight."""
    return lambda read: {key: value(values) if key == name else values for key, values in read.items()}


def leaving_out(part: str) -> Callable[[Weights], Weights]:
    """Remove the weights whose name contains `part`."""
    return lambda read: {key: values for key, values in read.items() if part not in key}


def folder_instead(name: str) -> Break:
    """Replace a file by a folder."""

    def broken(folder: Path) -> None:
        (folder / name).unlink()
        (folder / name).mkdir()

    return broken


def dangling(name: str) -> Break:
    """Replace a file by a dangling link."""

    def broken(folder: Path) -> None:
        (folder / name).unlink()
        (folder / name).symlink_to(folder / "blobs" / "0123")

    return broken
