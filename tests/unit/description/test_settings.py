"""The description function's settings, as its environment gives them."""

from __future__ import annotations

import pytest

from bildtext.errors import InvalidSettings
from bildtext.settings import read_settings
from description.settings import Settings

NEEDED = {"PHOTO_BUCKET": "photos", "ARTICLE_TABLE": "articles", "EVENT_BUS": "bus"}


def test_a_local_model_is_held_to_the_data_unless_it_is_freed() -> None:
    assert read_settings(Settings, NEEDED, "description").claim_safe is True
    assert read_settings(Settings, {**NEEDED, "CLAIM_SAFE": "false"}, "description").claim_safe is False
    with pytest.raises(InvalidSettings, match="CLAIM_SAFE"):
        read_settings(Settings, {**NEEDED, "CLAIM_SAFE": "perhaps"}, "description")


@pytest.mark.parametrize("number", ["0", "6", "two"])
def test_a_draft_has_one_to_five_versions(number: str) -> None:
    with pytest.raises(InvalidSettings, match="MAX_ATTEMPTS"):
        read_settings(Settings, {**NEEDED, "MAX_ATTEMPTS": number}, "description")
