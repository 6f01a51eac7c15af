"""Starts the complete system on this machine from template.yaml, and always stops it again."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import boto3

from bildtext.layer_files import layer_file
from bildtext_cli.checkout import LAYERS
from bildtext_cli.local import StartError
from bildtext_cli.local.aws import aws_environment, environment, local_aws
from bildtext_cli.local.consumer import QueueConsumer
from bildtext_cli.local.deployment import Deployment, deploy
from bildtext_cli.local.execution import FunctionSettings
from bildtext_cli.local.function import LocalFunction
from bildtext_cli.local.gateway import Gateway
from bildtext_cli.local.template import TEMPLATE, SystemTemplate, load_template


@dataclass(frozen=True)
class RunningStack:
    """A running system. `names` maps the template's logical ids to physical names; a queue's is its URL.

    `functions` and `consumers` are keyed by the logical id of the function and of the queue.
    """

    api_url: str
    aws_endpoint: str
    names: Mapping[str, str]
    functions: Mapping[str, LocalFunction]
    consumers: Mapping[str, QueueConsumer]


# The CMD of each function's image, by its logical id.
HANDLERS: Mapping[str, str] = {"Tagging": "tagging.app.handler", "Description": "description.app.handler"}
_PATIENCE_S = 5  # wait for a batch in flight when the system stops


@contextmanager
def local_stack(
    handlers: Mapping[str, str] = HANDLERS,
    *,
    port: int = 0,
    function_output: IO[str] | None = None,
    template: Path = TEMPLATE,
    bundle: Path | None = None,
) -> Iterator[RunningStack]:
    """Run the system until the block ends: moto, the template's resources, consumers of its queues, its API on `port`.

    `handlers` names the handler of each function, by logical id; each runs in a separate process. Within the block
    boto3 only talks to moto. The functions' output goes to `function_output` (default: stderr). `bundle` is the model
    folder, by default the one that the template builds into the image. Raises StartError.
    """
    with ExitStack() as stack:
        system = load_template(template)
        bundles = {name: _bundle(system, name, bundle) for name in handlers}
        # Bind the port first: if that fails, nothing has been started yet.
        functions: dict[str, LocalFunction] = {}
        gateway = Gateway(system.routes(), functions, port)
        stack.callback(gateway.stop)
        endpoint = stack.enter_context(local_aws())
        stack.enter_context(environment(aws_environment(endpoint)))
        deployment = deploy(system)
        for name, handler in handlers.items():
            settings = _settings(system, deployment, name, handler, bundles[name])
            functions[name] = LocalFunction(settings, function_output or sys.stderr)
            stack.callback(functions[name].close)
        for function in functions.values():  # they start in parallel
            function.wait_until_ready()
        consumers: dict[str, QueueConsumer] = {}
        for mapping in system.queue_mappings():
            if mapping.function not in functions:
                continue
            consumer = QueueConsumer(
                boto3.client("sqs"), deployment.names[mapping.queue], mapping, functions[mapping.function]
            )
            consumers[mapping.queue] = consumer
            consumer.start()
            stack.callback(consumer.stop, _PATIENCE_S)
        gateway.start()
        yield RunningStack(gateway.url, endpoint, deployment.names, functions, consumers)


def _settings(
    system: SystemTemplate, deployment: Deployment, name: str, handler: str, bundle: Path | None
) -> FunctionSettings:
    properties = system.resources("AWS::Lambda::Function")[name]["Properties"]
    memory_mb = int(system.value(properties.get("MemorySize", 128)))
    given = deployment.environments[name]
    return FunctionSettings(
        name,
        handler,
        timeout_s=float(system.value(properties.get("Timeout", 3))),
        memory_mb=memory_mb,
        environment={**os.environ, **given, **_overrides(name, given, bundle, memory_mb)},
    )


def _bundle(system: SystemTemplate, function: str, chosen: Path | None) -> Path | None:
    """Return the model folder that the build argument MODEL copies to /opt/model; None for an image without a model."""
    resource: dict[str, Any] | None = system.resources("AWS::Lambda::Function").get(function)
    if resource is None:
        raise StartError(f"The template has no function {function}.")
    model = system.value(resource.get("Metadata", {}).get("DockerBuildArgs", {}).get("MODEL"))
    if model is None:
        return None
    bundle = chosen or LAYERS / "models" / model / "bundle"
    if not (bundle / "bundle.json").is_file():
        raise StartError(f"There is no model bundle in {bundle}. Make it with: bildtext models export {model}")
    return bundle


def _overrides(function: str, given: Mapping[str, str], bundle: Path | None, memory_mb: int) -> dict[str, str]:
    """Return the variables that differ from the function's image: paths of its files, and tracing turned off."""
    files = {
        name: str(layer_file(Path(value).name))
        for name, value in given.items()
        if re.fullmatch(r"/opt/\w+\.yaml", value)
    }
    return {
        **files,
        **({"MODEL_BUNDLE": str(bundle)} if bundle else {}),
        "POWERTOOLS_TRACE_DISABLED": "true",
        "AWS_XRAY_SDK_ENABLED": "false",
        "AWS_LAMBDA_FUNCTION_NAME": function,
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(memory_mb),
    }
