"""What is known about one article: its product data and its photo tags."""

from __future__ import annotations

from dataclasses import dataclass

from description.domain.statement import ProductData


@dataclass(frozen=True, slots=True)
class PhotoTag:
    """One tag of one photo. `label` is the label file's id, `name` its German name, `score` 0 to 1."""

    photo: str  # the photo's key
    view: str
    facet: str
    label: str
    name: str
    score: float

    @property
    def says(self) -> str:
        """The tag as an editor reads it: "Foto front.jpg: Weiß (93 %)"."""
        return f"Foto {self.photo.rpartition('/')[2]}: {self.name} ({self.score * 100:.0f} %)"


@dataclass(frozen=True)
class PhotoContext:
    """One photo of the article: its key, its view, and a caption model's caption."""

    photo: str = ""
    view: str = ""
    caption: str = ""


@dataclass(frozen=True)
class Evidence:
    """Everything that may support a claim."""

    data: ProductData
    tags: tuple[PhotoTag, ...] = ()
