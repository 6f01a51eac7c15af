"""Loads a bundle in a new process, as a container does, and runs it on photos, texts or questions.

    python -m bildtext_cli.models.inference_process FOLDER REQUEST

REQUEST is JSON; the response is one line of JSON. No state is shared with the process that exported the bundle.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bildtext.errors import BildtextError, BundleError
from bildtext.images import Preparation, decode
from bildtext.manifest import Task, task_of
from bildtext_cli.new_process import first_line


def infer(
    folder: Path, *, photos: Sequence[Path] = (), texts: Sequence[str] = (), preparation: Preparation | None = None
) -> dict[str, Any]:
    """Load the bundle in `folder` in a new process and return its answers.

    A tagging bundle returns `image` and `text`, a vector for each photo and text; a captioner `captions`, a language
    model `answers`. `preparation` overrides the bundle's own.

    Raises:
        BundleError: it cannot be loaded or does not answer.
    """
    request = {
        "photos": [str(photo) for photo in photos],
        "texts": list(texts),
        "preparation": None if preparation is None else asdict(preparation),
    }
    try:
        _, line = first_line("-m", "bildtext_cli.models.inference_process", str(folder), json.dumps(request))
    except RuntimeError as error:
        reason = str(error).strip().splitlines()[-1]
        raise BundleError(f"{folder} does not answer in a new process ({reason}); export it again.") from error
    response: dict[str, Any] = json.loads(line)
    if refused := response.get("refused"):
        raise BundleError(refused)
    return response


def _vectors(folder: Path, request: dict[str, Any]) -> dict[str, Any]:
    from bildtext.bundle import Bundle

    bundle = Bundle.open(folder)
    pixels = _pixels(request, bundle.manifest.preparation)
    image, text = bundle.image_encoder().encode(pixels), bundle.text_encoder().encode(request["texts"])
    return {"image": image.tolist(), "text": text.tolist()}


def _captions(folder: Path, request: dict[str, Any]) -> dict[str, Any]:
    from bildtext_cli.models.open_bundle import open_captioner

    captioner = open_captioner(folder)
    return {"captions": captioner.caption(_pixels(request, captioner.preparation))}


def _answers(folder: Path, request: dict[str, Any]) -> dict[str, Any]:
    from bildtext_cli.models.open_bundle import open_language_model
    from bildtext_cli.models.probes import answer

    model = open_language_model(folder)
    return {"answers": [answer(model, text) for text in request["texts"]]}


def _pixels(request: dict[str, Any], own: Preparation) -> Any:
    import numpy as np

    preparation = Preparation(**request["preparation"]) if request["preparation"] else own
    return np.stack([decode(Path(photo).read_bytes(), preparation) for photo in request["photos"]])


_KINDS: dict[Task, Callable[[Path, dict[str, Any]], dict[str, Any]]] = {
    "tagging": _vectors,
    "caption": _captions,
    "text": _answers,
}


def _main(folder: Path, request: dict[str, Any]) -> None:
    try:
        response = _KINDS[task_of(folder)](folder, request)
    except BildtextError as error:
        response = {"refused": str(error)}
    sys.stdout.write(json.dumps(response) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    _main(Path(sys.argv[1]), json.loads(sys.argv[2]))
