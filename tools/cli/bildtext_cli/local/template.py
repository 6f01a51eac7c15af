"""Reads template.yaml as AWS sees it after the SAM transform; everything that runs locally is derived from it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import yaml
from samtranslator.model.exceptions import InvalidDocumentException
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse

from bildtext_cli.checkout import ROOT
from bildtext_cli.local import StartError

REGION = "eu-central-1"
TEMPLATE = ROOT / "template.yaml"
_FUNCTION_IN_URI = re.compile(r"\$\{(\w+)\.Arn\}/invocations")
# What `sam build` would put into the template: the built image, and the archive of a function or a layer.
_IMAGE = f"123456789012.dkr.ecr.{REGION}.amazonaws.com/bildtext:local"
_ARCHIVE = {"Bucket": "build", "Key": "local"}
_CODE = "# the function runs from the checkout"

Resource = dict[str, Any]


@dataclass(frozen=True)
class Route:
    """One route of the API and the logical id of the function behind it. `path` may contain `{name}` and `{name+}`.

    `authorizer` is the name of its JWT authorizer, empty without one; a token needs one of `scopes`, if there are any.
    """

    method: str
    path: str
    function: str
    authorizer: str = ""
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True)
class QueueMapping:
    """How Lambda feeds a function from a queue (AWS::Lambda::EventSourceMapping); `filters` are event patterns."""

    queue: str
    function: str
    batch_size: int
    window_s: float
    reports_failures: bool
    filters: tuple[str, ...]


@dataclass(frozen=True)
class StreamMapping:
    """How Lambda feeds a function from the stream of a table; `attempts` include the first, `lost` is a queue."""

    table: str
    function: str
    batch_size: int
    window_s: float
    reports_failures: bool
    filters: tuple[str, ...]
    bisects: bool
    attempts: int
    lost: str


@dataclass(frozen=True)
class SystemTemplate:
    """The translated template: plain CloudFormation, with the parameters' defaults."""

    body: dict[str, Any]

    def resources(self, kind: str) -> dict[str, Resource]:
        """Return all resources of one type, like `AWS::SQS::Queue`, by logical id."""
        return {name: resource for name, resource in self.body["Resources"].items() if resource["Type"] == kind}

    def value(self, node: Any) -> Any:
        """Resolve a property: a Ref to a parameter gives its default, any other Ref or GetAtt a logical id."""
        if isinstance(node, dict) and "Ref" in node:
            return self.body.get("Parameters", {}).get(node["Ref"], {}).get("Default", node["Ref"])
        if isinstance(node, dict) and "Fn::GetAtt" in node:
            return node["Fn::GetAtt"][0]
        return node

    def queue_mappings(self) -> tuple[QueueMapping, ...]:
        """Return the event source mapping of each queue that feeds a function."""
        return tuple(
            QueueMapping(self.value(properties["EventSourceArn"]), **self._batches(properties))
            for properties in self._mappings()
            if "StartingPosition" not in properties
        )

    def stream_mappings(self) -> tuple[StreamMapping, ...]:
        """Return the event source mapping of each table whose stream feeds a function."""
        return tuple(
            StreamMapping(
                self.value(properties["EventSourceArn"]),
                **self._batches(properties),
                bisects=bool(properties.get("BisectBatchOnFunctionError", False)),
                attempts=1 + int(self.value(properties.get("MaximumRetryAttempts", -1))),
                lost=self.value(properties.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination", "")),
            )
            for properties in self._mappings()
            if "StartingPosition" in properties
        )

    def _mappings(self) -> Iterator[dict[str, Any]]:
        for resource in self.resources("AWS::Lambda::EventSourceMapping").values():
            yield resource["Properties"]

    def _batches(self, properties: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "function": self.value(properties["FunctionName"]),
            "batch_size": int(self.value(properties.get("BatchSize", 10))),
            "window_s": float(self.value(properties.get("MaximumBatchingWindowInSeconds", 0))),
            "reports_failures": "ReportBatchItemFailures" in properties.get("FunctionResponseTypes", []),
            "filters": tuple(filter_["Pattern"] for filter_ in properties.get("FilterCriteria", {}).get("Filters", [])),
        }

    def routes(self) -> tuple[Route, ...]:
        """Return every route of every HTTP API."""
        routes: list[Route] = []
        for api in self.resources("AWS::ApiGatewayV2::Api").values():
            for path, methods in api["Properties"]["Body"]["paths"].items():
                for method, operation in methods.items():
                    uri = json.dumps(operation["x-amazon-apigateway-integration"]["uri"])
                    found = _FUNCTION_IN_URI.search(uri)
                    if found is None:
                        raise StartError(f"Route {method.upper()} {path} of the template leads to no function.")
                    authorizer, scopes = next(
                        (
                            (name, scopes)
                            for requirement in operation.get("security", [])
                            for name, scopes in requirement.items()
                        ),
                        ("", []),
                    )
                    method = "ANY" if method.startswith("x-") else method.upper()
                    authorizer = "" if authorizer == "NONE" else authorizer
                    routes.append(Route(method, path, found[1], authorizer, tuple(scopes)))
        return tuple(routes)


def load_template(path: Path = TEMPLATE, parameters: Mapping[str, str] | None = None) -> SystemTemplate:
    """Read a SAM template and translate it. `parameters` overrides defaults, as in `sam deploy --parameter-overrides`.

    Raises StartError with the file and each error.
    """
    try:
        document = yaml_parse(path.read_text("utf-8"))
    except FileNotFoundError:
        raise StartError(f"There is no template at {path}.") from None
    except yaml.YAMLError as error:
        raise StartError(f"{path.name} is not YAML: {error}") from error
    if not isinstance(document, dict) or not isinstance(document.get("Resources"), dict):
        raise StartError(f"{path.name} has no Resources section.")
    for name, value in (parameters or {}).items():
        if name not in document.get("Parameters", {}):
            raise StartError(f"{path.name} has no parameter {name}.")
        document["Parameters"][name]["Default"] = value
    for resource in document["Resources"].values():
        properties = resource.get("Properties", {}) if isinstance(resource, dict) else {}
        if properties.get("PackageType") == "Image":
            properties.setdefault("ImageUri", _IMAGE)
        if properties.pop("CodeUri", None):
            properties["InlineCode"] = _CODE
        if "ContentUri" in properties:
            properties["ContentUri"] = _ARCHIVE
    try:
        # Without managed policies, which the translator would look up in IAM: the template defines its roles in full.
        body = Translator({}, Parser(), boto_session=boto3.Session(region_name=REGION)).translate(document, {})
    except InvalidDocumentException as error:
        mistakes = "; ".join(cause.message for cause in error.causes)
        raise StartError(f"{path.name} is not a valid SAM template: {mistakes}") from error
    return SystemTemplate(json.loads(json.dumps(body)))
