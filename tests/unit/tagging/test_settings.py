"""The environment is validated; errors name the variable and its meaning."""

from __future__ import annotations

from pathlib import Path

import pytest

from bildtext.errors import InvalidSettings
from bildtext.settings import read_settings as read
from tagging.settings import Settings

COMPLETE = {"PHOTO_BUCKET": "b", "ARTICLE_TABLE": "t", "EVENT_BUS": "e", "MODEL_BUNDLE": "/opt/model"}


def read_settings(environment: dict[str, str]) -> Settings:
    return read(Settings, environment, "tagging")


def test_unset_variables_have_defaults() -> None:
    settings = read_settings(COMPLETE)
    assert (settings.photo_bucket, settings.model_bundle) == ("b", Path("/opt/model"))
    assert settings.label_file.name == "labels.yaml"


def test_without_an_endpoint_the_function_encodes_itself() -> None:
    assert read_settings({**COMPLETE, "ENCODER_ENDPOINT": "", "ENCODER_COMPONENT": ""}) == read_settings(COMPLETE)
    assert not read_settings(COMPLETE).encoder_endpoint


def test_all_missing_variables_are_named_together() -> None:
    with pytest.raises(InvalidSettings, match=r"PHOTO_BUCKET .*ARTICLE_TABLE .*EVENT_BUS .*MODEL_BUNDLE"):
        read_settings({})


@pytest.mark.parametrize(("name", "value"), [("MAX_BYTES", "many"), ("MAX_PIXELS", "0"), ("PHOTO_BUCKET", "")])
def test_the_variable_of_an_invalid_value_is_named(name: str, value: str) -> None:
    with pytest.raises(InvalidSettings, match=name):
        read_settings({**COMPLETE, name: value})
