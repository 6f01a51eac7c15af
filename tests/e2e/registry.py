"""A container registry on this machine (Debian's docker-registry), in place of ECR."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from bildtext_cli.local.ports import free_port
from tests.e2e import Missing
from tests.e2e.engine import install

_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
_START_S = 30


@dataclass(frozen=True)
class Registry:
    """`host` is the prefix of image names."""

    host: str

    def digest(self, repository: str, reference: str) -> str:
        """The registry's digest for a tag or digest. Raises HTTPError if it has no such image."""
        request = urllib.request.Request(
            f"http://{self.host}/v2/{repository}/manifests/{reference}", headers={"Accept": _MANIFEST}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            return str(answer.headers["Docker-Content-Digest"])

    def tags(self, repository: str) -> list[str]:
        """The tags of a repository."""
        with urllib.request.urlopen(f"http://{self.host}/v2/{repository}/tags/list", timeout=30) as answer:
            return list(json.load(answer)["tags"])


@contextmanager
def running_registry(folder: Path) -> Iterator[Registry]:
    """Run a registry that stores its images below `folder` until the block ends. Raises Missing."""
    if shutil.which("docker-registry") is None:
        install("docker-registry")
    host = f"localhost:{free_port()}"
    config = {
        "version": 0.1,
        "log": {"level": "error", "accesslog": {"disabled": True}},
        "storage": {"filesystem": {"rootdirectory": str(folder)}},
        "http": {"addr": host},
    }
    path = folder / "config.yml"
    path.write_text(json.dumps(config), encoding="utf-8")
    process = subprocess.Popen(["docker-registry", "serve", str(path)], stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + _START_S
        while not _answers(host):
            if process.poll() is not None or time.monotonic() > end:
                raise Missing("docker-registry does not start here.")
            time.sleep(0.1)
        yield Registry(host)
    finally:
        process.terminate()
        process.wait()


@contextmanager
def fake_ecr(registry: Registry) -> Iterator[str]:
    """A fake ECR that answers SAM's call for the login credentials before a push. Yields its address."""
    token = base64.b64encode(b"AWS:a-password").decode()
    body = {"authorizationData": [{"authorizationToken": token, "proxyEndpoint": f"http://{registry.host}"}]}

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Door) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def _answers(host: str) -> bool:
    try:
        with urllib.request.urlopen(f"http://{host}/v2/", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
