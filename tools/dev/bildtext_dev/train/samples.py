"""Draws the sample photos in tools/cli/bildtext_cli/samples, named <article>/<view>.jpg: `python -m
bildtext_dev.train.samples`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bildtext_cli.checkout import SAMPLES as FOLDER
from bildtext_dev.train.drawing import Drawn, draw

SIZE: Final = 800


@dataclass(frozen=True)
class Sample:
    """A photo's name below `FOLDER` and its drawing parameters; `colour` and `pattern` are label ids."""

    name: str
    seed: int
    category: str
    colour: str
    pattern: str

    def draw(self) -> Drawn:
        """Draw the picture, `SIZE` pixels square."""
        return draw(self.seed, SIZE, self.category, self.colour, self.pattern)


SAMPLES: Final = (
    Sample("48101/front.jpg", 500_000_004, "t-shirt", "red", "striped"),
    Sample("48102/front.jpg", 500_000_011, "shirt", "light-blue", "checked"),
    Sample("48103/front.jpg", 500_000_024, "hoodie", "teal", "plain"),
    Sample("48104/front.jpg", 500_000_034, "dress", "navy", "floral"),
    Sample("48105/front.jpg", 500_000_046, "jeans", "blue", "plain"),
    Sample("48106/side.jpg", 500_000_055, "pumps", "red", "plain"),
    Sample("48107/side.jpg", 500_000_061, "sneaker", "blue", "plain"),
    Sample("48108/front.jpg", 500_000_070, "coat", "beige", "plain"),
    Sample("48109/front.jpg", 500_000_084, "pleated-skirt", "green", "plain"),
    Sample("48110/front.jpg", 500_000_091, "beanie", "mustard", "plain"),
    Sample("48111/front.jpg", 500_000_103, "shorts", "navy", "dotted"),
    Sample("48112/side.jpg", 500_000_114, "ankle-boots", "brown", "plain"),
)


def main() -> None:
    """Write all samples as JPEG files of less than 100 KB."""
    for sample in SAMPLES:
        path = FOLDER / sample.name
        path.parent.mkdir(parents=True, exist_ok=True)
        sample.draw().image.save(path, "JPEG", quality=84, optimize=True)


if __name__ == "__main__":
    main()
