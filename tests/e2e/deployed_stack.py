"""The template deployed to moto on an isolated network, and each of its functions in a container there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

import boto3

from bildtext_cli.local.aws import aws_environment, environment, local_aws
from bildtext_cli.local.deployment import STACK_NAME, Deployment, deploy
from bildtext_cli.local.template import SystemTemplate
from tests.deployed_function import DeployedFunction, listen_to, named_template, seal_key
from tests.e2e.isolated_network import Container, function_container, isolated_network

IMAGES = {"Tagging": "tagging:tagging", "Description": "description:description"}  # as `sam build` names them


@dataclass(frozen=True)
class DeployedStack:
    """`network` is the isolated network, `endpoint` moto's URL on it, `listener` a queue of all published events."""

    network: str
    endpoint: str
    template: SystemTemplate
    deployment: Deployment
    listener: Any

    def container(self, function: str, *options: str, **changed: str | None) -> AbstractContextManager[Container]:
        """A function by its logical id, with the template's variables, changed by `changed` (None removes one)."""
        variables = {
            **aws_environment(self.endpoint),
            **self.deployment.environments[function],
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(self.memory_mb(function)),
            **changed,
        }
        defined = {name: value for name, value in variables.items() if value is not None}
        return function_container(IMAGES[function], self.network, defined, self.memory_mb(function), *options)

    def memory_mb(self, function: str) -> int:
        """Its MemorySize."""
        properties = self.template.resources("AWS::Lambda::Function")[function]["Properties"]
        return int(self.template.value(properties["MemorySize"]))

    def deployed_function(self, container: Container) -> DeployedFunction:
        """The function in `container`, with its AWS resources."""
        table = self.deployment.names["ArticleTable"]
        return DeployedFunction(container, boto3.client("s3"), boto3.client("dynamodb"), self.listener, table)


@contextmanager
def deployed_stack() -> Iterator[DeployedStack]:
    """Deploy the template to moto on an isolated network until the block ends; the thread is on that network."""
    template = named_template()
    with isolated_network() as network, local_aws() as endpoint, environment(aws_environment(endpoint)):
        yield DeployedStack(
            network, endpoint, template, deploy(template, {"SealKey": seal_key()}), listen_to(STACK_NAME)
        )
