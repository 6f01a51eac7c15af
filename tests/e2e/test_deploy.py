"""`make deploy` with the real SAM: images pushed to a registry on this machine, the stack deployed to moto.

samconfig.toml is the real file; template.yaml and encoder.yaml lack what moto does not support. The images are nearly
empty, since images based on a stand-in for Lambda's base are refused, and so are the archives. moto creates the plain
CloudFormation resources but no functions, since it does not support SAM.
"""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest
import yaml
from samtranslator.yaml_helper import yaml_parse

from bildtext_cli.deploy import STAND_IN
from bildtext_cli.local.aws import aws_environment, environment, local_aws
from tests.e2e import REPOSITORY
from tests.e2e.engine import docker
from tests.e2e.registry import Registry, fake_ecr, running_registry
from tests.e2e.sam import SAM, sam_environment
from tests.template.encoder_stack import for_moto

FUNCTIONS = {"Tagging": "tagging", "Description": "description"}  # and their repositories
ARCHIVES = {"Catalogue": "functions/catalogue", "SharedLayer": "layers/bildtext"}
MAKEFILE = "build-%:\n\ttouch $(ARTIFACTS_DIR)/small\n"
DOCKERFILE = "FROM scratch AS rules\nARG MODEL=none\nLABEL model=${MODEL}\nCOPY functions/labels.yaml /\n"
ENCODER_IMAGE = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/encoder@sha256:"
TOPIC = "arn:aws:sns:eu-central-1:123456789012:alarms"
# SAM's own stack with its bucket; created here, since moto drops the tags and outputs of a change set.
SAMS_OWN = {
    "Resources": {"SamCliSourceBucket": {"Type": "AWS::S3::Bucket"}},
    "Outputs": {"SourceBucket": {"Value": {"Ref": "SamCliSourceBucket"}}},
}


@dataclass(frozen=True)
class Project:
    """A copy of the deployed project, with small images."""

    folder: Path
    registry: Registry
    variables: dict[str, str]

    def run(self, *command: str | Path, answers: str = "") -> subprocess.CompletedProcess[str]:
        """Run a command in the copy, with `answers` typed at a terminal; without answers there is no terminal."""
        ours, theirs = pty.openpty()
        os.write(ours, answers.encode())
        try:
            return subprocess.run(
                command,
                cwd=self.folder,
                env=self.variables,
                stdin=theirs if answers else subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                timeout=120,
                check=False,
            )
        finally:
            os.close(ours)
            os.close(theirs)

    def deploy(self, *arguments: str, answers: str = "") -> subprocess.CompletedProcess[str]:
        """Run the command of `make deploy`."""
        return self.run(sys.executable, "-m", "bildtext_cli.deploy", *arguments, answers=answers)

    def answers(self) -> str:
        """A line per question of SAM: empty to accept the default, our registry for the repositories."""
        repositories = ["n", *(f"{self.registry.host}/{name}" for name in FUNCTIONS.values())]
        return self._answers("template.yaml", {}, *repositories)

    def encoder_answers(self) -> str:
        """The answers for the encoder's stack: values for parameters without a default, and "y" to the changes."""
        return self._answers("encoder.yaml", {"Image": f"{ENCODER_IMAGE}{'0a' * 32}", "AlarmTopic": TOPIC}, "y")

    def _answers(self, template: str, given: dict[str, str], *others: str) -> str:
        parameters = yaml_parse((self.folder / template).read_text("utf-8"))["Parameters"]
        settings = ["stack", "region", *parameters, "confirm", "roles", "rollback", "save", "file", "environment"]
        return "\n".join([*(given.get(each, "") for each in settings), *others, "\x04"])  # and the end of input

    def pushed(self) -> dict[str, list[str]]:
        """All tags in the registry."""
        return {name: sorted(self.registry.tags(name)) for name in FUNCTIONS.values()}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    folder = tmp_path_factory.mktemp("project")
    # moto cannot create a key with tags, which the role refers to.
    template = (REPOSITORY / "template.yaml").read_text("utf-8").replace("AWS::KMS::Key", "AWS::KMS::KeyOnAws")
    template = template.replace("!GetAtt SigningKey.Arn", "!Ref SigningKey")
    template = template.replace("!GetAtt SealKey.Arn", "!Ref SealKey")
    # Under other tags, so that the real images stay.
    (folder / "template.yaml").write_text(re.sub(r"DockerTag: .*", "DockerTag: small", template), encoding="utf-8")
    encoder = for_moto(yaml_parse((REPOSITORY / "encoder.yaml").read_text("utf-8")))
    (folder / "encoder.yaml").write_text(yaml.safe_dump(encoder, sort_keys=False), encoding="utf-8")
    settings = (REPOSITORY / "samconfig.toml").read_text("utf-8")
    fresh = '[fresh.deploy.parameters]\nstack_name = "bildtext-fresh"\n'
    (folder / "samconfig.toml").write_text(f"{settings}\n{fresh}", encoding="utf-8")
    for name in FUNCTIONS.values():
        (folder / "functions" / name).mkdir(parents=True)
        (folder / "functions" / name / "Dockerfile").write_text(DOCKERFILE, encoding="utf-8")
    for source in ARCHIVES.values():
        (folder / source).mkdir(parents=True)
    (folder / "functions" / "catalogue" / "Makefile").write_text(MAKEFILE, encoding="utf-8")
    shutil.copy(REPOSITORY / "layers" / "bildtext" / "labels.yaml", folder / "functions")
    bundle = folder / "layers" / "models" / "mini-clip" / "bundle"
    bundle.mkdir(parents=True)
    (bundle / "bundle.json").write_text("{}", encoding="utf-8")
    with (
        running_registry(tmp_path_factory.mktemp("registry")) as registry,
        fake_ecr(registry) as ecr,
        local_aws() as aws,
        # localhost and no number: moto finds a template by its address only there.
        environment({**aws_environment(aws.replace("127.0.0.1", "localhost")), "AWS_ENDPOINT_URL_ECR": ecr}),
    ):
        boto3.client("cloudformation").create_stack(
            StackName="aws-sam-cli-managed-default",
            TemplateBody=json.dumps(SAMS_OWN),
            Tags=[{"Key": "ManagedStackSource", "Value": "AwsSamCli"}],
        )
        try:
            yield Project(folder, registry, {**sam_environment(), "SAM_CLI_POLL_DELAY": "0.2"})
        finally:
            pushed = docker("image", "ls", "--format", "{{.Repository}}:{{.Tag}}", f"{registry.host}/*").split()
            docker("image", "rm", *(f"{name}:small" for name in FUNCTIONS.values()), *pushed, check=False)


@pytest.fixture(scope="module")
def packaged(project: Project) -> str:
    """The output of a first deployment at a terminal that stops after pushing the images."""
    done = project.deploy("dev", "--no-deploy", answers=project.answers())
    assert done.returncode == 0, done.stdout
    # CloudFormation would continue with the stack of the unexecuted change set; moto creates a second of that name.
    boto3.client("cloudformation").delete_stack(StackName="bildtext-dev")
    return done.stdout


@pytest.fixture(scope="module")
def deployed(project: Project, packaged: str) -> dict[str, Any]:
    """The stack, deployed without a terminal as in a pipeline."""
    done = project.deploy("dev", "--yes")
    assert done.returncode == 0, done.stdout
    (stack,) = boto3.client("cloudformation").describe_stacks(StackName="bildtext-dev")["Stacks"]
    return dict(stack)


@pytest.fixture(scope="module")
def encoder(project: Project) -> str:
    """The output of the first deployment of the encoder's stack, at a terminal."""
    done = project.deploy("prod-encoder", answers=project.encoder_answers())
    assert done.returncode == 0, done.stdout
    return done.stdout


def stacks() -> dict[str, Any]:
    """Name → stack, without SAM's own."""
    found = {one["StackName"]: one for one in boto3.client("cloudformation").describe_stacks()["Stacks"]}
    return {name: one for name, one in found.items() if name.startswith("bildtext")}


def given(stack: str) -> dict[str, str]:
    """A stack's parameters."""
    return {one["ParameterKey"]: one["ParameterValue"] for one in stacks()[stack]["Parameters"]}


def images(template: Any) -> dict[str, str]:
    return {name: template["Resources"][name]["Properties"]["ImageUri"]["Fn::Sub"] for name in FUNCTIONS}


def test_a_pipeline_is_refused_before_the_first_interactive_deployment(project: Project) -> None:
    done = project.deploy("fresh")
    assert (done.returncode, "names no image_repositories for fresh yet" in done.stdout) == (1, True), done.stdout


def test_the_first_deployment_asks_once_and_saves_the_answers(project: Project, packaged: str) -> None:
    assert "Parameter AlarmEmail" in packaged
    saved = tomllib.loads((project.folder / "samconfig.toml").read_text("utf-8"))["dev"]
    host = project.registry.host
    assert saved["deploy"]["parameters"]["image_repositories"] == [
        f"{name}={host}/{repository}" for name, repository in FUNCTIONS.items()
    ]
    assert 'QueueConcurrency="2"' in saved["deploy"]["parameters"]["parameter_overrides"]


def test_the_images_hold_the_model_of_the_environment(project: Project, packaged: str) -> None:
    assert docker("image", "inspect", "--format", "{{.Config.Labels.model}}", "tagging:small") == "mini-clip"


def test_the_saved_template_names_images_by_digests_of_the_registry(project: Project, packaged: str) -> None:
    named = images(yaml_parse((project.folder / "build" / "deploy" / "dev.yaml").read_text("utf-8")))
    for function, repository in FUNCTIONS.items():
        name, _, digest = named[function].partition("@")
        assert name == f"{project.registry.host}/{repository}"
        assert project.registry.digest(repository, digest) == digest


def test_the_saved_template_names_the_archives_in_sams_bucket(project: Project, packaged: str) -> None:
    resources = yaml_parse((project.folder / "build" / "deploy" / "dev.yaml").read_text("utf-8"))["Resources"]
    (bucket,) = [one["Name"] for one in boto3.client("s3").list_buckets()["Buckets"] if "sam" in one["Name"]]
    for name in ARCHIVES:
        properties = resources[name]["Properties"]
        archive = properties.get("CodeUri") or properties["ContentUri"]
        assert archive.startswith(f"s3://{bucket}/")


def test_cloudformation_gets_the_digests_and_the_parameters(project: Project, deployed: dict[str, Any]) -> None:
    assert deployed["StackStatus"] == "CREATE_COMPLETE"
    parameters = given("bildtext-dev")
    assert [parameters[name] for name in ("Model", "QueueConcurrency", "AlarmEmail")] == ["mini-clip", "2", ""]
    template = boto3.client("cloudformation").get_template(StackName="bildtext-dev")["TemplateBody"]
    saved = (project.folder / "build" / "deploy" / "dev.yaml").read_text("utf-8")
    assert images(template if isinstance(template, dict) else yaml_parse(template)) == images(yaml_parse(saved))


def test_deploying_the_saved_template_again_changes_and_pushes_nothing(
    project: Project, deployed: dict[str, Any]
) -> None:
    before = project.pushed()
    done = project.run(
        SAM, "deploy", "--config-env", "dev", "--config-file", project.folder / "samconfig.toml",
        "--template-file", "build/deploy/dev.yaml",
    )  # fmt: skip
    assert (done.returncode, "No changes to deploy" in done.stdout) == (0, True), done.stdout
    assert "The push refers to" not in done.stdout
    assert project.pushed() == before


def test_the_encoder_is_a_separate_stack_with_its_own_saved_answers(project: Project, encoder: str) -> None:
    assert "Parameter AlarmTopic" in encoder
    assert stacks()["bildtext-encoder"]["StackStatus"] == "CREATE_COMPLETE"
    assert given("bildtext-encoder")["Image"] == f"{ENCODER_IMAGE}{'0a' * 32}"
    assert project.deploy("prod-encoder", "--yes").returncode == 0  # without a terminal, and nothing has changed


def test_a_new_image_of_the_encoder_leaves_the_main_stack_alone(
    project: Project, deployed: dict[str, Any], encoder: str
) -> None:
    before = stacks()["bildtext-dev"]
    config = project.folder / "samconfig.toml"
    config.write_text(config.read_text("utf-8").replace("0a" * 32, "0b" * 32), encoding="utf-8")
    done = project.deploy("prod-encoder", "--yes")
    assert done.returncode == 0, done.stdout
    assert given("bildtext-encoder")["Image"] == f"{ENCODER_IMAGE}{'0b' * 32}"
    assert given("bildtext-encoder")["AlarmTopic"] == TOPIC
    assert stacks()["bildtext-dev"] == before


def test_the_encoder_stack_is_deleted_alone(project: Project, deployed: dict[str, Any], encoder: str) -> None:
    done = project.run(SAM, "delete", "--config-env", "prod-encoder", "--no-prompts")
    assert done.returncode == 0, done.stdout
    assert stacks().keys() == {"bildtext-dev"}


def test_images_based_on_the_stand_in_are_never_pushed(project: Project, packaged: str) -> None:
    before = project.pushed()
    dockerfile = project.folder / "functions" / "tagging" / "Dockerfile"
    dockerfile.write_text(f"{DOCKERFILE}LABEL {STAND_IN}=1\n", encoding="utf-8")
    done = project.deploy("dev", "--yes")
    dockerfile.write_text(DOCKERFILE, encoding="utf-8")
    assert (done.returncode, "stands on a stand-in" in done.stdout) == (1, True), done.stdout
    assert project.pushed() == before


def test_deleting_the_stack_keeps_bucket_and_table(project: Project, deployed: dict[str, Any]) -> None:
    done = project.run(SAM, "delete", "--config-env", "dev", "--no-prompts")
    assert done.returncode == 0, done.stdout
    stacks_left = boto3.client("cloudformation").list_stacks(StackStatusFilter=["CREATE_COMPLETE", "UPDATE_COMPLETE"])
    assert [one["StackName"] for one in stacks_left["StackSummaries"]] == ["aws-sam-cli-managed-default"]
    buckets = [one["Name"] for one in boto3.client("s3").list_buckets()["Buckets"]]
    assert any(name.startswith("bildtext-dev-photobucket-") for name in buckets)
    assert any(name.startswith("bildtext-dev-") for name in boto3.client("dynamodb").list_tables()["TableNames"])
