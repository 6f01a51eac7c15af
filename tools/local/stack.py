"""Brings the whole system up on this machine from template.yaml, and down again whatever happens in between."""

from __future__ import annotations

import importlib
import io
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import boto3

from tools.local import StartError
from tools.local.aws import aws_environment, environment, local_aws
from tools.local.consumer import QueueConsumer
from tools.local.deployment import deploy
from tools.local.function import Handler, LocalFunction
from tools.local.gateway import Gateway
from tools.local.template import TEMPLATE, SystemTemplate, load_template

REPOSITORY = Path(__file__).parents[2]
LoadHandler = Callable[[], Handler]


@dataclass(frozen=True)
class RunningStack:
    """A system that is up. `names` are physical names by the template's logical ids; a queue's is its URL."""

    api_url: str
    aws_endpoint: str
    names: Mapping[str, str]
    functions: Mapping[str, LocalFunction]


def load_tagging() -> Handler:
    """The real tagging handler, fresh as in a new container. Imported only here, when its environment is set."""
    return _load("tagging")


def load_description() -> Handler:
    """The same of the description function."""
    return _load("description")


def _load(function: str) -> Handler:
    wiring = importlib.import_module(f"{function}.wiring")
    for once_per_container in vars(wiring).values():
        if hasattr(once_per_container, "cache_clear"):
            once_per_container.cache_clear()
    wiring.settings()  # read now: the environment is the next function's afterwards
    handler: Handler = importlib.import_module(f"{function}.app").handler
    return handler


HANDLERS: Mapping[str, LoadHandler] = {"Tagging": load_tagging, "Description": load_description}


@contextmanager
def local_stack(
    handlers: Mapping[str, LoadHandler] = HANDLERS,
    *,
    port: int = 0,
    function_output: IO[str] | None = None,
    template: Path = TEMPLATE,
    bundle: Path | None = None,
) -> Iterator[RunningStack]:
    """Run the system until the block ends: moto, the template's resources, consumers of its queues, its API on `port`.

    `handlers` loads the handler of each function, by logical id, when the environment is set; boto3 in the block talks
    to moto only. What the functions write to stdout goes to `function_output` (default: stderr). `bundle` is the model
    folder; by default the one that the template builds into the image. Raises StartError.
    """
    with ExitStack() as stack:
        system = load_template(template)
        bundles = {name: _bundle(system, name, bundle) for name in handlers}
        # The port is taken first: when that fails, nothing has been started yet.
        functions: dict[str, LocalFunction] = {}
        gateway = Gateway(system.routes(), functions, port)
        stack.callback(gateway.stop)
        endpoint = stack.enter_context(local_aws())
        stack.enter_context(environment(aws_environment(endpoint)))
        deployment = deploy(system)
        stack.enter_context(_functions_write_to(function_output or sys.stderr))
        for name, load in handlers.items():
            properties = system.resources("AWS::Lambda::Function")[name]["Properties"]
            memory_mb = int(system.value(properties.get("MemorySize", 128)))
            stack.enter_context(
                environment(
                    {
                        **aws_environment(endpoint),
                        **deployment.environments[name],
                        **_overrides(name, deployment.environments[name], bundles[name], memory_mb),
                    }
                )
            )
            functions[name] = LocalFunction(
                name,
                load(),
                timeout_s=float(system.value(properties.get("Timeout", 3))),
                memory_mb=memory_mb,
            )
        for mapping in system.queue_mappings():
            if mapping.function not in functions:
                continue
            consumer = QueueConsumer(
                boto3.client("sqs"), deployment.names[mapping.queue], mapping, functions[mapping.function]
            )
            consumer.start()
            stack.callback(consumer.stop)
        gateway.start()
        yield RunningStack(gateway.url, endpoint, deployment.names, functions)


class _Output(io.TextIOBase):
    """What the functions see as stdout. A logger keeps the stream it was made with, also into the next stack; so it is
    always this one, and only where it leads to changes."""

    target: IO[str] = sys.stderr

    def write(self, text: str) -> int:
        return self.target.write(text)

    def flush(self) -> None:
        self.target.flush()


_OUTPUT = _Output()


@contextmanager
def _functions_write_to(target: IO[str]) -> Iterator[None]:
    _OUTPUT.target = target
    try:
        with redirect_stdout(_OUTPUT):
            yield
    finally:
        _OUTPUT.target = sys.stderr


def _bundle(system: SystemTemplate, function: str, chosen: Path | None) -> Path | None:
    """The model folder: what the image's build argument MODEL would copy to /opt/model; None where there is none."""
    resource: dict[str, Any] | None = system.resources("AWS::Lambda::Function").get(function)
    if resource is None:
        raise StartError(f"The template has no function {function}.")
    model = system.value(resource.get("Metadata", {}).get("DockerBuildArgs", {}).get("MODEL"))
    if model is None:
        return None
    bundle = chosen or REPOSITORY / "layers" / "models" / model / "bundle"
    if not (bundle / "bundle.json").is_file():
        raise StartError(f"There is no model bundle in {bundle}. Make it with: bildtext models export {model}")
    return bundle


def _overrides(function: str, given: Mapping[str, str], bundle: Path | None, memory_mb: int) -> dict[str, str]:
    """What differs from the function's image: where its files lie, and that nobody collects traces."""
    layer = REPOSITORY / "layers" / "bildtext"
    files = {
        name: str(layer / Path(value).name) for name, value in given.items() if re.fullmatch(r"/opt/\w+\.yaml", value)
    }
    return {
        **files,
        **({"MODEL_BUNDLE": str(bundle)} if bundle else {}),
        "POWERTOOLS_TRACE_DISABLED": "true",
        "AWS_XRAY_SDK_ENABLED": "false",
        "AWS_LAMBDA_FUNCTION_NAME": function,
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(memory_mb),
    }
