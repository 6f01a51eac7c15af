"""Settings are validated, errors name the variable and its meaning, and a cold start loads only what they require."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bildtext.errors import InvalidSettings
from bildtext.settings import read_settings as read
from bildtext_cli.models.presets import preset
from tagging.settings import Settings

COMPLETE = {"PHOTO_BUCKET": "b", "ARTICLE_TABLE": "t", "EVENT_BUS": "e", "MODEL_BUNDLE": "/opt/model"}


def read_settings(environment: dict[str, str]) -> Settings:
    return read(Settings, environment, "tagging")


def test_unset_variables_have_defaults() -> None:
    settings = read_settings(COMPLETE)
    assert (settings.photo_bucket, settings.model_bundle) == ("b", Path("/opt/model"))
    assert settings.label_file.name == "labels.yaml"


def test_without_an_endpoint_the_function_encodes_locally() -> None:
    assert read_settings({**COMPLETE, "ENCODER_ENDPOINT": "", "ENCODER_COMPONENT": ""}) == read_settings(COMPLETE)
    assert not read_settings(COMPLETE).encoder_endpoint


def test_all_missing_variables_are_named_together() -> None:
    with pytest.raises(InvalidSettings, match=r"PHOTO_BUCKET .*ARTICLE_TABLE .*EVENT_BUS .*MODEL_BUNDLE"):
        read_settings({})


@pytest.mark.parametrize(("name", "value"), [("MAX_BYTES", "many"), ("MAX_PIXELS", "0"), ("PHOTO_BUCKET", "")])
def test_the_variable_of_an_invalid_value_is_named(name: str, value: str) -> None:
    with pytest.raises(InvalidSettings, match=name):
        read_settings({**COMPLETE, name: value})


LOCAL = {"openvino", "bildtext.encoders.openvino_runtime"}
ENDPOINT = {"bildtext.encoders.endpoint", "aws_lambda_powertools.utilities.circuit_breaker"}


@pytest.mark.parametrize(("endpoint", "loaded", "not_loaded"), [("", LOCAL, ENDPOINT), ("encoder", ENDPOINT, LOCAL)])
def test_a_cold_start_loads_only_the_configured_encoder(endpoint: str, loaded: set[str], not_loaded: set[str]) -> None:
    environment = {
        **os.environ,
        "AWS_DEFAULT_REGION": "eu-central-1",
        **COMPLETE,
        "MODEL_BUNDLE": str(preset("mini-clip").bundle_folder),
        "ENCODER_ENDPOINT": endpoint,
    }
    code = "import sys, tagging.app as app; app.wiring.tagger(); print(*sys.modules)"
    answer = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    modules = set(answer.stdout.split())
    assert loaded <= modules
    assert not_loaded & modules == set()
