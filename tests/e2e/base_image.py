"""Lambda's public Python base image; where no registry can be reached, a stand-in for it under the same name.

The stand-in is a Debian from debootstrap with the same Python, folders, environment and entry point (base/). Its glibc
is newer than Amazon Linux's, so that a test compares the wheels in the images with what Amazon Linux has.
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
    """The base image that the Lambda functions' Dockerfiles name; all name the same."""
    texts = [path.read_text("utf-8") for path in (REPOSITORY / "functions").glob("*/Dockerfile")]
    (name,) = {name for text in texts for name in re.findall(r"^ARG BASE_IMAGE=(\S+)$", text, re.M)}
    return str(name)


def ensure_base_image() -> str:
    """Have the base image in the engine: pulled, or else a stand-in. Returns which of the two it is, in words.

    Raises:
        Missing: neither can be had here.
    """
    name = base_image_name()
    there = run(["docker", "image", "inspect", name]).returncode == 0
    label = docker("inspect", "--format", f'{{{{index .Config.Labels "{STAND_IN}"}}}}', name) if there else None
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
        made = run(["debootstrap", "--variant=minbase", f"--include={_PACKAGES}", RELEASE, str(root)])
        if made.returncode:
            said = (made.stdout + made.stderr).decode(errors="replace").strip().rsplit("\n", 1)[-1]
            raise Missing(f"debootstrap cannot make a Debian here (it wants root and Debian's packages): {said}")
        # pip in a build must trust whom this machine trusts.
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
    """Of everything that the stand-in is made of, so that it is made anew when that changes."""
    parts = [path.read_bytes() for path in sorted(BASE.iterdir())] + [RELEASE.encode(), _PACKAGES.encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]
