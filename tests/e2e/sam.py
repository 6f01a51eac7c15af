"""The SAM command line; the Makefile installs it into a separate environment because it pins boto3."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.e2e import REPOSITORY, WORK

ENVIRONMENT = REPOSITORY / "build" / "sam"
SAM = ENVIRONMENT / "bin" / "sam"
EMULATOR = next(ENVIRONMENT.glob("lib/python*/site-packages/samcli/local/rapid/aws-lambda-rie-x86_64"), Path("missing"))
_LONGEST_S = 900
BUILT = REPOSITORY / ".aws-sam" / "build" / "template.yaml"


class SamFailed(Exception):
    """A SAM command failed; the message is its output."""


def sam(*arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run a SAM command in the repository's root. Raises SamFailed."""
    done = subprocess.run(
        [SAM, *arguments],
        cwd=REPOSITORY,
        env=sam_environment(),
        input=stdin,
        capture_output=True,
        text=True,
        timeout=_LONGEST_S,
        check=False,
    )
    if done.returncode:
        raise SamFailed(f"sam {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
    return done


def sam_environment() -> dict[str, str]:
    """The environment of SAM's processes: no telemetry and no AWS account."""
    return {
        "AWS_REGION": "eu-central-1",
        "AWS_DEFAULT_REGION": "eu-central-1",
        **os.environ,
        "SAM_CLI_TELEMETRY": "0",
        "SAM_CLI_POLL_MESSAGES": "0",
        "__SAM_CLI_APP_DIR": str(WORK / "sam"),
    }
