"""What `sam build` makes of the catalogue function and of the layer: the archives as Lambda unpacks them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bildtext_cli.assets import ASSETS
from tests.e2e import REPOSITORY
from tests.e2e.sam import BUILT

FUNCTION, LAYER = BUILT.with_name("Catalogue"), BUILT.with_name("SharedLayer")
LARGEST = 250 * 1024 * 1024  # Lambda's limit for function and layers together, unpacked
_BINARY = re.compile(r"\.(cpython-313-x86_64-linux-gnu|abi3)\.so$")


def _files(folder: Path) -> set[str]:
    """All files except compiled modules, which depend on the machine having Lambda's Python."""
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {str(path) for path in found if "__pycache__" not in path.parts}


def test_the_layer_is_what_the_images_copy_to_opt() -> None:
    assert _files(LAYER) == _files(REPOSITORY / "layers" / "bildtext")


def test_the_function_has_all_of_its_package_and_the_fetched_script() -> None:
    assert _files(FUNCTION / "catalogue") == _files(REPOSITORY / "functions" / "catalogue" / "catalogue")
    assert f"catalogue/static/{ASSETS['htmx'].target.name}" in _files(FUNCTION)
    assert not (FUNCTION / "bildtext").exists(), "it is in the layer"


def test_the_packages_are_for_lambdas_python_and_the_pinned_ones() -> None:
    binaries = [name for name in _files(FUNCTION) if name.endswith(".so") and ".libs/" not in name]  # no modules there
    assert binaries
    assert [name for name in binaries if not _BINARY.search(name)] == []
    pinned = (REPOSITORY / "constraints.txt").read_text("utf-8").lower().replace("_", "-").split()
    packages = [path.name.removesuffix(".dist-info").rsplit("-", 1) for path in FUNCTION.glob("*.dist-info")]
    assert len(packages) > 10
    assert [f"{name}-{version}" for name, version in packages if _pin(name, version) not in pinned] == []


def _pin(name: str, version: str) -> str:
    return f"{name.lower().replace('_', '-')}=={version}"


@pytest.mark.parametrize("left_out", ["tests", "bin"])
def test_nothing_is_shipped_that_no_invocation_uses(left_out: str) -> None:
    assert [name for name in _files(FUNCTION) if left_out in Path(name).parts[:3]] == []


def test_both_fit_into_lambda() -> None:
    size = sum(path.stat().st_size for folder in (FUNCTION, LAYER) for path in folder.rglob("*") if path.is_file())
    assert size < LARGEST
