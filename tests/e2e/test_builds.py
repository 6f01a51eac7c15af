"""An image build with an unusable model stops with one sentence that states what to do.

All sentences of check.py are tested in tests/unit/test_model_check.py; here they are produced by real builds.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.builds import a_context, cleaned_up, failed_build
from tests.e2e.engine import docker
from tests.e2e.sam import SamFailed, sam

pytestmark = pytest.mark.usefixtures("runtime_image")  # these builds reuse its layers

BUNDLE = "layers/models/mini-clip/bundle"
NO_SUCH = "neither a preset nor a folder of layers/models with a bundle"
TAGGING = "choose fashion-clip, clip-vit-base-patch32, siglip2-base or mini-clip."
TEXT = "choose qwen3.5-2b or eurollm-1.7b."


@pytest.fixture
def context(tmp_path: Path) -> Path:
    """A copy of the repository that contains only the demo model's bundle."""
    context = a_context(tmp_path)
    for folder in (context / "layers" / "models").iterdir():
        if folder.is_dir() and folder.name != "mini-clip":
            shutil.rmtree(folder)
    return context


def untouched(context: Path) -> None:
    """No change: only the model's name is wrong."""


def damaged(context: Path) -> None:
    path = context / BUNDLE / "image_encoder.bin"
    path.write_bytes(path.read_bytes()[:-1] + b"!")


def cut_off(context: Path) -> None:
    path = context / BUNDLE / "bundle.json"
    path.write_bytes(path.read_bytes()[:300])


def edited_labels(context: Path) -> None:
    path = context / "layers" / "bildtext" / "labels.yaml"
    path.write_text(path.read_text("utf-8").replace("a photo of", "a picture of"), "utf-8")


def other_task(context: Path) -> None:
    shutil.copytree(context / BUNDLE, context / "layers" / "models" / "eurollm-1.7b" / "bundle")


@pytest.mark.parametrize(
    ("model", "change", "sentence"),
    [
        ("MODEL=fashoin-clip", untouched, f"'fashoin-clip', {NO_SUCH} (did you mean fashion-clip?); {TAGGING}"),
        ("MODEL=", untouched, f"MODEL is empty; {TAGGING}"),
        ("MODEL=mini clip", untouched, f"MODEL is 'mini clip', {NO_SUCH} (did you mean mini-clip?); {TAGGING}"),
        ("MODEL=../bildtext", untouched, f"MODEL is '../bildtext', {NO_SUCH}; {TAGGING}"),
        ("MODEL=*", untouched, f"MODEL is '*', {NO_SUCH}; {TAGGING}"),
        ("MODEL=siglip2-base", untouched, "siglip2-base/bundle: run `bildtext models export siglip2-base`."),
        (
            "MODEL=qwen3.5-2b",
            untouched,
            f"qwen3.5-2b is a model for text, but MODEL must be one for tagging; {TAGGING}",
        ),
        ("MODEL=mini-clip", damaged, f"{BUNDLE}/image_encoder.bin does not have the checksum in bundle.json: it is"),
        ("MODEL=mini-clip", cut_off, f"{BUNDLE}/bundle.json does not fit: the file: Invalid JSON"),
        ("MODEL=mini-clip", edited_labels, "as it is now: run `bildtext labels compile --model mini-clip`."),
        ("TEXT_MODEL=eurollm-1.7b", other_task, f"model for tagging, but TEXT_MODEL must be one for text; {TEXT}"),
    ],
)
def test_the_build_stops_with_a_sentence(
    context: Path, model: str, change: Callable[[Path], None], sentence: str
) -> None:
    change(context)
    function = ("tagging",) if model.startswith("MODEL") else ("description", "--target=local")
    output = failed_build(context, *function, "--build-arg", model)
    assert sentence in output
    assert "Traceback" not in output


def test_sam_build_shows_the_sentence(context: Path) -> None:
    damaged(context)
    before = docker("images", "--quiet", "tagging")
    with cleaned_up() as outputs:
        with pytest.raises(SamFailed) as failed:
            sam("build", "Tagging", f"--template={context / 'template.yaml'}", f"--build-dir={context / 'built'}")
        outputs.append(str(failed.value))
    assert f"{BUNDLE}/image_encoder.bin does not have the checksum in bundle.json" in outputs[0]
    assert "Traceback" not in outputs[0]
    assert docker("images", "--quiet", "tagging") == before


def test_sam_build_takes_the_model_from_the_parameter(context: Path) -> None:
    with cleaned_up() as outputs:
        with pytest.raises(SamFailed) as failed:
            where = (f"--template={context / 'template.yaml'}", f"--build-dir={context / 'built'}")
            sam("build", "Tagging", *where, "--parameter-overrides", "Model=siglip2-base")
        outputs.append(str(failed.value))
    assert "run `bildtext models export siglip2-base`." in outputs[0]


def test_failed_builds_leave_nothing_behind(context: Path) -> None:
    cut_off(context)
    before = _all()
    failed_build(context, "tagging", "--build-arg", "MODEL=mini-clip")
    assert _all() == before


def _all() -> tuple[set[str], set[str]]:
    """The engine's images and containers."""
    return set(docker("images", "--all", "--quiet").split()), set(docker("ps", "--all", "--quiet").split())
