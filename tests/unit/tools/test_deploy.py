"""`make deploy`: reading settings, refusals before a build, and image digests."""

from __future__ import annotations

import shutil
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from bildtext_cli import deploy
from bildtext_cli.deploy import Settings, pinned, read_settings

REPOSITORY = Path(__file__).parents[3]
DEFAULTS = {"Model": "mini-clip", "DescriptionTarget": "rules", "TextModel": "a-writer", "CaptionModel": "a-captioner"}
TAGGED = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/tagging:tagging-0a1b2c3d4e5f-tagging"
BY_DIGEST = f"123456789012.dkr.ecr.eu-central-1.amazonaws.com/tagging@sha256:{'ab' * 32}"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the real settings and templates, but no models and no credentials."""
    for name in ("samconfig.toml", "template.yaml", "encoder.yaml"):
        shutil.copy(REPOSITORY / name, tmp_path)
    monkeypatch.chdir(tmp_path)
    for name in ("AWS_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_WEB_IDENTITY_TOKEN_FILE"):
        monkeypatch.delenv(name, raising=False)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(deploy.deploy, arguments)


def settings(*overrides: str) -> Settings:
    return Settings("prod", {"deploy": {"parameters": {"parameter_overrides": list(overrides)}}})


def test_an_unknown_environment_is_refused_with_the_known_ones(project: Path) -> None:
    assert "deploys no environment staging; it has: dev, prod, prod-encoder." in run("staging").output


def test_the_local_environment_is_not_deployed(project: Path) -> None:
    with pytest.raises(click.ClickException, match="deploys no environment default"):
        read_settings("default")


def test_a_model_without_a_bundle_is_refused(project: Path) -> None:
    answer = run("prod")
    assert (answer.exit_code, "run `bildtext models export fashion-clip`" in answer.output) == (1, True)


def test_missing_credentials_are_reported_in_a_sentence(project: Path) -> None:
    bundle = project / "layers" / "models" / "mini-clip" / "bundle"
    bundle.mkdir(parents=True)
    (bundle / "bundle.json").touch()
    answer = run("dev")
    assert (answer.exit_code, "There are no AWS credentials that work" in answer.output) == (1, True)


def test_a_stack_with_missing_parameters_is_not_deployed_without_a_terminal(project: Path) -> None:
    assert "names no Image and AlarmTopic for prod-encoder yet" in run("prod-encoder", "--yes").output


def test_a_template_without_images_is_not_packaged(project: Path) -> None:
    answer = run("prod-encoder", "--no-deploy")
    assert (answer.exit_code, "encoder.yaml has no images to push" in answer.output) == (1, True)


def test_a_stack_with_all_parameters_only_needs_credentials(project: Path) -> None:
    config = project / "samconfig.toml"
    named = 'parameter_overrides = [\n    "Image=x", "AlarmTopic=y",\n    "InstanceType'
    config.write_text(config.read_text("utf-8").replace('parameter_overrides = [\n    "InstanceType', named), "utf-8")
    assert "There are no AWS credentials that work" in run("prod-encoder").output


@pytest.mark.parametrize(
    ("overrides", "models"),
    [
        ([], ["mini-clip"]),
        (["Model=fashion-clip"], ["fashion-clip"]),
        (['QueueConcurrency="2" Model="fashion-clip" AlarmEmail=""'], ["fashion-clip"]),  # as SAM saves answers
        (["DescriptionTarget=local", "TextModel=another"], ["mini-clip", "another"]),
        (["DescriptionTarget=local-captions"], ["mini-clip", "a-writer", "a-captioner"]),
    ],
)
def test_the_models_are_those_of_the_images(overrides: list[str], models: list[str]) -> None:
    assert settings(*overrides).models(DEFAULTS) == models


def test_a_commands_own_option_overrides_the_global_one() -> None:
    both = Settings("dev", {"global": {"parameters": {"region": "a"}}, "deploy": {"parameters": {"region": "b"}}})
    assert (both.of("deploy")["region"], both.of("build")["region"]) == ("b", "a")


def test_images_are_pinned_by_digest_and_nothing_else_changes() -> None:
    function = {"Type": "AWS::Serverless::Function", "Metadata": {"DockerTag": "tagging"}}
    properties = {"PackageType": "Image", "ImageUri": TAGGED, "Timeout": 60}
    other = {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": 365}}
    template = {"Resources": {"Tagging": {**function, "Properties": properties}, "Queue": other}}
    result = pinned(template, {TAGGED: BY_DIGEST})
    named = {**properties, "ImageUri": {"Fn::Sub": BY_DIGEST}}
    assert result == {"Resources": {"Tagging": {**function, "Properties": named}, "Queue": other}}
    assert properties["ImageUri"] == TAGGED  # the input is unchanged
