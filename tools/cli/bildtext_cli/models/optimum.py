"""optimum-intel, which converts language models for OpenVINO, in an environment of its own below build/.

It wants an older transformers than this project, so it is run in a process of its own, for which a few packages of the
versions it was made for lie over those that are installed. torch, OpenVINO and NNCF are the project's.
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

# transformers 5.2 is the one version for which optimum-intel 2.2 knows Qwen3.5. It asks for torchvision, too, which no
# language model needs: hence these packages and not what they depend on.
PACKAGES = (
    "optimum==2.3.0",
    "optimum-intel==2.2.0",
    "transformers==5.2.0",
    "tokenizers==0.22.2",
    "huggingface-hub==1.21.0",
    "httpx==0.28.1",
    "httpcore==1.0.9",
)

_ERROR = re.compile(r"[\w.]+(?:Error|Exception)\b")  # the last line of a traceback, which may say more below


def convert(arguments: Sequence[str]) -> None:
    """Run `optimum-cli export openvino` with `arguments`, installing it first when it is not there.

    Raises:
        BundleError: it cannot be installed, or the model cannot be converted; with the last of what it said.
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
    """The folder of the packages; made by the first call, with pip, in less than a minute."""
    wanted = hashlib.sha256("\n".join(PACKAGES).encode()).hexdigest()
    stamp = FOLDER / "packages.sha256"
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != wanted:
        shutil.rmtree(FOLDER, ignore_errors=True)
        install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(FOLDER), *PACKAGES]
        _run(install, "optimum-intel cannot be installed", dict(os.environ))
        stamp.write_text(wanted, encoding="utf-8")
    # In that process, too, nobody is told of the use (bildtext/__init__.py).
    (FOLDER / "openvino_telemetry.py").write_text("raise ImportError\n", encoding="utf-8")
    return FOLDER


def _run(command: Sequence[str], failed: str, environ: dict[str, str]) -> None:
    # Without a terminal nothing in there can ask whether to run code that a repository brings along.
    done = subprocess.run(command, env=environ, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.strip()]
        errors = [line for line in said if _ERROR.match(line)] or said or [f"exit status {done.returncode}"]
        raise BundleError(f"{failed}: {errors[-1]}")
