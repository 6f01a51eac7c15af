"""The project's rules for the functions' images, as functions over the translated template and its Dockerfiles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from string import Template

from bildtext_cli.local.template import SystemTemplate

REPOSITORY = Path(__file__).parents[2]
BASE = "ARG BASE_IMAGE="


@dataclass
class Stage:
    """One stage of a Dockerfile. `copied` are sources in the build context."""

    base: str
    name: str
    copied: list[str] = field(default_factory=list)
    copied_from: list[str] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Image:
    """The build of a function's image according to the template, with default parameters."""

    function: str
    context: Path
    dockerfile: str
    target: str | None
    arguments: Mapping[str, str]

    @property
    def text(self) -> str:
        return (self.context / self.dockerfile).read_text("utf-8")

    def stages(self) -> tuple[list[Stage], list[Stage]]:
        """Return the stages up to the build target, which a builder without BuildKit builds, and those after it."""
        found: list[Stage] = []
        for line in self.text.splitlines():
            instruction, _, rest = line.partition(" ")
            if instruction == "FROM":
                base, _, name = rest.partition(" AS ")
                found.append(Stage(base, name))
            elif instruction == "COPY" and rest.startswith("--from="):
                found[-1].copied_from.append(rest.split()[0].removeprefix("--from="))
            elif instruction == "COPY":
                found[-1].copied += [Template(each).safe_substitute(self.arguments) for each in rest.split()[:-1]]
            elif instruction in ("RUN", "USER"):
                found[-1].commands.append(instruction)
        ends = [at for at, stage in enumerate(found, 1) if stage.name == self.target]
        return (found[: ends[0]], found[ends[0] :]) if ends else (found, [])


def images_can_be_built(template: SystemTemplate) -> Iterator[str]:
    """The Dockerfile and everything it copies exist and are not excluded by .dockerignore."""
    sent = {line[1:] for line in (REPOSITORY / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    for image in _images(template):
        if not (image.context / image.dockerfile).is_file():
            yield f"{image.function} is built from {image.dockerfile}, which does not exist"
            continue
        made, others = image.stages()
        if image.target and image.target != made[-1].name:
            yield f"{image.dockerfile} has no target {image.target}"
        needed = [source for stage in made for source in stage.copied]
        needed += [
            source for stage in others for source in stage.copied if "[" not in source
        ]  # a glob may match nothing
        for source in needed:
            if not list(image.context.glob(source)):
                yield f"{image.dockerfile} copies {source}, which does not exist"
            elif source.split("/")[0] not in sent:
                yield f"{image.dockerfile} copies {source}, which .dockerignore excludes"


def images_only_copy_from_other_stages(template: SystemTemplate) -> Iterator[str]:
    """All images have the same base, no command runs in the stages of an image, and Lambda chooses the user."""
    bases = set()
    for image in _images(template):
        if not (image.context / image.dockerfile).is_file():
            continue
        bases |= {line for line in image.text.splitlines() if line.startswith(BASE)}
        stages = [stage for part in image.stages() for stage in part]
        named = {stage.name: stage for stage in stages}
        for stage in stages:
            if stage.base not in {"${BASE_IMAGE}", *named}:
                yield f"{image.dockerfile} starts from {stage.base}, not from BASE_IMAGE"
            if "USER" in stage.commands:
                yield f"{image.dockerfile} sets a user, which `sam local` cannot work with and Lambda ignores"
        copied_from = {name for stage in stages for name in stage.copied_from}
        below_images: set[str] = set()
        for stage in reversed(stages):
            if stage.name not in copied_from or stage.name in below_images:
                below_images.add(stage.base)
                if "RUN" in stage.commands:
                    yield f"{image.dockerfile} runs a command in its stage {stage.name!r}, which images are made of"
    if len(bases) > 1:
        yield f"the images have different bases: {', '.join(sorted(base.removeprefix(BASE) for base in bases))}"


def _images(template: SystemTemplate) -> Iterator[Image]:
    for name, function in template.resources("AWS::Lambda::Function").items():
        if function["Properties"].get("PackageType") == "Image":
            metadata = function.get("Metadata", {})
            yield Image(
                function=name,
                context=REPOSITORY / metadata.get("DockerContext", ""),
                dockerfile=metadata.get("Dockerfile", ""),
                target=template.value(metadata.get("DockerBuildTarget")),
                arguments={key: template.value(each) for key, each in metadata.get("DockerBuildArgs", {}).items()},
            )
