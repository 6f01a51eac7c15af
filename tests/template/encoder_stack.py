"""encoder.yaml as moto can create it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SAGEMAKER = ("AWS::SageMaker::Model", "AWS::SageMaker::EndpointConfig", "AWS::SageMaker::Endpoint")
_KNOWN = (*SAGEMAKER, "AWS::IAM::Role", "AWS::Logs::LogGroup")


def for_moto(body: dict[str, Any]) -> dict[str, Any]:
    """The template without what moto's CloudFormation does not know: components, which have the model, and alarms.

    An endpoint gets a name of moto's own there, so that outputs say the one it has here.
    """
    resources = {name: one for name, one in body["Resources"].items() if one["Type"] in _KNOWN}
    (variant,) = resources["EndpointConfig"]["Properties"]["ProductionVariants"]
    variant["ModelName"] = {"Fn::GetAtt": ["Model", "ModelName"]}
    body["Parameters"]["MaxInstances"] |= {"Type": "String", "Default": "2"}  # no numbers are found in mappings
    if not body["Parameters"]["Subnets"]["Default"]:
        del resources["Role"]["Properties"]["Policies"][1]  # it would stay in the list as None
    names = {name: name for name, one in body["Resources"].items() if one["Type"] == "AWS::CloudWatch::Alarm"}
    names["Endpoint"] = resources["Endpoint"]["Properties"]["EndpointName"]
    known: dict[str, Any] = _with_names({**body, "Resources": resources}, names)
    return known


def _with_names(node: Any, names: Mapping[str, Any]) -> Any:
    """Names in the place of references to what has one."""
    if isinstance(node, list):
        return [_with_names(each, names) for each in node]
    if not isinstance(node, dict):
        return node
    referred = node.get("Ref") or node.get("Fn::GetAtt", [""])[0]
    return names[referred] if referred in names else {key: _with_names(each, names) for key, each in node.items()}
