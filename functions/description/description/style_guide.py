"""The house's own style: examples and a prompt for orders that bring none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from bildtext.errors import InvalidSettings
from description.german.vocabulary import vocabulary
from description.product_data.model import Field, ProductData

ANY_GROUP = "any"


@dataclass(frozen=True)
class StyleGuide:
    """Example texts by group of articles (shoes, tops, …; "any" for all others), and a prompt."""

    prompt: str = ""
    examples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def examples_for(self, data: ProductData) -> tuple[str, ...]:
        """The examples of the article's group."""
        groups = [word.group for value in data.values(Field.TYPE) if (word := vocabulary().named(value, "type"))]
        return self.examples.get(groups[0] if groups else ANY_GROUP, self.examples.get(ANY_GROUP, ()))


class _StyleGuideFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    prompt: str = ""
    examples: dict[str, tuple[str, ...]] = {}


def load_style_guide(path: Path) -> StyleGuide:
    """Read the house file. Raises InvalidSettings, naming what does not fit."""
    try:
        content = _StyleGuideFile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")) or {})
    except FileNotFoundError:
        raise InvalidSettings(f"HOUSE_FILE: there is no {path}.") from None
    except (yaml.YAMLError, ValidationError) as error:
        raise InvalidSettings(f"{path.name} is no house file: {error}") from error
    return StyleGuide(content.prompt, content.examples)
