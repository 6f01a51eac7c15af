"""The style guide: default examples and prompt for requests without their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from bildtext.errors import InvalidSettings
from description.domain.statement import Field, ProductData
from description.language.vocabulary import vocabulary

ANY_GROUP = "any"


@dataclass(frozen=True)
class StyleGuide:
    """A prompt, and example texts by article group (shoes, tops, …; "any" for all others)."""

    prompt: str = ""
    examples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def examples_for(self, data: ProductData) -> tuple[str, ...]:
        """The examples for the article's group."""
        groups = [word.group for value in data.values(Field.TYPE) if (word := vocabulary().named(value, "type"))]
        return self.examples.get(groups[0] if groups else ANY_GROUP, self.examples.get(ANY_GROUP, ()))


class _StyleGuideFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    prompt: str = ""
    examples: dict[str, tuple[str, ...]] = {}


def load_style_guide(path: Path) -> StyleGuide:
    """Read the style guide. Raises InvalidSettings, which names the invalid fields."""
    try:
        content = _StyleGuideFile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")) or {})
    except FileNotFoundError:
        raise InvalidSettings(f"STYLE_GUIDE_FILE: there is no {path}.") from None
    except (yaml.YAMLError, ValidationError) as error:
        raise InvalidSettings(f"{path.name} is not a valid style guide: {error}") from error
    return StyleGuide(content.prompt, content.examples)
