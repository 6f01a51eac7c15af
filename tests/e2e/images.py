"""The size that each function's image adds to its base: `make images` (python -m tests.e2e.images)."""

from __future__ import annotations

import re
import sys

from rich.console import Console
from rich.table import Table
from samtranslator.yaml_helper import yaml_parse

from tests.e2e import REPOSITORY, Missing
from tests.e2e.base_image import base_image_name, ensure_base_image
from tests.e2e.engine import docker, docker_engine
from tests.e2e.sam import BUILT, SamFailed, sam

LIMITS_MB = {"tagging": 450, "description": 600, "description, target runtime": 600}  # without models
_MODEL = re.compile(r" /opt/(model|text|caption)\b")  # target folders of a model's COPY


def main() -> int:
    """Returns 0 if every image is within its limit."""
    console = Console()
    try:
        with docker_engine():
            base = ensure_base_image()
            sam("build")
            table = Table("image", "MB above the base", "of these model", "limit without model", title=base)
            too_large = False
            for name, image in built_images().items():
                above, model = sizes_mb(image)
                too_large |= above - model > LIMITS_MB[name]
                table.add_row(name, f"{above:.0f}", f"{model:.0f}", f"{LIMITS_MB[name]}")
            console.print(table)
            return int(too_large)
    except (Missing, SamFailed, RuntimeError) as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1


def built_images() -> dict[str, str]:
    """Function → image built by `sam build`, plus the image with the runtime for language models."""
    resources = yaml_parse(BUILT.read_text("utf-8"))["Resources"].values()
    images = [one["Properties"]["ImageUri"] for one in resources if one["Properties"].get("PackageType") == "Image"]
    found = {image.split(":")[0]: image for image in images}
    runtime = "bildtext-description-runtime"
    dockerfile = "functions/description/Dockerfile"
    docker("build", "--quiet", "--target=runtime", f"--file={dockerfile}", f"--tag={runtime}", str(REPOSITORY))
    return {**found, "description, target runtime": runtime}


def sizes_mb(image: str) -> tuple[float, float]:
    """The size (MB) that an image adds to its base, and the share (MB) of models in it."""
    above = _bytes(image) - _bytes(base_image_name())
    layers = docker("history", "--no-trunc", "--human=false", "--format={{.Size}} {{.CreatedBy}}", image).splitlines()
    return above / 1e6, sum(int(layer.split()[0]) for layer in layers if _MODEL.search(layer)) / 1e6


def _bytes(image: str) -> int:
    return int(docker("image", "inspect", "--format={{.Size}}", image))


if __name__ == "__main__":
    sys.exit(main())
