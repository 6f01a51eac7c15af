"""The template deployed to an AWS on an island, and each of its functions in a container there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

import boto3

from bildtext_cli.local.aws import aws_environment, environment, local_aws
from bildtext_cli.local.deployment import STACK_NAME, Deployment, deploy
from bildtext_cli.local.template import SystemTemplate
from tests.deployed_function import DeployedFunction, listen_to, named_template
from tests.e2e.isolated_network import Container, function_container, isolated_network

IMAGES = {"Tagging": "tagging:tagging", "Description": "description:description"}  # as `sam build` names them


@dataclass(frozen=True)
class DeployedStack:
    """`network` is the island's, `endpoint` its AWS; `told` is a queue that hears everything on the article bus."""

    network: str
    endpoint: str
    template: SystemTemplate
    deployment: Deployment
    told: Any

    def container(self, function: str, *options: str, **changed: str | None) -> AbstractContextManager[Container]:
        """A function by its logical id, set up as the template says but for variables changed or, by None, left out."""
        variables = {
            **aws_environment(self.endpoint),
            **self.deployment.environments[function],
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(self.memory_mb(function)),
            **changed,
        }
        given = {name: value for name, value in variables.items() if value is not None}
        return function_container(IMAGES[function], self.network, given, self.memory_mb(function), *options)

    def memory_mb(self, function: str) -> int:
        """Its MemorySize."""
        properties = self.template.resources("AWS::Lambda::Function")[function]["Properties"]
        return int(self.template.value(properties["MemorySize"]))

    def deployed_function(self, container: Container) -> DeployedFunction:
        """A function seen from outside."""
        table = self.deployment.names["ArticleTable"]
        return DeployedFunction(container, boto3.client("s3"), boto3.client("dynamodb"), self.told, table)


@contextmanager
def deployed_stack() -> Iterator[DeployedStack]:
    """Be on an island with an AWS until the block ends."""
    template = named_template()
    with isolated_network() as network, local_aws() as endpoint, environment(aws_environment(endpoint)):
        yield DeployedStack(network, endpoint, template, deploy(template), listen_to(STACK_NAME))
