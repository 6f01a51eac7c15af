"""The inputs for testing a bundle: photos of several shapes, texts of several kinds, questions in German."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from PIL import Image

from bildtext.language_models import LanguageModel, Message, Sampling
from bildtext_cli.checkout import SAMPLES

# Umlauts, capitals, punctuation, other letters, and a text longer than any of these models reads.
TEXTS: Final = (
    "a photo of a red dress",
    "A PHOTO OF A WHITE SHOE",
    "ein Foto von Stiefeln für Damen, Größe 38 – weiß/türkis",
    "the t-shirt",
    "a photo of a blue hat and a green dress, " * 30,
)
QUESTIONS: Final = ("Hallo", "Beschreibe ein rotes Kleid für Damen in Größe 38.", "NENNE DREI FARBEN!")
_SHAPES: Final = ((800, 800), (800, 520), (440, 800), (610, 760))  # width and height, cut from the middle
_TOKENS: Final = 16


def sample_photos() -> list[bytes]:
    """Return the contents of the drawn sample photos."""
    return [path.read_bytes() for path in sorted(SAMPLES.rglob("*.jpg"))]


@contextmanager
def photos(*, square: bool = False) -> Iterator[list[Path]]:
    """Yield some of the samples as PNG files: portrait, landscape and square, or all `square`.

    PNG, because our decoder may decode a JPEG at reduced size, unlike the reference (`bildtext bench decode`).
    """
    with TemporaryDirectory() as folder:
        found = []
        for index, path in enumerate(sorted(SAMPLES.rglob("*.jpg"))[: 2 * len(_SHAPES)]):
            width, height = _SHAPES[0 if square else index % len(_SHAPES)]
            with Image.open(path) as opened:
                left, top = (opened.width - width) // 2, (opened.height - height) // 2
                cut = opened.convert("RGB").crop((left, top, left + width, top + height))
            found.append(Path(folder) / f"{index}.png")
            cut.save(found[-1])
        yield found


def answer(model: LanguageModel, question: str) -> str:
    """Return the greedy answer, at most `_TOKENS` tokens."""
    pieces: list[str] = []

    def receive(piece: str) -> bool:
        pieces.append(piece)
        return True

    model.answer([Message("user", question)], Sampling(_TOKENS), receive)
    return "".join(pieces)
