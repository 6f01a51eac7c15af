"""Adapts encoder.yaml to what moto can create."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SAGEMAKER = ("AWS::SageMaker::Model", "AWS::SageMaker::EndpointConfig", "AWS::SageMaker::Endpoint")
_KNOWN = (*SAGEMAKER, "AWS::IAM::Role", "AWS::Logs::LogGroup")


def for_moto(body: dict[str, Any]) -> dict[str, Any]:
    """Return the template without what moto's CloudFormation does not support: components, which have the model, and
    alarms.

    moto chooses the name of an endpoint itself; outputs contain the name set in the template.
    """
    resources = {name: one for name, one in body["Resources"].items() if one["Type"] in _KNOWN}
    (variant,) = resources["EndpointConfig"]["Properties"]["ProductionVariants"]
    variant["ModelName"] = {"Fn::GetAtt": ["Model", "ModelName"]}
    body["Parameters"]["MaxInstances"] |= {"Type": "String", "Default": "2"}  # moto cannot look up numbers in mappings
    if not body["Parameters"]["Subnets"]["Default"]:
        del resources["Role"]["Properties"]["Policies"][1]  # moto would leave None in the list
    names = {name: name for name, one in body["Resources"].items() if one["Type"] == "AWS::CloudWatch::Alarm"}
    names["Endpoint"] = resources["Endpoint"]["Properties"]["EndpointName"]
    known: dict[str, Any] = _with_names({**body, "Resources": resources}, names)
    return known


def _with_names(node: Any, names: Mapping[str, Any]) -> Any:
    """Replace references to named resources by their names."""
    if isinstance(node, list):
        return [_with_names(each, names) for each in node]
    if not isinstance(node, dict):
        return node
    referred = node.get("Ref") or node.get("Fn::GetAtt", [""])[0]
    return names[referred] if referred in names else {key: _with_names(each, names) for key, each in node.items()}
