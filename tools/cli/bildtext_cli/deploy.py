"""`make deploy ENV=dev|prod|prod-encoder`: build the images, push them, and deploy exactly these with CloudFormation.

`sam package` refers to a pushed image by a tag, which can be moved later. The template that is deployed, and kept as
build/deploy/ENV.yaml, refers to each image by digest, so deploying it again, later or from another pipeline job, gives
the same result.
Settings come from samconfig.toml; SAM asks for missing ones once, at the first deployment. For an environment with its
own template (prod-encoder) nothing is built: the template is deployed as is.
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

# The label of images built on a stand-in base for tests; its value is a checksum of the inputs.
STAND_IN = "bildtext.stand-in"
_SAM = BUILD / "sam" / "bin" / "sam"
_TEMPLATE = Path("template.yaml")
_BUILT = Path(".aws-sam", "build", "template.yaml")
_CONFIG = Path("samconfig.toml")


@dataclass(frozen=True)
class Settings:
    """The settings of one environment in samconfig.toml."""

    environment: str
    commands: Mapping[str, Mapping[str, Mapping[str, Any]]]

    def of(self, command: str) -> dict[str, Any]:
        """Return a SAM command's options as SAM resolves them: its own section overrides `global`."""
        shared = self.commands.get("global", {}).get("parameters", {})
        return {**shared, **self.commands.get(command, {}).get("parameters", {})}

    @property
    def overrides(self) -> list[str]:
        """The stack's parameters, as arguments of --parameter-overrides."""
        return _words(self.of("deploy").get("parameter_overrides"))

    @property
    def repositories(self) -> list[str]:
        """Where the images are pushed, as `Function=repository`; empty before the first deployment."""
        return _words(self.of("deploy").get("image_repositories"))

    @property
    def parameters(self) -> dict[str, str]:
        """The stack's parameters that have a non-empty value."""
        return dict(re.findall(r"""(?:^|\s)(\w+)=["']?([^\s"']+)""", " ".join(self.overrides)))

    @property
    def template(self) -> Path | None:
        """The template that is deployed as is; None for template.yaml, whose images are built first."""
        named = self.of("deploy").get("template_file")
        return Path(named) if named else None

    def models(self, defaults: Mapping[str, str]) -> list[str]:
        """Return the folders of layers/models that the images contain; `defaults` are the template's."""
        parameters = {**defaults, **self.parameters}
        text, caption = parameters["TextModel"], parameters["CaptionModel"]
        described = {"rules": [], "local": [text], "local-captions": [text, caption]}
        return [parameters["Model"], *described.get(parameters["DescriptionTarget"], [])]


def read_settings(environment: str, path: Path = _CONFIG) -> Settings:
    """Read an environment of samconfig.toml. Raises ClickException if there is no such environment."""
    config = tomllib.loads(path.read_text("utf-8"))
    settings = Settings(environment, config.get(environment, {}))
    if "stack_name" not in settings.of("deploy") or "deploy" not in settings.commands:
        known = ", ".join(name for name, section in config.items() if isinstance(section, dict) and "deploy" in section)
        raise click.ClickException(f"{path} deploys no environment {environment}; it has: {known}.")
    return settings


def pinned(template: Mapping[str, Any], digests: Mapping[str, str]) -> dict[str, Any]:
    """Return a packaged template that refers to images by digest. `digests` maps `repository:tag` to
    `repository@sha256:…`.

    The name is wrapped in an intrinsic: `sam delete` would parse a bare one as a repository called
    `repository@sha256`, fail at ECR and delete nothing, while it leaves intrinsics to CloudFormation.
    """
    result: dict[str, Any] = json.loads(json.dumps(template))
    for function in _image_functions(result).values():
        function["ImageUri"] = {"Fn::Sub": digests[function["ImageUri"]]}
    return result


@click.command()
@click.argument("environment")
@click.option("--yes", is_flag=True, help="Do not ask for confirmation (for pipelines).")
@click.option("--no-deploy", is_flag=True, help="Only push the images and write build/deploy/ENVIRONMENT.yaml.")
def deploy(environment: str, yes: bool, no_deploy: bool) -> None:
    """Build, push and deploy ENVIRONMENT of the samconfig.toml in the current folder."""
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
        _build(settings)  # the answers may select another Model
    target = _package(settings)
    if not no_deploy:
        # SAM would look for the configuration next to the template.
        _sam(
            settings, "deploy", "--template-file", str(target), "--config-file", str(_CONFIG.resolve()), *_confirm(yes)
        )
        if "PageUrl" not in settings.parameters:
            click.echo(
                f"Nobody can log in at the page yet: set PageUrl for {settings.environment} in {_CONFIG} to the output "
                "ApiUrl, or to a domain of your own before the API, and deploy once more."
            )


def _deploy_as_it_is(settings: Settings, template: Path, yes: bool) -> None:
    """Deploy a template without a build; SAM asks for the parameters if a required one is missing."""
    parameters = yaml_parse(template.read_text("utf-8"))["Parameters"]
    missing = [
        name for name, parameter in parameters.items() if "Default" not in parameter and name not in settings.parameters
    ]
    if missing:
        _refuse_without_terminal(settings, " and ".join(missing))
    _refuse_without_account(settings)
    _sam(settings, "deploy", *(["--guided"] if missing else _confirm(yes)))


def _confirm(yes: bool) -> list[str]:
    return ["--no-confirm-changeset"] if yes else []


def _refuse_without_bundles(settings: Settings) -> None:
    parameters = yaml_parse(_TEMPLATE.read_text("utf-8"))["Parameters"]
    for model in settings.models({name: str(parameter.get("Default", "")) for name, parameter in parameters.items()}):
        if not Path("layers", "models", model, "bundle", "bundle.json").is_file():
            raise click.ClickException(
                f"The environment {settings.environment} needs the model {model}, which has no bundle here: run "
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
    """Build the images with the stack's parameters. Rejects images that are not based on Lambda's own base image."""
    _sam(settings, "build", *(["--parameter-overrides", *settings.overrides] if settings.overrides else []))
    for name, function in _image_functions(yaml_parse(_BUILT.read_text("utf-8"))).items():
        if STAND_IN in (_inspect(function["ImageUri"], "Config.Labels") or {}):
            raise click.ClickException(
                f"The image of {name} stands on a stand-in for Lambda's base image, made for tests: remove that with "
                "`docker image rm --force` and run this where Lambda's base image can be pulled."
            )


def _ask(settings: Settings) -> Settings:
    """Let SAM ask for the settings of the first deployment and save them to samconfig.toml, without deploying."""
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
    """Push the images. Returns the path of the template that refers to them by digest."""
    target = Path("build", "deploy", f"{settings.environment}.yaml")
    target.parent.mkdir(parents=True, exist_ok=True)
    repositories = [word for repository in settings.repositories for word in ("--image-repositories", repository)]
    _sam(settings, "package", "--resolve-s3", *repositories, "--output-template-file", str(target))
    packaged = yaml_parse(target.read_text("utf-8"))
    target.unlink()  # never leave a template with tags where one with digests is expected
    digests = {function["ImageUri"]: _digest(function["ImageUri"]) for function in _image_functions(packaged).values()}
    target.write_text(yaml.safe_dump(pinned(packaged, digests), sort_keys=False, allow_unicode=True), encoding="utf-8")
    click.echo("\n".join([f"{target} names the images by digest:", *digests.values()]))
    return target


def _digest(image: str) -> str:
    """Return `repository@sha256:…` of a pushed `repository:tag`, as reported by the registry."""
    repository = image.rpartition(":")[0]
    found = [digest for digest in _inspect(image, "RepoDigests") or [] if digest.startswith(f"{repository}@")]
    if len(found) != 1:
        raise click.ClickException(f"The engine knows {len(found)} digests of {image}, not one: {', '.join(found)}")
    return str(found[0])


def _image_functions(template: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the properties of the image-based functions, by logical id."""
    found = {name: resource.get("Properties", {}) for name, resource in template["Resources"].items()}
    return {name: properties for name, properties in found.items() if properties.get("PackageType") == "Image"}


def _inspect(image: str, field: str) -> Any:
    done = _run(["docker", "image", "inspect", "--format", f"{{{{json .{field}}}}}", image], capture_output=True)
    if done.returncode:
        raise click.ClickException(f"Docker does not know the image {image}: {done.stderr.decode().strip()}")
    return json.loads(done.stdout)


def _sam(settings: Settings, command: str, *options: str) -> None:
    """Run a SAM command in this terminal. Exits with its code if it fails; SAM has printed the reason."""
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
    """Return an option of samconfig.toml, a string or a list of strings, as a list."""
    return [value] if isinstance(value, str) else [str(word) for word in value or []]


if __name__ == "__main__":
    deploy()
