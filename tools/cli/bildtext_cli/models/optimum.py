"""Runs optimum-intel, which converts language models for OpenVINO, in a separate environment below build/.

It needs an older transformers than this project, so it runs in a separate process in which packages of the versions it
supports shadow the installed ones. torch, OpenVINO and NNCF are the project's.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from bildtext.errors import BundleError
from bildtext_cli.checkout import BUILD

FOLDER = BUILD / "optimum"

# transformers 5.2 is the only version with which optimum-intel 2.2 supports Qwen3.5. These are installed without their
# dependencies, because one is torchvision, which no language model needs.
PACKAGES = (
    "optimum==2.3.0",
    "optimum-intel==2.2.0",
    "transformers==5.2.0",
    "tokenizers==0.22.2",
    "huggingface-hub==1.21.0",
    "httpx==0.28.1",
    "httpcore==1.0.9",
)

_ERROR = re.compile(r"[\w.]+(?:Error|Exception)\b")  # the last line of a traceback; its message may continue below


def convert(arguments: Sequence[str]) -> None:
    """Run `optimum-cli export openvino` with `arguments`, installing it first if needed.

    Raises:
        BundleError: it cannot be installed, or the model cannot be converted; the message includes its last error.
    """
    folder = environment()
    paths = os.pathsep.join(filter(None, (str(folder), os.environ.get("PYTHONPATH"))))
    offline = {"HF_HUB_OFFLINE": "1", "HF_HUB_DISABLE_PROGRESS_BARS": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}
    _run(
        [sys.executable, "-m", "optimum.commands.optimum_cli", "export", "openvino", *arguments],
        "The model cannot be converted",
        {**os.environ, **offline, "PYTHONPATH": paths},
    )


def environment() -> Path:
    """Return the folder of the packages; the first call installs them with pip, in less than a minute."""
    wanted = hashlib.sha256("\n".join(PACKAGES).encode()).hexdigest()
    stamp = FOLDER / "packages.sha256"
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != wanted:
        shutil.rmtree(FOLDER, ignore_errors=True)
        install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(FOLDER), *PACKAGES]
        _run(install, "optimum-intel cannot be installed", dict(os.environ))
        stamp.write_text(wanted, encoding="utf-8")
    # Disable telemetry in that process as well (bildtext/__init__.py).
    (FOLDER / "openvino_telemetry.py").write_text("raise ImportError\n", encoding="utf-8")
    return FOLDER


def _run(command: Sequence[str], failed: str, environ: dict[str, str]) -> None:
    # Without a terminal it cannot prompt for permission to run a repository's code.
    done = subprocess.run(command, env=environ, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        errors = [line for line in lines if _ERROR.match(line)] or lines or [f"exit status {done.returncode}"]
        raise BundleError(f"{failed}: {errors[-1]}")
