"""Scripts of others come from the registry with their pinned hash, or an error says what to do; pip is the real one."""

from __future__ import annotations

import hashlib
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from bildtext_cli import assets
from bildtext_cli.assets import ASSETS, Asset, AssetMissing, fetch

CONTENT = b"window.x = 1\n"


@pytest.fixture
def asset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Asset:
    """A file in a wheel of a registry on this machine."""
    registry = tmp_path / "registry"
    registry.mkdir()
    with zipfile.ZipFile(registry / "scripts-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("scripts/x.min.js", CONTENT)
        wheel.writestr("scripts-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: scripts\nVersion: 1.0\n")
        wheel.writestr("scripts-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr("scripts-1.0.dist-info/RECORD", "")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(registry))
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    target = tmp_path / "static" / "x.min.js"
    return Asset("scripts==1.0", "scripts/x.min.js", hashlib.sha256(CONTENT).hexdigest(), target)


def test_a_file_is_fetched_once(asset: Asset, monkeypatch: pytest.MonkeyPatch) -> None:
    assert fetch(asset).read_bytes() == CONTENT
    monkeypatch.setattr(sys, "executable", "no-python")
    assert fetch(asset).read_bytes() == CONTENT, "without asking again"


def test_a_changed_file_is_replaced(asset: Asset) -> None:
    asset.target.parent.mkdir()
    asset.target.write_bytes(b"something else")
    assert fetch(asset).read_bytes() == CONTENT


def test_a_file_with_another_hash_is_refused_and_not_written(asset: Asset) -> None:
    with pytest.raises(AssetMissing, match=r"scripts/x.min.js of scripts==1.0 has the SHA-256 [0-9a-f]{64}, expected"):
        fetch(replace(asset, sha256="0" * 64))
    assert not asset.target.exists()


def test_a_registry_without_it_is_said_in_one_sentence(asset: Asset) -> None:
    with pytest.raises(AssetMissing, match=r"x.min.js is in scripts==2.0, which pip could not download: ERROR"):
        fetch(replace(asset, wheel="scripts==2.0"))


def test_the_page_has_the_pinned_script() -> None:
    assert assets.is_there(ASSETS["htmx"]), "make fetches it"
