"""Dependencies point downwards, without cycles.

Every import counts: at module level, in a function, or for the type checker only.
"""

from __future__ import annotations

from copy import deepcopy
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest
from grimp import ImportGraph

FUNCTIONS = {folder.name for folder in (Path(__file__).parents[2] / "functions").iterdir() if folder.is_dir()}
# From the top: each may import those below it, but none beside it.
LAYERS = ("bildtext_dev", "bildtext_cli", FUNCTIONS, "bildtext")


@pytest.fixture(scope="module")
def imports() -> ImportGraph:
    return grimp.build_graph(
        "bildtext_dev", "bildtext_cli", *FUNCTIONS, "bildtext", include_external_packages=True, cache_dir=None
    )


def circle(imports: ImportGraph) -> list[str]:
    """Modules of which each imports the next, and the last is the first again; empty when there is no such circle."""
    try:
        TopologicalSorter({one: imports.find_modules_directly_imported_by(one) for one in imports.modules}).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_a_package_imports_only_those_below_it(imports: ImportGraph) -> None:
    assert imports.find_illegal_dependencies_for_layers(layers=LAYERS) == set()


def test_no_package_imports_the_tests(imports: ImportGraph) -> None:
    assert "tests" not in imports.modules


def test_there_are_no_import_cycles(imports: ImportGraph) -> None:
    assert circle(imports) == []


@pytest.mark.parametrize(
    "back",
    [
        "import circular.first",
        "def later():\n    from circular import first",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from circular.first import x",
    ],
)
def test_an_import_cycle_is_found(back: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "circular"
    package.mkdir()
    for name, code in {"__init__": "", "first": "from circular import second\nx = 1", "second": back}.items():
        (package / f"{name}.py").write_text(code)
    monkeypatch.syspath_prepend(tmp_path)
    assert set(circle(grimp.build_graph("circular", cache_dir=None))) == {"circular.first", "circular.second"}


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("bildtext.errors", "tagging.flow"),
        ("bildtext.errors", "bildtext_cli.cli"),
        ("description.flow", "tagging.flow"),
        ("tagging.flow", "bildtext_cli.tag"),
        ("bildtext_cli.cli", "bildtext_dev.bench.commands"),
    ],
)
def test_an_upward_or_sideways_import_is_found(importer: str, imported: str, imports: ImportGraph) -> None:
    more = deepcopy(imports)
    more.add_import(importer=importer, imported=imported)
    assert more.find_illegal_dependencies_for_layers(layers=LAYERS) != set()
