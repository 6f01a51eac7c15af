"""The function's archive contains every package that its code and the layer's import, and no other."""

from __future__ import annotations

import re
import sys
from importlib.metadata import packages_distributions, requires
from pathlib import Path

import grimp
import pytest

REPOSITORY = Path(__file__).parents[3]
FILE = REPOSITORY / "functions" / "catalogue" / "requirements.txt"
OWN = ("catalogue", "bildtext")


def _name(requirement: str) -> str:
    found = re.match(r"[\w.-]+", requirement)
    assert found, requirement
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def listed() -> set[str]:
    """The packages of requirements.txt."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return {_name(line) for line in lines if line and not line.startswith("#")}


def installed_with(packages: set[str]) -> set[str]:
    """These packages with those that they need, without extras."""
    found: set[str] = set()
    waiting = set(packages)
    while waiting:
        package = waiting.pop()
        found.add(package)
        waiting |= {_name(one) for one in requires(package) or () if "extra ==" not in one} - found
    return found


@pytest.fixture(scope="module")
def imported() -> set[str]:
    """The modules that the function imports at any time, as far as it reaches; others' only by their first name."""
    graph = grimp.build_graph(*OWN, include_external_packages=True, exclude_type_checking_imports=True, cache_dir=None)
    reached = {one for module in graph.find_children("catalogue") for one in graph.find_upstream_modules(module, True)}
    return {module.partition(".")[0] for module in reached} - {*OWN}


def test_every_package_that_is_imported_is_in_the_archive(imported: set[str]) -> None:
    archive, by_module = installed_with(listed() - {"tzdata"}), packages_distributions()
    missing = {
        module
        for module in imported - sys.stdlib_module_names
        if not {_name(one) for one in by_module.get(module, ())} & archive
    }
    assert "boto3" in imported and "jinja2" in imported
    assert missing == set()


def test_the_time_zones_are_in_the_archive_because_lambdas_python_may_have_none(imported: set[str]) -> None:
    assert "zoneinfo" in imported
    assert "tzdata" in listed()


def test_every_package_of_the_archive_is_imported(imported: set[str]) -> None:
    installed = packages_distributions()
    modules = {_name(one) for module in imported for one in installed.get(module, ())}
    assert listed() - {"tzdata"} - modules == set()
