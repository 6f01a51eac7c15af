"""The endpoint in template.yaml: what a stack holds with a GPU and without, and which parameters are refused."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import botocore.session
import pytest
import yaml
from moto import mock_aws
from moto.cloudformation.parsing import parse_condition
from samtranslator.yaml_helper import yaml_parse

from bildtext_cli.local.deployment import DEPLOYED
from bildtext_cli.local.template import REGION, TEMPLATE, SystemTemplate, load_template

IMAGE = f"123456789012.dkr.ecr.{REGION}.amazonaws.com/shop/encoder@sha256:{'0a' * 32}"
WITH_GPU = {"EncoderInstanceType": "ml.g4dn.xlarge", "EncoderImage": IMAGE}
IN_A_VPC = {"EncoderSubnets": "subnet-0a1b2c3d,subnet-4e5f6a7b", "EncoderSecurityGroups": "sg-0a1b2c3d"}
KEY = f"arn:aws:kms:{REGION}:123456789012:key/0a1b2c3d-0000-4000-8000-000000000000"

SAGEMAKER = ("AWS::SageMaker::Model", "AWS::SageMaker::EndpointConfig", "AWS::SageMaker::Endpoint")
Deploy = Callable[[dict[str, str]], dict[str, Any]]


@pytest.fixture
def deployed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Deploy]:
    """Deploys the template with some parameters to moto; returns what is there then."""

    def deploy(parameters: dict[str, str]) -> dict[str, Any]:
        stack = json.dumps(_for_moto(load_template(parameters=parameters).body))
        boto3.client("cloudformation").create_stack(StackName="bildtext", TemplateBody=stack)
        sagemaker = boto3.client("sagemaker")
        return {
            "environment": _tagging_environment(),
            "endpoints": [each["EndpointName"] for each in sagemaker.list_endpoints()["Endpoints"]],
            "models": [
                sagemaker.describe_model(ModelName=each["ModelName"]) for each in sagemaker.list_models()["Models"]
            ],
            "configs": [
                sagemaker.describe_endpoint_config(EndpointConfigName=each["EndpointConfigName"])
                for each in sagemaker.list_endpoint_configs()["EndpointConfigs"]
            ],
            "statements": _encoder_statements(),
        }

    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    with mock_aws():
        yield deploy


def _for_moto(body: dict[str, Any]) -> dict[str, Any]:
    """The template without what moto's CloudFormation does not know: components, which have the model, and alarms."""
    resources = {name: one for name, one in body["Resources"].items() if one["Type"] in (*DEPLOYED, *SAGEMAKER)}
    (variant,) = resources["EncoderEndpointConfig"]["Properties"]["ProductionVariants"]
    variant["ModelName"] = {"Fn::GetAtt": ["EncoderModel", "ModelName"]}
    body["Parameters"]["EncoderMaxInstances"] |= {"Type": "String", "Default": "2"}  # no numbers are found in mappings
    if not body["Parameters"]["EncoderSubnets"]["Default"]:
        del resources["EncoderRole"]["Properties"]["Policies"][1]  # it would stay in the list as None
    alarms = {name for name, one in body["Resources"].items() if one["Type"] == "AWS::CloudWatch::Alarm"}
    known: dict[str, Any] = _with_names({**body, "Resources": resources, "Outputs": {}}, alarms)
    return known


def _with_names(node: Any, alarms: set[str]) -> Any:
    if isinstance(node, list):
        return [_with_names(each, alarms) for each in node]
    if not isinstance(node, dict):
        return node
    if node.get("Ref") in alarms or node.get("Fn::GetAtt", [""])[0] in alarms:
        return node.get("Ref") or node["Fn::GetAtt"][0]
    return {key: _with_names(value, alarms) for key, value in node.items()}


def _tagging_environment() -> dict[str, str]:
    functions = [one["Environment"]["Variables"] for one in boto3.client("lambda").list_functions()["Functions"]]
    (variables,) = (one for one in functions if one["POWERTOOLS_SERVICE_NAME"] == "tagging")
    return dict(variables)


def _encoder_statements() -> dict[str, Any]:
    """What the role of the endpoint's machines allows, by Sid."""
    iam = boto3.resource("iam")
    roles = [role for role in iam.roles.all() if "sagemaker" in str(role.assume_role_policy_document)]
    policies = [policy for role in roles for policy in role.policies.all()]
    documents = [yaml.safe_load(str(policy.policy_document)) for policy in policies]  # moto gives Python's repr
    return {statement["Sid"]: statement for document in documents for statement in document["Statement"]}


def test_a_stack_without_a_gpu_has_no_endpoint(deployed: Deploy) -> None:
    found = deployed({})
    assert (found["endpoints"], found["models"], found["configs"], found["statements"]) == ([], [], [], {})
    assert (found["environment"]["ENCODER_ENDPOINT"], found["environment"]["ENCODER_COMPONENT"]) == ("", "")


def test_a_stack_with_a_gpu_has_one_and_the_function_knows_it(deployed: Deploy) -> None:
    found = deployed(WITH_GPU)
    assert len(found["endpoints"]) == 1
    assert found["environment"]["ENCODER_ENDPOINT"] == found["environment"]["ENCODER_COMPONENT"] == "bildtext-encoder"
    (model,), (config,) = found["models"], found["configs"]
    (variant,) = config["ProductionVariants"]
    assert model["PrimaryContainer"]["Image"] == IMAGE
    assert (variant["InstanceType"], variant["InitialInstanceCount"]) == ("ml.g4dn.xlarge", 1)
    assert variant["ManagedInstanceScaling"] == {"Status": "ENABLED", "MinInstanceCount": 0, "MaxInstanceCount": 3}
    assert not model.get("VpcConfig")
    assert not config.get("KmsKeyId")


def test_the_machines_may_pull_their_own_image_only(deployed: Deploy) -> None:
    statements = deployed(WITH_GPU)["statements"]
    assert statements["PullItsImage"]["Resource"] == f"arn:aws:ecr:{REGION}:123456789012:repository/shop/encoder"


def test_the_machines_stand_in_a_vpc_and_use_a_key_when_these_are_named(deployed: Deploy) -> None:
    found = deployed({**WITH_GPU, **IN_A_VPC, "EncoderKmsKey": KEY})
    wanted = {"Subnets": ["subnet-0a1b2c3d", "subnet-4e5f6a7b"], "SecurityGroupIds": ["sg-0a1b2c3d"]}
    assert found["models"][0]["VpcConfig"] == wanted
    assert found["configs"][0]["KmsKeyId"] == KEY
    assert "PlugIn" in found["statements"]


@pytest.mark.parametrize("parameters", [WITH_GPU, {**WITH_GPU, **IN_A_VPC, "EncoderKmsKey": KEY}])
def test_cfn_lint_finds_nothing_with_a_gpu_either(tmp_path: Path, parameters: dict[str, str]) -> None:
    document = yaml_parse(TEMPLATE.read_text("utf-8"))
    for name, value in parameters.items():
        document["Parameters"][name]["Default"] = value
    (tmp_path / "template.json").write_text(json.dumps(document))
    linter = Path(sys.executable).with_name("cfn-lint")
    result = subprocess.run([linter, tmp_path / "template.json"], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout) == (0, "")


@pytest.fixture(scope="module")
def template() -> SystemTemplate:
    return load_template()


@pytest.mark.parametrize(
    ("parameters", "refused"),
    [
        ({}, False),
        (WITH_GPU, False),
        ({"EncoderImage": IMAGE}, False),  # prepared, not switched on
        ({"EncoderInstanceType": "ml.g4dn.xlarge"}, True),
        ({**WITH_GPU, **IN_A_VPC}, False),
        ({**WITH_GPU, "EncoderSubnets": IN_A_VPC["EncoderSubnets"]}, True),
        ({**WITH_GPU, "EncoderSecurityGroups": IN_A_VPC["EncoderSecurityGroups"]}, True),
    ],
)
def test_half_an_encoder_is_refused_before_anything_is_created(
    template: SystemTemplate, parameters: dict[str, str], refused: bool
) -> None:
    given: Any = {name: parameters.get(name, one.get("Default")) for name, one in template.body["Parameters"].items()}
    failed = [
        assertion["AssertDescription"]
        for rule in template.body["Rules"].values()
        if parse_condition(rule.get("RuleCondition", True), given, {})
        for assertion in rule["Assertions"]
        if not parse_condition(assertion["Assert"], given, {})
    ]
    assert bool(failed) == refused


GPUS = {"g4dn", "g5", "g6", "g6e", "p4d", "p4de", "p5", "p5e", "p5en"}


def test_exactly_the_machines_with_an_nvidia_gpu_and_the_driver_are_taken(template: SystemTemplate) -> None:
    sagemaker = botocore.session.get_session().get_service_model("sagemaker")
    known = sagemaker.shape_for("ProductionVariantInstanceType").metadata["enum"]
    pattern = template.body["Parameters"]["EncoderInstanceType"]["AllowedPattern"]
    taken = {kind for kind in known if re.fullmatch(pattern, kind)}
    assert taken == {kind for kind in known if kind.split(".")[1] in GPUS}


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("EncoderInstanceType", "ml.c7i.xlarge"),
        ("EncoderInstanceType", "g4dn.xlarge"),
        ("EncoderImage", f"123456789012.dkr.ecr.{REGION}.amazonaws.com/shop/encoder:latest"),
        ("EncoderImage", f"docker.io/shop/encoder@sha256:{'0a' * 32}"),
        ("EncoderSubnets", "subnet-0a1b2c3d, subnet-4e5f6a7b"),
        ("EncoderSecurityGroups", "default"),
        ("EncoderKmsKey", "alias/shop"),
    ],
)
def test_what_cannot_work_is_not_taken(template: SystemTemplate, parameter: str, value: str) -> None:
    assert not re.fullmatch(template.body["Parameters"][parameter]["AllowedPattern"], value)
