"""Lambda's public Python base image, or a stand-in under the same name if no registry can be reached.

The stand-in is a Debian from debootstrap with the same Python, folders, environment and entry point (base/). Its glibc
is newer than Amazon Linux's, so a test checks that the wheels in the images run on Amazon Linux.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from bildtext_cli.deploy import STAND_IN
from tests.e2e import REPOSITORY, Missing
from tests.e2e.engine import docker, install, run
from tests.e2e.sam import EMULATOR

BASE = Path(__file__).parent / "base"
RELEASE = "trixie"  # the Debian whose Python is that of the base image
_DEBIAN = "bildtext-debian"
_PACKAGES = "python3,python3-pip,ca-certificates"
_CERTIFICATES = Path("etc/ssl/certs/ca-certificates.crt")


def base_image_name() -> str:
    """The base image in the Lambda functions' Dockerfiles, which all use the same."""
    texts = [path.read_text("utf-8") for path in (REPOSITORY / "functions").glob("*/Dockerfile")]
    (name,) = {name for text in texts for name in re.findall(r"^ARG BASE_IMAGE=(\S+)$", text, re.M)}
    return str(name)


def ensure_base_image() -> str:
    """Make the base image available in the engine: pulled, or else a stand-in. Returns a description of which it is.

    Raises:
        Missing: neither is possible on this machine.
    """
    name = base_image_name()
    exists = run(["docker", "image", "inspect", name]).returncode == 0
    label = docker("inspect", "--format", f'{{{{index .Config.Labels "{STAND_IN}"}}}}', name) if exists else None
    if label != _checksum():
        if label == "" or run(["docker", "pull", "--quiet", name]).returncode == 0:
            return f"{name} from its registry"
        _build(name)
    return f"a stand-in for {name}, which cannot be pulled here"


def _build(name: str) -> None:
    if shutil.which("debootstrap") is None:
        install("debootstrap")
    with tempfile.TemporaryDirectory() as temporary:
        root, context = Path(temporary, "root"), Path(temporary, "context")
        done = run(["debootstrap", "--variant=minbase", f"--include={_PACKAGES}", RELEASE, str(root)])
        if done.returncode:
            error = (done.stdout + done.stderr).decode(errors="replace").strip().rsplit("\n", 1)[-1]
            raise Missing(f"debootstrap cannot make a Debian here (it needs root and Debian's packages): {error}")
        # pip in a build must trust the same certificates as this machine.
        shutil.copy(Path("/") / _CERTIFICATES, root / _CERTIFICATES)
        (root / "etc" / "pip.conf").write_text(f"[global]\ncert = /{_CERTIFICATES}\n", encoding="utf-8")
        for unused in ("var/cache/apt", "var/lib/apt/lists", "usr/share/doc", "usr/share/man", "usr/share/locale"):
            shutil.rmtree(root / unused, ignore_errors=True)
        with subprocess.Popen(["tar", "-C", str(root), "-c", "."], stdout=subprocess.PIPE) as tar:
            subprocess.run(["docker", "import", "-", _DEBIAN], stdin=tar.stdout, capture_output=True, check=True)
        shutil.copytree(BASE, context)
        shutil.copy(EMULATOR, context / "aws-lambda-rie")
        docker("build", "--quiet", "--label", f"{STAND_IN}={_checksum()}", "--tag", name, str(context))


def _checksum() -> str:
    """A checksum of the stand-in's inputs, so that it is rebuilt when they change."""
    parts = [path.read_bytes() for path in sorted(BASE.iterdir())] + [RELEASE.encode(), _PACKAGES.encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]
