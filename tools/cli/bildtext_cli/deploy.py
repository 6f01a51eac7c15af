"""`make deploy ENV=dev|prod|prod-encoder`: builds images, pushes them, and lets CloudFormation run exactly these.

`sam package` names a pushed image by a tag, which may point elsewhere tomorrow. What is deployed, and kept as
build/deploy/ENV.yaml, names each image by its digest: deployed again, next week or by another job of a pipeline, it is
the same.
Settings come from samconfig.toml; what is still missing there SAM asks for once, at the first deployment. For an
environment that names a template of its own (prod-encoder) nothing is built: its template is deployed as it is.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import botocore.exceptions
import click
import yaml
from samtranslator.yaml_helper import yaml_parse

from bildtext_cli.checkout import BUILD

STAND_IN = "bildtext.stand-in"  # the label of images whose base was made for tests, with a checksum of what made it
_SAM = BUILD / "sam" / "bin" / "sam"
_TEMPLATE = Path("template.yaml")
_BUILT = Path(".aws-sam", "build", "template.yaml")
_CONFIG = Path("samconfig.toml")


@dataclass(frozen=True)
class Settings:
    """What samconfig.toml says of one environment."""

    environment: str
    commands: Mapping[str, Mapping[str, Mapping[str, Any]]]

    def of(self, command: str) -> dict[str, Any]:
        """A SAM command's options as SAM sees them: its own before those of `global`."""
        shared = self.commands.get("global", {}).get("parameters", {})
        return {**shared, **self.commands.get(command, {}).get("parameters", {})}

    @property
    def overrides(self) -> list[str]:
        """The stack's parameters, as words for --parameter-overrides."""
        return _words(self.of("deploy").get("parameter_overrides"))

    @property
    def repositories(self) -> list[str]:
        """Where images are pushed to, as `Function=repository`; empty before the first deployment."""
        return _words(self.of("deploy").get("image_repositories"))

    @property
    def parameters(self) -> dict[str, str]:
        """The stack's parameters that are given a value, which is not empty."""
        return dict(re.findall(r"""(?:^|\s)(\w+)=["']?([^\s"']+)""", " ".join(self.overrides)))

    @property
    def template(self) -> Path | None:
        """The template that is deployed as it is; None: template.yaml, whose images are built first."""
        named = self.of("deploy").get("template_file")
        return Path(named) if named else None

    def models(self, defaults: Mapping[str, str]) -> list[str]:
        """The folders of layers/models that are built into the images. `defaults` are the template's parameters'."""
        parameters = {**defaults, **self.parameters}
        text, caption = parameters["TextModel"], parameters["CaptionModel"]
        described = {"rules": [], "local": [text], "seeing": [text, caption]}
        return [parameters["Model"], *described.get(parameters["DescriptionTarget"], [])]


def read_settings(environment: str, path: Path = _CONFIG) -> Settings:
    """Read an environment of samconfig.toml. Raises ClickException when it has no stack of that name."""
    config = tomllib.loads(path.read_text("utf-8"))
    settings = Settings(environment, config.get(environment, {}))
    if "stack_name" not in settings.of("deploy") or "deploy" not in settings.commands:
        known = ", ".join(name for name, one in config.items() if isinstance(one, dict) and "deploy" in one)
        raise click.ClickException(f"{path} deploys no environment {environment}; it has: {known}.")
    return settings


def pinned(template: Mapping[str, Any], digests: Mapping[str, str]) -> dict[str, Any]:
    """A packaged template whose images are named by digest. `digests` maps `repository:tag` to `repository@sha256:…`.

    The name is wrapped in an intrinsic, because `sam delete` would take `repository@sha256` of a bare one for a
    repository's name, be refused by ECR, and delete nothing; what is an intrinsic it leaves to CloudFormation.
    """
    result: dict[str, Any] = json.loads(json.dumps(template))
    for function in _image_functions(result).values():
        function["ImageUri"] = {"Fn::Sub": digests[function["ImageUri"]]}
    return result


@click.command()
@click.argument("environment")
@click.option("--yes", is_flag=True, help="Ask nothing: for pipelines.")
@click.option("--no-deploy", is_flag=True, help="Push the images and write build/deploy/ENVIRONMENT.yaml, no more.")
def deploy(environment: str, yes: bool, no_deploy: bool) -> None:
    """Build, push and deploy ENVIRONMENT of samconfig.toml, in the current folder."""
    settings = read_settings(environment)
    if settings.template:
        if no_deploy:
            raise click.ClickException(f"{settings.template} has no images to push: deploy it.")
        _deploy_as_it_is(settings, settings.template, yes)
        return
    _refuse_without_bundles(settings)
    _refuse_without_account(settings)
    _build(settings)
    if not settings.repositories:
        settings = _ask(settings)
        _build(settings)  # what was answered may be another Model
    target = _package(settings)
    if not no_deploy:
        # The path of the configuration, because SAM looks for it beside the template.
        _sam(
            settings, "deploy", "--template-file", str(target), "--config-file", str(_CONFIG.resolve()), *_confirm(yes)
        )


def _deploy_as_it_is(settings: Settings, template: Path, yes: bool) -> None:
    """Deploy a template that builds nothing; SAM asks for its parameters if one without a default is not given yet."""
    parameters = yaml_parse(template.read_text("utf-8"))["Parameters"]
    missing = [name for name, one in parameters.items() if "Default" not in one and name not in settings.parameters]
    if missing:
        _refuse_without_terminal(settings, " and ".join(missing))
    _refuse_without_account(settings)
    _sam(settings, "deploy", *(["--guided"] if missing else _confirm(yes)))


def _confirm(yes: bool) -> list[str]:
    return ["--no-confirm-changeset"] if yes else []


def _refuse_without_bundles(settings: Settings) -> None:
    parameters = yaml_parse(_TEMPLATE.read_text("utf-8"))["Parameters"]
    for model in settings.models({name: str(one.get("Default", "")) for name, one in parameters.items()}):
        if not Path("layers", "models", model, "bundle", "bundle.json").is_file():
            raise click.ClickException(
                f"The environment {settings.environment} wants the model {model}, which has no bundle here: run "
                f"`bildtext models export {model}`, or name another in {_CONFIG}."
            )


def _refuse_without_account(settings: Settings) -> None:
    options = settings.of("deploy")
    region = options.get("region")
    try:
        session = boto3.Session(profile_name=options.get("profile"), region_name=region)
        account = session.client("sts").get_caller_identity()["Account"]
    except (botocore.exceptions.BotoCoreError, botocore.exceptions.ClientError) as error:
        raise click.ClickException(
            f"There are no AWS credentials that work ({error}): run `aws sso login` or `aws configure`, or set "
            "AWS_PROFILE."
        ) from error
    click.echo(f"Stack {options['stack_name']} in account {account}, {region or session.region_name}")


def _build(settings: Settings) -> None:
    """Build the images, with the parameters that the stack gets. Refuses those that are not on Lambda's own base."""
    _sam(settings, "build", *(["--parameter-overrides", *settings.overrides] if settings.overrides else []))
    for name, function in _image_functions(yaml_parse(_BUILT.read_text("utf-8"))).items():
        if STAND_IN in (_inspect(function["ImageUri"], "Config.Labels") or {}):
            raise click.ClickException(
                f"The image of {name} stands on a stand-in for Lambda's base image, made for tests: remove that with "
                "`docker image rm --force` and run this where Lambda's base image can be pulled."
            )


def _ask(settings: Settings) -> Settings:
    """SAM's questions of the first deployment; the answers are in samconfig.toml then. Nothing is deployed yet."""
    _refuse_without_terminal(settings, "image_repositories")
    _sam(settings, "deploy", "--guided", "--no-execute-changeset")
    answered = read_settings(settings.environment)
    if not answered.repositories:
        raise click.ClickException(
            f"The answers are not in {_CONFIG}: let SAM save them there, for {settings.environment}, and create or "
            "name the repositories (with resolve_image_repos it names none)."
        )
    return answered


def _refuse_without_terminal(settings: Settings, missing: str) -> None:
    if not sys.stdin.isatty():
        raise click.ClickException(
            f"{_CONFIG} names no {missing} for {settings.environment} yet: run `make deploy` at a terminal once, and "
            "commit what it saves."
        )


def _package(settings: Settings) -> Path:
    """Push the images. Returns the template that names them by digest."""
    target = Path("build", "deploy", f"{settings.environment}.yaml")
    target.parent.mkdir(parents=True, exist_ok=True)
    repositories = [word for each in settings.repositories for word in ("--image-repositories", each)]
    _sam(settings, "package", "--resolve-s3", *repositories, "--output-template-file", str(target))
    packaged = yaml_parse(target.read_text("utf-8"))
    target.unlink()  # never leave one with tags where one with digests is expected
    digests = {function["ImageUri"]: _digest(function["ImageUri"]) for function in _image_functions(packaged).values()}
    target.write_text(yaml.safe_dump(pinned(packaged, digests), sort_keys=False, allow_unicode=True), encoding="utf-8")
    click.echo("\n".join([f"{target} names the images by digest:", *digests.values()]))
    return target


def _digest(image: str) -> str:
    """`repository@sha256:…` of a pushed `repository:tag`, as the registry told the engine at the push."""
    repository = image.rpartition(":")[0]
    found = [each for each in _inspect(image, "RepoDigests") or [] if each.startswith(f"{repository}@")]
    if len(found) != 1:
        raise click.ClickException(f"The engine knows {len(found)} digests of {image}, not one: {', '.join(found)}")
    return str(found[0])


def _image_functions(template: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The properties of the functions that are images, by logical id."""
    found = {name: one.get("Properties", {}) for name, one in template["Resources"].items()}
    return {name: properties for name, properties in found.items() if properties.get("PackageType") == "Image"}


def _inspect(image: str, field: str) -> Any:
    done = _run(["docker", "image", "inspect", "--format", f"{{{{json .{field}}}}}", image], capture_output=True)
    if done.returncode:
        raise click.ClickException(f"Docker does not know the image {image}: {done.stderr.decode().strip()}")
    return json.loads(done.stdout)


def _sam(settings: Settings, command: str, *options: str) -> None:
    """Run a SAM command at this terminal; ends with its code when it fails, having said why."""
    region = settings.of("deploy").get("region")
    placed = ["--region", region] if region and "--guided" not in options else []
    done = _run([str(_SAM), command, "--config-env", settings.environment, *placed, *options])
    if done.returncode:
        raise SystemExit(done.returncode)


def _run(command: list[str], **options: Any) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(command, check=False, **options)
    except FileNotFoundError as error:
        raise click.ClickException(f"{command[0]} is not installed here; `make deploy` installs SAM.") from error


def _words(value: Any) -> list[str]:
    """An option of samconfig.toml, which may be one string or a list of them."""
    return [value] if isinstance(value, str) else [str(each) for each in value or []]


if __name__ == "__main__":
    deploy()
