"""A Dockerfile that violates the project's rules is detected. Our own are checked with the template."""

from __future__ import annotations

from pathlib import Path

from bildtext_cli.local.template import SystemTemplate, load_template
from tests.template.image_rules import images_can_be_built, images_only_copy_from_other_stages

DOCKERFILE = """
ARG BASE_IMAGE=python:3.11
FROM ${BASE_IMAGE} AS made
RUN pip install numpy
FROM ${BASE_IMAGE} AS image
RUN touch a
USER 1000
FROM image AS other-target
COPY --from=made a b
COPY ${NOWHERE} README.md /
"""


def test_sources_that_cannot_be_copied_are_detected(tmp_path: Path) -> None:
    assert list(images_can_be_built(_with_dockerfile(tmp_path))) == [
        f"{tmp_path}/Dockerfile copies layers/nowhere, which does not exist",
        f"{tmp_path}/Dockerfile copies README.md, which .dockerignore excludes",
    ]


def test_a_missing_target_is_detected() -> None:
    template = load_template()
    template.body["Resources"]["Description"]["Metadata"]["DockerBuildTarget"] = "painting"
    assert "functions/description/Dockerfile has no target painting" in list(images_can_be_built(template))


def test_users_commands_and_different_bases_are_detected(tmp_path: Path) -> None:
    assert list(images_only_copy_from_other_stages(_with_dockerfile(tmp_path))) == [
        f"{tmp_path}/Dockerfile sets a user, which `sam local` cannot work with and Lambda ignores",
        f"{tmp_path}/Dockerfile runs a command in its stage 'image', which images are made of",
        "the images have different bases: public.ecr.aws/lambda/python:3.13, python:3.11",
    ]


def _with_dockerfile(folder: Path) -> SystemTemplate:
    (folder / "Dockerfile").write_text(DOCKERFILE)
    template = load_template()
    metadata = template.body["Resources"]["Tagging"]["Metadata"]
    metadata |= {"Dockerfile": str(folder / "Dockerfile"), "DockerBuildArgs": {"NOWHERE": "layers/nowhere"}}
    return template
