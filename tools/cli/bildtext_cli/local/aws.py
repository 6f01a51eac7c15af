"""AWS on this machine: moto's server in a child process, and the environment that makes boto3 use only that."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from bildtext_cli.local import StartError
from bildtext_cli.local.template import REGION

# Variables that could make boto3 use a real account or bypass the local endpoint.
_REAL_ACCOUNT = (
    "AWS_PROFILE",
    "AWS_DEFAULT_PROFILE",
    "AWS_SESSION_TOKEN",
    "AWS_ROLE_ARN",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
    "AWS_USE_FIPS_ENDPOINT",
    "AWS_USE_DUALSTACK_ENDPOINT",
)


@contextmanager
def local_aws(host: str = "127.0.0.1") -> Iterator[str]:
    """Run moto's server on a free port of `host`; yields its address, `http://<host>:<port>`. Raises StartError."""
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "bildtext_cli.local.moto_process", host],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            env={**os.environ, "MOTO_DISABLE_GLOBAL_CORS": "true"},  # CORS headers are only for browsers
            start_new_session=True,  # Ctrl-C reaches only us; we then stop it in our order
        )
        assert process.stdin is not None  # noqa: S101 (for mypy: both are pipes)
        assert process.stdout is not None  # noqa: S101
        try:
            port = process.stdout.readline().strip()
            if not port:
                process.wait()
                errors.seek(0)
                last = errors.read().decode(errors="replace").strip().rsplit("\n", 1)[-1]
                raise StartError(f"moto's server did not start: {last or f'it ended with code {process.returncode}'}")
            yield f"http://{host}:{int(port)}"
        finally:
            process.stdin.close()
            try:
                process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            process.stdout.close()


def aws_environment(endpoint: str) -> dict[str, str]:
    """Return the variables that make boto3 use `endpoint` with dummy credentials."""
    return {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "NO_PROXY": "127.0.0.1,localhost",
        "no_proxy": "127.0.0.1,localhost",
    }


@contextmanager
def environment(variables: Mapping[str, str]) -> Iterator[None]:
    """Set variables and remove those that could select a real account; restore all of them at the end."""
    before = dict(os.environ)
    for name in [name for name in before if name in _REAL_ACCOUNT or name.startswith("AWS_ENDPOINT_URL_")]:
        del os.environ[name]
    os.environ.update(variables)
    try:
        yield
    finally:
        for name in set(os.environ) - set(before):
            del os.environ[name]
        os.environ.update(before)
