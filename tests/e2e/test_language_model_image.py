"""The description function with a language model and a captioner in its image: both answer under Lambda's conditions.

The models are tiny with random weights; the writer's grammar has only sentences that the data allows.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch", reason="torch is not installed; `make dev` installs it")

from PIL import Image

from bildtext.captioners.bundle import open_captioner
from bildtext.images import decode
from bildtext_cli.models.caption_export import export_caption
from bildtext_cli.models.text_export import export_text
from tests.e2e.builds import a_context, built_image
from tests.e2e.engine import docker
from tests.e2e.isolated_network import function_container, isolated_network
from tests.models import language_models, tiny_captioners
from tests.models.tiny_presets import tiny_preset

pytestmark = pytest.mark.usefixtures("runtime_image")  # these builds reuse its layers

DATA = "Artikelnummer: 536.514.002\nMarke: Gemini\nFarbe: weiß\nSchuhe: Slipper"
TEXT_MODEL, CAPTION_MODEL = "tiny-qwen2", "tiny-blip"
VARIABLES = {
    "PHOTO_BUCKET": "photos",
    "ARTICLE_TABLE": "articles",
    "EVENT_BUS": "bus",
    "WRITER": "local",
    "AWS_REGION": "eu-central-1",
    "POWERTOOLS_SERVICE_NAME": "description",
    "POWERTOOLS_METRICS_NAMESPACE": "Bildtext",
    "POWERTOOLS_TRACE_DISABLED": "true",
    "AWS_LAMBDA_FUNCTION_TIMEOUT": "300",
}


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository with bundles of two models without a preset, exported as by `bildtext models export`."""
    context = a_context(tmp_path_factory.mktemp("local-captions"))
    weights = tmp_path_factory.mktemp("weights")
    writer = language_models.save_tiny("qwen2", weights / "writer")
    export_text(tiny_preset("text", TEXT_MODEL), writer, _bundle(context, TEXT_MODEL), revision="seed-3")
    architecture, seed = tiny_captioners.MODELS[2]  # its captions of these photos are not empty
    captioner = tiny_captioners.save_tiny(architecture, weights / "captioner", seed)
    target = _bundle(context, CAPTION_MODEL)
    export_caption(tiny_preset("caption", CAPTION_MODEL), captioner, target, (_photo(),), revision=f"seed-{seed}")
    return context


@pytest.fixture(scope="module")
def image(context: Path) -> Iterator[str]:
    models = (f"--build-arg=TEXT_MODEL={TEXT_MODEL}", f"--build-arg=CAPTION_MODEL={CAPTION_MODEL}")
    with built_image(context, "description", "--target=local-captions", *models) as name:
        yield name


def test_both_models_answer_in_the_image(context: Path, image: str, figures: list[str]) -> None:
    photo = _photo()
    request = {"data_text": DATA, "image": {"base64": base64.b64encode(photo).decode()}, "writer": "local"}
    with isolated_network() as network, function_container(image, network, VARIABLES, 3008) as container:
        answer: Any = container.invoke(request)
        assert answer.get("text"), f"{answer}\n{container.logs()}"
        figures.append(
            f"description, target local-captions: peak memory {container.peak_memory_mb():.0f} MB with tiny models"
        )
    assert (answer["writer"], answer["rejected"]) == ("local", [])
    assert answer["caption"] == _caption_here(context, photo) != ""


def test_the_image_contains_no_build_tools_of_the_models(image: str) -> None:
    code = (
        "from importlib.util import find_spec as has; from importlib.metadata import distributions as all; import sys;"
        "print([name for name in ('torch', 'transformers', 'nncf', 'optimum') if has(name)], len(names := "
        "[one.metadata['Name'].lower() for one in all(path=['/var/task'])]) - len(set(names)))"
    )
    assert docker("run", "--rm", "--network=none", "--entrypoint=python", image, "-c", code) == "[] 0"


def _bundle(context: Path, model: str) -> Path:
    folder = context / "layers" / "models" / model / "bundle"
    folder.parent.mkdir()
    return folder


def _photo() -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(tiny_captioners.photos(1, seed=7)[0]).resize((90, 120)).save(buffer, "PNG")
    return buffer.getvalue()


def _caption_here(context: Path, photo: bytes) -> str:
    captioner = open_captioner(context / "layers" / "models" / CAPTION_MODEL / "bundle")
    return captioner.caption(decode(photo, captioner.preparation)[None])[0]
