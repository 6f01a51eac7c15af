"""template.yaml deployed to moto's server, and its functions invoked in their containers by SAM."""

from __future__ import annotations

import json
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import yaml
from samtranslator.yaml_helper import yaml_parse

from bildtext_cli.local.aws import aws_environment, environment, local_aws
from bildtext_cli.local.deployment import STACK_NAME, Deployment, deploy
from bildtext_cli.local.gateway import Gateway
from bildtext_cli.local.ports import free_port
from bildtext_cli.local.template import load_template
from tests.deployed_function import DeployedFunction, listen_to, named_template, seal_key
from tests.e2e import REPOSITORY, WORK
from tests.e2e.engine import docker
from tests.e2e.isolated_network import idle_container, network_of
from tests.e2e.sam import BUILT, SAM, sam, sam_environment

IMAGES = ("Tagging", "Description")
NETWORK = "bildtext-e2e"  # an internal Docker network: moto's server and the functions' containers
_LOCAL = ("--skip-pull-image", f"--docker-network={NETWORK}")  # the images are built here
_START_S = 120


@dataclass
class System:
    """The deployed stack. `names` are physical names by the template's logical ids; a queue's is its URL."""

    endpoint: str
    template: Path
    deployment: Deployment

    @property
    def names(self) -> Mapping[str, str]:
        return self.deployment.names

    def function(self, name: str) -> SamFunction:
        """A function by its logical id."""
        return SamFunction(name, self)

    def deployed_function(self, name: str) -> DeployedFunction:
        """A function by its logical id, with its AWS resources."""
        listener = listen_to(STACK_NAME)
        return DeployedFunction(
            self.function(name), boto3.client("s3"), boto3.client("dynamodb"), listener, self.names["ArticleTable"]
        )

    def reset(self) -> None:
        """Delete everything and deploy again."""
        urllib.request.urlopen(urllib.request.Request(f"{self.endpoint}/moto-api/reset", method="POST"), timeout=30)  # noqa: S310 (our own)
        self.deployment = deploy(named_template(), {"SealKey": seal_key()})

    @contextmanager
    def api(self) -> Iterator[str]:
        """Serve the API with the functions in their containers until the block ends; yields its address.

        The gateway is the local system's, which sends the claims of a user with all rights. `start_api` has no JWT
        authorizers and sends none.
        """
        functions = {name: self.function(name) for name in IMAGES}
        gateway = Gateway(load_template().routes(), functions)
        gateway.start()
        try:
            yield gateway.url
        finally:
            gateway.stop()

    @contextmanager
    def start_api(self) -> Iterator[str]:
        """Run `sam local start-api` until the block ends; yields its address."""
        port = free_port()
        log = WORK / "start-api.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [SAM, "local", "start-api", f"--template={self.template}", f"--port={port}", *_LOCAL],
                cwd=REPOSITORY,
                env=sam_environment(),
                stdout=output,
                stderr=output,
            )
            try:
                end = time.monotonic() + _START_S
                while f"Running on http://127.0.0.1:{port}" not in log.read_text("utf-8"):
                    if process.poll() is not None or time.monotonic() > end:
                        raise RuntimeError(f"sam local start-api does not start:\n{log.read_text('utf-8')}")
                    time.sleep(0.2)
                yield f"http://127.0.0.1:{port}"
            finally:
                process.terminate()
                process.wait()


@dataclass(frozen=True)
class SamFunction:
    """A function; every invocation is a `sam local invoke` in a new container."""

    name: str
    system: System

    def invoke(self, event: Mapping[str, Any]) -> Any:
        """The function's answer. Its log is written to build/e2e."""
        template = f"--template={self.system.template}"
        done = sam("local", "invoke", self.name, "--event=-", template, *_LOCAL, stdin=json.dumps(event))
        (WORK / f"{self.name}.log").write_text(done.stderr, encoding="utf-8")
        return json.loads(done.stdout)


@contextmanager
def running_system() -> Iterator[System]:
    """Run moto's server with the deployed stack until the block ends; boto3 in the block connects only to it.

    Requires the images of `sam build`.
    """
    WORK.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        docker("network", "rm", NETWORK, check=False)
        docker("network", "create", "--internal", NETWORK)
        stack.callback(docker, "network", "rm", NETWORK)
        anchor = stack.enter_context(idle_container(NETWORK))
        with network_of(anchor.pid):  # the containers' network, not reachable from elsewhere
            endpoint = stack.enter_context(local_aws(anchor.address))
        stack.enter_context(environment(aws_environment(endpoint)))
        deployment = deploy(named_template(), {"SealKey": seal_key()})
        yield System(endpoint, _template_for_moto(endpoint, deployment), deployment)


def _template_for_moto(endpoint: str, deployment: Deployment) -> Path:
    """The template written by `sam build`, with the deployment's environment variables and moto's endpoint.

    (SAM's --env-vars sets only variables named in the template, which does not include AWS_ENDPOINT_URL.)
    """
    built = yaml_parse(BUILT.read_text("utf-8"))
    for name, given in deployment.environments.items():
        variables = built["Resources"][name]["Properties"]["Environment"]["Variables"]
        variables |= {**given, **aws_environment(endpoint)}
    # An HTTP API passes every binary body as base64; SAM only the types listed in an OpenAPI document.
    binary = {"openapi": "3.0.1", "paths": {}, "x-amazon-apigateway-binary-media-types": ["image/jpeg"]}
    built["Resources"]["Api"]["Properties"]["DefinitionBody"] = binary
    path = BUILT.with_name("for-moto.yaml")
    path.write_text(yaml.safe_dump(json.loads(json.dumps(built)), sort_keys=False), encoding="utf-8")
    return path
