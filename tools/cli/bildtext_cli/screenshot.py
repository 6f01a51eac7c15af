"""Takes a picture of the page with an installed Chromium or Chrome."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

_BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_MACOS: Final = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
_OPTIONS: Final = (
    "--headless",
    "--hide-scrollbars",
    "--no-first-run",
    "--no-proxy-server",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--window-size=1280,900",
    "--timeout=10000",  # milliseconds; then the picture shows what is there
)
_LONGEST_S: Final = 40
HOW_TO_GET_ONE: Final = "install Chromium (`apt-get install chromium`, or any Chrome) for a picture of the page"


def browser() -> str | None:
    """The path of an installed browser, None if there is none."""
    found = next((path for name in _BROWSERS if (path := shutil.which(name))), None)
    return found or (str(_MACOS) if _MACOS.is_file() else None)


def take(url: str, picture: Path, program: str) -> str:
    """Write a PNG of the page at `url`. Returns why that failed, empty if it did not."""
    picture.unlink(missing_ok=True)
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []  # Chromium's sandbox refuses root
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [program, *_OPTIONS, *root, f"--user-data-dir={profile}", f"--screenshot={picture.resolve()}", url]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=_LONGEST_S, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            return str(error)
    if picture.is_file():
        return ""
    return done.stderr.strip().rsplit("\n", 1)[-1] or f"{program} ended with code {done.returncode}"
