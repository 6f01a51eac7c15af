"""Starts the complete system on this machine from template.yaml, and always stops it again."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

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
from bildtext_cli.local.stream_consumer import StreamConsumer
from bildtext_cli.local.template import TEMPLATE, SystemTemplate, load_template

if TYPE_CHECKING:
    from bildtext_cli.local.cognito import UserPool


@dataclass(frozen=True)
class RunningStack:
    """A running system. `names` maps the template's logical ids to physical names; a queue's is its URL.

    `functions` and `consumers` are keyed by the logical id of the function and of the queue. `users` is None without
    login.
    """

    api_url: str
    aws_endpoint: str
    names: Mapping[str, str]
    functions: Mapping[str, LocalFunction]
    consumers: Mapping[str, QueueConsumer]
    users: UserPool | None = None
    login_url: str = ""


# The CMD of each function's image, or the handler of its archive, by its logical id.
HANDLERS: Mapping[str, str] = {
    "Tagging": "tagging.app.handler",
    "Description": "description.app.handler",
    "Catalogue": "catalogue.app.handler",
}
_PATIENCE_S = 5  # wait for a batch in flight when the system stops


@contextmanager
def local_stack(
    handlers: Mapping[str, str] = HANDLERS,
    *,
    port: int = 0,
    function_output: IO[str] | None = None,
    template: Path = TEMPLATE,
    bundle: Path | None = None,
    login: bool = False,
) -> Iterator[RunningStack]:
    """Run the system until the block ends: moto, the template's resources, consumers of its queues and of its table's
    stream, its page and its API on `port`.

    `handlers` names the handler of each function, by logical id; each runs in a separate process. Within the block
    boto3 only talks to moto. The functions' output goes to `function_output` (default: stderr). `bundle` is the model
    folder, by default the one that the template builds into the image. With `login` the page and the API demand a
    login, at moto's Cognito; else every request is that of a local user with all rights. Raises StartError.
    """
    with ExitStack() as stack:
        system = load_template(template)
        _refuse_without_script(handlers)
        bundles = {name: _bundle(system, name, bundle) for name in handlers}
        # Bind the port first: if that fails, nothing has been started yet.
        functions: dict[str, LocalFunction] = {}
        gateway = Gateway(system.routes(), functions, port)
        stack.callback(gateway.stop)
        endpoint = stack.enter_context(local_aws())
        stack.enter_context(environment(aws_environment(endpoint)))
        users, login_url = _login(stack, system, gateway, endpoint) if login else (None, "")
        deployment = deploy(system, {"PageUrl": gateway.url, **_of_pool(users)})
        local = _local_variables(users, login_url)
        for name, handler in handlers.items():
            settings = _settings(system, deployment, name, handler, bundles[name], local)
            functions[name] = LocalFunction(settings, function_output or sys.stderr)
            stack.callback(functions[name].close)
        for function in functions.values():  # they start in parallel
            function.wait_until_ready()
        consumers = {
            mapping.queue: QueueConsumer(
                boto3.client("sqs"), deployment.names[mapping.queue], mapping, functions[mapping.function]
            )
            for mapping in system.queue_mappings()
            if mapping.function in functions
        }
        running: list[QueueConsumer | StreamConsumer] = [*consumers.values()]
        running += _stream_consumers(system, deployment, functions)
        for consumer in running:
            consumer.start()
            stack.callback(consumer.stop, _PATIENCE_S)
        gateway.start()
        yield RunningStack(gateway.url, endpoint, deployment.names, functions, consumers, users, login_url)


def _refuse_without_script(handlers: Mapping[str, str]) -> None:
    """The page's own scripts rely on htmx, which is not committed."""
    package = find_spec("catalogue") if handlers.get("Catalogue") == HANDLERS["Catalogue"] else None
    if package and package.origin and not (script := Path(package.origin).parent / "static" / "htmx.min.js").is_file():
        raise StartError(f"There is no {script}. Fetch it with: python tools/cli/bildtext_cli/assets.py")


def _login(stack: ExitStack, system: SystemTemplate, gateway: Gateway, endpoint: str) -> tuple[UserPool, str]:
    """Create the users and their login page, and let the gateway demand their tokens."""
    # Imported here, because they load a library of cryptography, which a system without login does not need.
    from bildtext_cli.local.cognito import create_user_pool
    from bildtext_cli.local.login_page import LoginPage

    users = create_user_pool(system, endpoint)
    page = LoginPage(users, gateway.url)
    page.start()
    stack.callback(page.stop)
    gateway.authorizers = {route.authorizer: users.authorizer() for route in system.routes() if route.authorizer}
    return users, page.url


def _of_pool(users: UserPool | None) -> dict[str, str]:
    return {"UserPool": users.id, **users.clients} if users else {}


def _local_variables(users: UserPool | None, login_url: str) -> dict[str, str]:
    """Variables whose values on AWS are of services that moto lacks: the keys, and Cognito's login page."""
    state = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "bildtext"
    return {
        "SIGNING_KEY_ID": "",
        "SIGNING_KEY_FILE": str(state / "signing-key.pem"),
        "SEAL_KEY_ID": "",
        "SEAL_KEY_FILE": str(state / "seal-key"),
        "LOGIN_URL": login_url,
        **({"TOKEN_KEYS": users.keys_url} if users else {}),
    }


def _stream_consumers(
    system: SystemTemplate, deployment: Deployment, functions: Mapping[str, LocalFunction]
) -> Iterator[StreamConsumer]:
    for mapping in system.stream_mappings():
        if mapping.function in functions:
            table = boto3.client("dynamodb").describe_table(TableName=deployment.names[mapping.table])["Table"]
            yield StreamConsumer(
                boto3.client("dynamodbstreams"),
                boto3.client("sqs"),
                table["LatestStreamArn"],
                deployment.names.get(mapping.lost, ""),
                mapping,
                functions[mapping.function],
            )


def _settings(
    system: SystemTemplate,
    deployment: Deployment,
    name: str,
    handler: str,
    bundle: Path | None,
    local: Mapping[str, str],
) -> FunctionSettings:
    properties = system.resources("AWS::Lambda::Function")[name]["Properties"]
    memory_mb = int(system.value(properties.get("MemorySize", 128)))
    given = deployment.environments[name]
    return FunctionSettings(
        name,
        handler,
        timeout_s=float(system.value(properties.get("Timeout", 3))),
        memory_mb=memory_mb,
        environment={
            **os.environ,
            **given,
            **{name: value for name, value in local.items() if name in given},
            **_overrides(name, given, bundle, memory_mb),
        },
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
