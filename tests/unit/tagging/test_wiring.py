"""A cold start loads the own encoder or the endpoint's client, never both."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from bildtext_cli.models.presets import preset

OWN = {"openvino", "bildtext.encoders.openvino_runtime"}
ENDPOINT = {"bildtext.encoders.endpoint", "aws_lambda_powertools.utilities.circuit_breaker"}


@pytest.mark.parametrize(("endpoint", "loaded", "not_loaded"), [("", OWN, ENDPOINT), ("encoder", ENDPOINT, OWN)])
def test_a_cold_start_loads_only_the_configured_encoder(endpoint: str, loaded: set[str], not_loaded: set[str]) -> None:
    environment = {
        **os.environ,
        "AWS_DEFAULT_REGION": "eu-central-1",
        "PHOTO_BUCKET": "photos",
        "ARTICLE_TABLE": "articles",
        "EVENT_BUS": "bildtext",
        "MODEL_BUNDLE": str(preset("mini-clip").bundle_folder),
        "ENCODER_ENDPOINT": endpoint,
    }
    code = "import sys, tagging.app as app; app.wiring.tagger(); print(*sys.modules)"
    answer = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    modules = set(answer.stdout.split())
    assert loaded <= modules
    assert not_loaded & modules == set()
