"""encoder.yaml as a stack beside template.yaml's, on moto: its resources, exports and refused parameters."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import botocore.session
import pytest
import yaml
from moto import mock_aws
from moto.cloudformation.parsing import parse_condition
from samtranslator.yaml_helper import yaml_parse

from bildtext_cli.deploy import read_settings
from bildtext_cli.local.deployment import deploy
from bildtext_cli.local.template import REGION, TEMPLATE, SystemTemplate, load_template
from tests.template.encoder_rules import CONFIG, ENCODER
from tests.template.encoder_stack import for_moto

ACCOUNT = "123456789012"
IMAGE = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/shop/encoder@sha256:{'0a' * 32}"
WANTED = {"Image": IMAGE, "AlarmTopic": f"arn:aws:sns:{REGION}:{ACCOUNT}:alarms"}
IN_A_VPC = {"Subnets": "subnet-0a1b2c3d,subnet-4e5f6a7b", "SecurityGroups": "sg-0a1b2c3d"}
KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/0a1b2c3d-0000-4000-8000-000000000000"
NAME = read_settings("prod-encoder", CONFIG).of("deploy")["stack_name"]


@dataclass(frozen=True)
class EncoderStack:
    """The encoder's stack and its resources."""

    cloudformation: Any
    sagemaker: Any

    def create(self, **parameters: str) -> None:
        self.cloudformation.create_stack(StackName=NAME, TemplateBody=_body(parameters))

    def delete(self) -> None:
        self.cloudformation.delete_stack(StackName=NAME)

    def exports(self) -> dict[str, str]:
        return {each["Name"]: each["Value"] for each in self.cloudformation.list_exports()["Exports"]}

    def endpoints(self) -> list[str]:
        return [each["EndpointName"] for each in self.sagemaker.list_endpoints()["Endpoints"]]

    def model(self) -> dict[str, Any]:
        (model,) = self.sagemaker.list_models()["Models"]
        return dict(self.sagemaker.describe_model(ModelName=model["ModelName"]))

    def config(self) -> dict[str, Any]:
        (config,) = self.sagemaker.list_endpoint_configs()["EndpointConfigs"]
        return dict(self.sagemaker.describe_endpoint_config(EndpointConfigName=config["EndpointConfigName"]))

    def statements(self) -> dict[str, Any]:
        """The statements of the role of the endpoint's machines, by Sid."""
        iam = boto3.resource("iam")
        roles = [role for role in iam.roles.all() if "sagemaker" in str(role.assume_role_policy_document)]
        policies = [policy for role in roles for policy in role.policies.all()]
        documents = [yaml.safe_load(str(policy.policy_document)) for policy in policies]  # moto gives Python's repr
        return {statement["Sid"]: statement for document in documents for statement in document["Statement"]}


def _body(parameters: dict[str, str]) -> str:
    return json.dumps(for_moto(load_template(ENCODER, {**WANTED, **parameters}).body))


@pytest.fixture
def stack(monkeypatch: pytest.MonkeyPatch) -> Iterator[EncoderStack]:
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    with mock_aws():
        yield EncoderStack(boto3.client("cloudformation"), boto3.client("sagemaker"))


def _tagging_environment(**parameters: str) -> dict[str, str]:
    """Return the environment of a main stack's tagging function."""
    return dict(deploy(load_template(parameters=parameters)).environments["Tagging"])


def test_a_main_stack_without_an_encoder_encodes_locally(stack: EncoderStack) -> None:
    environment = _tagging_environment()
    assert (environment["ENCODER_ENDPOINT"], environment["ENCODER_COMPONENT"]) == ("", "")
    assert (stack.endpoints(), stack.statements()) == ([], {})


def test_the_main_stack_accepts_the_encoders_export(stack: EncoderStack) -> None:
    stack.create()
    (exported,) = stack.exports().values()
    assert (exported, len(stack.endpoints())) == (NAME, 1)
    assert re.fullmatch(load_template().body["Parameters"]["EncoderEndpoint"]["AllowedPattern"], exported)
    environment = _tagging_environment(EncoderEndpoint=exported)
    assert environment["ENCODER_ENDPOINT"] == environment["ENCODER_COMPONENT"] == exported


def test_the_function_may_call_the_existing_endpoint(stack: EncoderStack) -> None:
    policy = load_template().body["Resources"]["TaggingEncoderPolicy"]["Properties"]["PolicyDocument"]
    pseudo = {"AWS::Partition": "aws", "AWS::Region": REGION, "AWS::AccountId": ACCOUNT, "EncoderEndpoint": NAME}
    allowed = [
        re.sub(r"\$\{(.*?)\}", lambda found: pseudo[found[1]], each["Fn::Sub"])
        for each in policy["Statement"][0]["Resource"]
    ]
    stack.create()
    (config,) = stack.sagemaker.list_endpoint_configs()["EndpointConfigs"]
    endpoint = stack.sagemaker.create_endpoint(EndpointName=NAME, EndpointConfigName=config["EndpointConfigName"])[
        "EndpointArn"
    ]
    assert allowed == [endpoint, endpoint.replace(":endpoint/", ":inference-component/")]


def test_the_encoder_can_be_deleted_while_the_main_stack_still_refers_to_it(stack: EncoderStack) -> None:
    stack.create()
    _tagging_environment(EncoderEndpoint=NAME)
    stack.delete()
    assert (stack.endpoints(), stack.exports()) == ([], {})


def test_the_endpoint_has_the_given_machines(stack: EncoderStack) -> None:
    stack.create(InstanceType="ml.g4dn.2xlarge")
    model, config = stack.model(), stack.config()
    (variant,) = config["ProductionVariants"]
    assert model["PrimaryContainer"]["Image"] == IMAGE
    assert (variant["InstanceType"], variant["InitialInstanceCount"]) == ("ml.g4dn.2xlarge", 1)
    assert variant["ManagedInstanceScaling"] == {"Status": "ENABLED", "MinInstanceCount": 0, "MaxInstanceCount": 3}
    assert not model.get("VpcConfig")
    assert not config.get("KmsKeyId")


def test_the_machines_may_only_pull_their_own_image(stack: EncoderStack) -> None:
    stack.create()
    assert stack.statements()["PullImage"]["Resource"] == f"arn:aws:ecr:{REGION}:{ACCOUNT}:repository/shop/encoder"


def test_the_machines_use_a_given_vpc_and_key(stack: EncoderStack) -> None:
    stack.create(**IN_A_VPC, KmsKey=KEY)
    wanted = {"Subnets": ["subnet-0a1b2c3d", "subnet-4e5f6a7b"], "SecurityGroupIds": ["sg-0a1b2c3d"]}
    assert stack.model()["VpcConfig"] == wanted
    assert stack.config()["KmsKeyId"] == KEY
    assert "AttachNetworkInterfaces" in stack.statements()


@pytest.mark.parametrize(
    ("template", "parameters"),
    [(ENCODER, {}), (ENCODER, WANTED), (ENCODER, {**IN_A_VPC, "KmsKey": KEY}), (TEMPLATE, {"EncoderEndpoint": NAME})],
)
def test_cfn_lint_finds_nothing_with_an_encoder_either(
    tmp_path: Path, template: Path, parameters: dict[str, str]
) -> None:
    document = yaml_parse(template.read_text("utf-8"))
    for name, value in parameters.items():
        document["Parameters"][name]["Default"] = value
    (tmp_path / "template.json").write_text(json.dumps(document))
    linter = Path(sys.executable).with_name("cfn-lint")
    result = subprocess.run([linter, tmp_path / "template.json"], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout) == (0, "")


@pytest.fixture(scope="module")
def template() -> SystemTemplate:
    return load_template(ENCODER)


@pytest.mark.parametrize(
    ("parameters", "refused"),
    [
        ({}, False),
        (IN_A_VPC, False),
        ({"Subnets": IN_A_VPC["Subnets"]}, True),
        ({"SecurityGroups": IN_A_VPC["SecurityGroups"]}, True),
    ],
)
def test_subnets_without_security_groups_are_refused_and_vice_versa(
    template: SystemTemplate, parameters: dict[str, str], refused: bool
) -> None:
    given: Any = {name: parameters.get(name, one.get("Default")) for name, one in template.body["Parameters"].items()}
    failed = [
        assertion["AssertDescription"]
        for rule in template.body["Rules"].values()
        for assertion in rule["Assertions"]
        if not parse_condition(assertion["Assert"], given, {})
    ]
    assert bool(failed) == refused


def test_an_encoder_requires_an_image_and_an_alarm_topic(template: SystemTemplate) -> None:
    wanted = {name for name, one in template.body["Parameters"].items() if "Default" not in one}
    assert wanted == {"Image", "AlarmTopic"}


GPUS = {"g4dn", "g5", "g6", "g6e", "p4d", "p4de", "p5", "p5e", "p5en"}


def test_exactly_the_instance_types_with_an_nvidia_gpu_and_the_driver_are_accepted(template: SystemTemplate) -> None:
    sagemaker = botocore.session.get_session().get_service_model("sagemaker")
    known = sagemaker.shape_for("ProductionVariantInstanceType").metadata["enum"]
    pattern = template.body["Parameters"]["InstanceType"]["AllowedPattern"]
    taken = {kind for kind in known if re.fullmatch(pattern, kind)}
    assert taken == {kind for kind in known if kind.split(".")[1] in GPUS}


@pytest.mark.parametrize(
    ("file", "parameter", "value"),
    [
        (ENCODER, "InstanceType", "ml.c7i.xlarge"),
        (ENCODER, "InstanceType", "g4dn.xlarge"),
        (ENCODER, "InstanceType", ""),
        (ENCODER, "Image", f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/shop/encoder:latest"),
        (ENCODER, "Image", f"docker.io/shop/encoder@sha256:{'0a' * 32}"),
        (ENCODER, "Image", ""),
        (ENCODER, "AlarmTopic", "alarms"),
        (ENCODER, "Subnets", "subnet-0a1b2c3d, subnet-4e5f6a7b"),
        (ENCODER, "SecurityGroups", "default"),
        (ENCODER, "KmsKey", "alias/shop"),
        (TEMPLATE, "EncoderEndpoint", "Shop-Encoder"),  # the allowed ARN would differ
        (TEMPLATE, "EncoderEndpoint", f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:endpoint/shop"),
        (TEMPLATE, "EncoderEndpoint", "*"),
    ],
)
def test_an_invalid_parameter_is_not_accepted(file: Path, parameter: str, value: str) -> None:
    assert not re.fullmatch(load_template(file).body["Parameters"][parameter]["AllowedPattern"], value)
