"""What the functions' images add to Lambda's base: only runtime files, precompiled, readable, for Amazon Linux."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from typing import Any

import pytest
from packaging.tags import compatible_tags, cpython_tags, parse_tag
from packaging.utils import canonicalize_name

from bildtext_cli.local.template import load_template
from bildtext_cli.models.presets import preset
from tests.e2e import REPOSITORY
from tests.e2e.base_image import base_image_name
from tests.e2e.deployed_stack import IMAGES
from tests.e2e.engine import docker
from tests.e2e.isolated_network import LAMBDA_USER

TASK, OPT = "/var/task", "/opt"  # folders of the function with its packages, and of layers
AMAZON_LINUX_2023 = {"GLIBC": (2, 34), "GLIBCXX": (3, 4, 29)}  # its glibc, and the libstdc++ of its GCC 11
FOR_DEVELOPERS = {
    *("torch", "transformers", "optimum", "nncf", "onnx", "safetensors"),
    *("pip", "setuptools", "wheel", "pytest", "hypothesis", "moto", "mypy", "ruff"),
}

FILES = """
import hashlib, json, os, pathlib
files = {}
for folder, folders, names in os.walk("/"):
    if folder == "/":
        folders[:] = [name for name in folders if name not in ("dev", "proc", "sys")]
    for path in (pathlib.Path(folder, name) for name in names):
        ours = str(path).startswith(("/var/task/", "/opt/"))
        files[str(path)] = hashlib.sha256(path.read_bytes()).hexdigest() if ours else ""
print(json.dumps(files))
"""
NOT_COMPILED = """
import importlib.util as python, itertools, json, pathlib
found = []
for path in itertools.chain(pathlib.Path("/var/task").rglob("*.py"), pathlib.Path("/opt").rglob("*.py")):
    compiled = pathlib.Path(python.cache_from_source(path))
    unchecked = python.MAGIC_NUMBER + (1).to_bytes(4, "little") + python.source_hash(path.read_bytes())
    if not compiled.exists() or compiled.read_bytes()[:16] != unchecked:
        found.append(str(path))
print(json.dumps(found))
"""
UNREADABLE = """
import json, os
found = []
for root in ("/var/task", "/opt"):
    for folder, folders, names in os.walk(root):
        found += [folder] * (not os.access(folder, os.R_OK | os.X_OK))
        found += [path for name in names if not os.access(path := os.path.join(folder, name), os.R_OK)]
print(json.dumps(found))
"""
PACKAGES = """
import importlib.metadata as metadata, json
print(json.dumps([
    {"name": one.name, "version": one.version, "wheel": one.read_text("WHEEL"), "record": one.read_text("RECORD")}
    for one in metadata.distributions(path=["/var/task", "/opt/python"])
]))
"""
NEEDED = r"""
import json, pathlib, re
needed = {}
for path in pathlib.Path("/var/task").rglob("*.so*"):
    for library, version in re.findall(rb"\0(GLIBC|GLIBCXX)_([\d.]+)(?=\0)", path.read_bytes()):
        needed.setdefault(library.decode(), set()).add(tuple(map(int, version.split(b"."))))
print(json.dumps({library: max(versions) for library, versions in needed.items()}))
"""


def inside(image: str, program: str, user: str = LAMBDA_USER) -> Any:
    """The parsed JSON output of a Python program in a container of the image."""
    limits = ("--network=none", "--read-only", f"--user={user}", "--entrypoint=python")
    return json.loads(docker("run", "--rm", *limits, image, "-c", program))


def own_files(function: str) -> dict[str, str]:
    """Path in the image → SHA-256, for the files of the repository that the image needs."""
    name, model = function.lower(), load_template().body["Parameters"]["Model"]["Default"]
    folders = {
        f"{TASK}/{name}": REPOSITORY / "functions" / name / name,
        OPT: REPOSITORY / "layers" / "bildtext",
        **({f"{OPT}/model": preset(model).bundle_folder} if function == "Tagging" else {}),
    }
    return {
        f"{place}/{path.relative_to(folder).as_posix()}": hashlib.sha256(path.read_bytes()).hexdigest()
        for place, folder in folders.items()
        for path in folder.rglob("*")
        if path.is_file() and path.parent.name != "__pycache__"
    }


@pytest.mark.parametrize("function", IMAGES)
def test_the_image_adds_only_packages_sources_and_the_model_to_its_base(function: str) -> None:
    base = inside(base_image_name(), FILES, user="0")
    above = {path: sha256 for path, sha256 in inside(IMAGES[function], FILES, user="0").items() if path not in base}
    own = own_files(function)
    assert {path: above.get(path) for path in own} == own
    packaged = {
        f"{TASK}/{row[0].replace('../', '')}"
        for package in inside(IMAGES[function], PACKAGES)
        for row in csv.reader(package["record"].splitlines())
    }
    compiled = {path for path in above if re.search(r"/__pycache__/[^/]+\.pyc$", path)}
    assert above.keys() - own.keys() - packaged - compiled == set()


@pytest.mark.parametrize("function", IMAGES)
def test_the_image_has_no_development_tools_and_only_pinned_versions(function: str) -> None:
    packages = {canonicalize_name(one["name"]): one["version"] for one in inside(IMAGES[function], PACKAGES)}
    assert packages.keys() & FOR_DEVELOPERS == set()
    pins = dict(re.findall(r"^([\w.-]+)==(\S+)", (REPOSITORY / "constraints.txt").read_text("utf-8"), re.M))
    pinned = {canonicalize_name(name): version for name, version in pins.items()}
    assert packages == {name: pinned.get(name) for name in packages}


@pytest.mark.parametrize("function", IMAGES)
def test_every_module_is_precompiled(function: str) -> None:
    """Compiled by the image's Python from the current source; stale bytecode would be recompiled in each cold start."""
    assert inside(IMAGES[function], NOT_COMPILED) == []


@pytest.mark.parametrize("function", IMAGES)
def test_everything_is_readable_for_lambdas_user(function: str) -> None:
    assert inside(IMAGES[function], UNREADABLE) == []


@pytest.mark.parametrize("function", IMAGES)
def test_every_package_runs_on_amazon_linux(function: str) -> None:
    runs_on_amazon_linux(IMAGES[function])


def test_every_package_of_the_runtime_for_language_models_runs_on_amazon_linux(runtime_image: str) -> None:
    runs_on_amazon_linux(runtime_image)
    assert inside(runtime_image, NOT_COMPILED) == []


def runs_on_amazon_linux(image: str) -> None:
    """The wheels' platform tags fit, and the system has the library versions they need."""
    newest = AMAZON_LINUX_2023["GLIBC"][1]
    platforms = [f"manylinux_2_{minor}_x86_64" for minor in range(newest + 1)]
    platforms += [f"manylinux{year}_x86_64" for year in (1, 2010, 2014)]
    fits = {*cpython_tags((3, 13), platforms=platforms), *compatible_tags((3, 13), "cp313", platforms)}
    packages = inside(image, PACKAGES)
    assert packages
    for package in packages:
        tags = {tag for line in re.findall(r"^Tag: (.*)$", package["wheel"], re.M) for tag in parse_tag(line)}
        assert tags & fits, f"{package['name']} is for {', '.join(map(str, tags))}"
    for library, version in inside(image, NEEDED).items():
        assert tuple(version) <= AMAZON_LINUX_2023[library], f"{library} {version} is needed"
