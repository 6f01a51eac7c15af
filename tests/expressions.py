"""Every regular expression of the product, found in three ways that must agree: `re` calls in the source, patterns
passed to `re` while the product is imported and describes articles, and patterns reachable from imported modules.
"""

from __future__ import annotations

import ast
import functools
import importlib
import importlib.util
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any, Final

Pattern = re.Pattern[Any]

ROOT: Final = Path(__file__).parents[1]
_PACKAGES: Final = ("bildtext", "tagging", "description", "encoder", "bildtext_cli", "bildtext_dev")
_SCRIPTS: Final = ("layers/models/check.py",)
_METHODS: Final = frozenset({"search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn"})
_CALLS: Final = _METHODS | {"compile"}
_FLAGS_AT: Final = {"split": 3, "sub": 4, "subn": 4}  # which argument of a call they are; else the third


@dataclass(frozen=True, order=True)
class Site:
    """A call of an `re` function in the source."""

    file: str
    line: int
    end: int
    function: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line} re.{self.function}"


@dataclass(frozen=True)
class Found:
    """Every pattern with its `re` calls and the methods it is used with; `unknown` are calls whose pattern could not be
    determined, `unseen` are patterns without a known call."""

    uses: dict[Pattern, frozenset[str]]
    sites: dict[Pattern, tuple[Site, ...]]
    unknown: tuple[Site, ...]
    unseen: tuple[str, ...]


def found(run: Callable[[], None]) -> Found:
    """The patterns found while the product is imported and `run` executes. Needs a separate process: it replaces
    functions of `re`, and the product must not have been imported."""
    noted = _noting()
    modules = {path: _imported(path) for path in _files()}
    run()
    sites = {path: _sites(path) for path in modules}
    patterns: dict[Site, set[Pattern]] = defaultdict(set)
    for (file, line), compiled in noted.items():
        for site in sites.get(file, {}):
            if site.line <= line <= site.end:
                patterns[site] |= compiled
    for path, module in modules.items():
        for site, call in sites[path].items():
            if not patterns[site] and (pattern := _evaluated(call, site, module)) is not None:
                patterns[site].add(pattern)
    of: dict[Pattern, tuple[Site, ...]] = {}
    for site in sorted(patterns):
        for pattern in patterns[site]:
            of[pattern] = (*of.get(pattern, ()), site)
    held = {pattern: module.__name__ for module in modules.values() for pattern in _held(module)}
    uses = _uses(modules)
    return Found(
        {pattern: _methods(pattern, sites, uses) for pattern, sites in of.items()},
        of,
        tuple(site for site, compiled in sorted(patterns.items()) if not compiled),
        tuple(f"{name}: {pattern.pattern!r}" for pattern, name in held.items() if pattern not in of),
    )


# -- by importing --------------------------------------------------------------------------------------


def _files() -> list[str]:
    paths = [path for package in _PACKAGES for path in _folder(package).rglob("*.py")]
    return sorted([*map(str, paths), *(str(ROOT / one) for one in _SCRIPTS)])


def _folder(package: str) -> Path:
    """Where a package is installed from: the checkout."""
    spec = importlib.util.find_spec(package)
    assert spec is not None and spec.submodule_search_locations is not None
    return Path(spec.submodule_search_locations[0])


def _imported(path: str) -> ModuleType:
    """The module of a file; an empty one for `__main__`, which runs when imported."""
    place = Path(path)
    if place.name == "__main__.py":
        return ModuleType(path)
    for folder in map(_folder, _PACKAGES):
        if place.is_relative_to(folder):
            name = ".".join(place.relative_to(folder.parent).with_suffix("").parts)
            return importlib.import_module(name.removesuffix(".__init__"))
    spec = importlib.util.spec_from_file_location(place.stem, place)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _noting() -> dict[tuple[str, int], set[Pattern]]:
    """(file, line) → the patterns passed to `re` there; updated from now on."""
    noted: dict[tuple[str, int], set[Pattern]] = defaultdict(set)
    compiled = re.compile

    def noting(name: str, original: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(original)
        def call(pattern: Any, *given: Any, **named: Any) -> Any:
            caller = sys._getframe(1)
            at = 0 if name == "compile" else _FLAGS_AT.get(name, 2) - 1
            flags = named.get("flags", given[at] if len(given) > at else 0)
            noted[caller.f_code.co_filename, caller.f_lineno].add(compiled(pattern, flags))
            return original(pattern, *given, **named)

        return call

    for name in _CALLS:
        setattr(re, name, noting(name, getattr(re, name)))
    return noted


def _held(module: ModuleType) -> Iterator[Pattern]:
    """The patterns reachable from a module's names: in containers, objects, classes, defaults and closures."""
    seen: set[int] = set()
    waiting: list[object] = list(vars(module).values())
    while waiting:
        one = waiting.pop()
        if id(one) in seen or isinstance(one, ModuleType | str | bytes | int | float):
            continue
        seen.add(id(one))
        if isinstance(one, re.Pattern):
            yield one
        elif isinstance(one, dict):
            waiting += [*one.keys(), *one.values()]
        elif isinstance(one, list | tuple | set | frozenset):
            waiting += one
        elif isinstance(one, FunctionType) and one.__module__ == module.__name__:
            waiting += [cell.cell_contents for cell in one.__closure__ or () if cell != type(cell)()]
            waiting += [*(one.__defaults__ or ()), *(one.__kwdefaults__ or {}).values()]
        elif getattr(one if isinstance(one, type) else type(one), "__module__", "") == module.__name__:
            waiting += getattr(one, "__dict__", {}).values()
            waiting += [getattr(one, name) for name in getattr(one, "__slots__", ()) if hasattr(one, name)]


# -- by reading ----------------------------------------------------------------------------------------


def _sites(path: str) -> dict[Site, ast.Call]:
    """The `re` calls in a file."""
    calls = [node for node in ast.walk(ast.parse(Path(path).read_text())) if isinstance(node, ast.Call)]
    name = Path(path).relative_to(ROOT).as_posix()
    return {
        Site(name, call.lineno, call.end_lineno or call.lineno, call.func.attr): call
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "re"
        and call.func.attr in _CALLS
    }


class _AnyWord(ast.NodeTransformer):
    """Replaces every `re.escape(...)` by a sample word."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        escapes = isinstance(node.func, ast.Attribute) and ast.unparse(node.func) == "re.escape"
        return ast.copy_location(ast.Constant("wort"), node) if escapes else self.generic_visit(node)


def _evaluated(call: ast.Call, site: Site, module: ModuleType) -> Pattern | None:
    """The pattern of a call that consists only of constants, module names and escaped words."""
    at = 1 if site.function == "compile" else _FLAGS_AT.get(site.function, 2)
    flags = next(
        (word.value for word in call.keywords if word.arg == "flags"), call.args[at] if len(call.args) > at else None
    )
    try:
        pattern, flag = (
            eval(compile(ast.Expression(_AnyWord().visit(node)), site.file, "eval"), vars(module)) if node else 0  # noqa: S307
            for node in (call.args[0], flags)
        )
    except NameError:
        return None
    return re.compile(pattern, flag)


def _uses(modules: dict[str, ModuleType]) -> dict[Pattern, frozenset[str]]:
    """Named pattern → the methods it is used with, if the name has no other use."""
    methods: dict[Pattern, set[str]] = defaultdict(set)
    for path, module in modules.items():
        tree = ast.parse(Path(path).read_text())
        owned = {node.value for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                if isinstance(pattern := getattr(module, node.value.id, None), re.Pattern):
                    methods[pattern].add(node.attr)
            elif (
                isinstance(node, ast.Name)
                and node not in owned
                and isinstance(node.ctx, ast.Load)
                and isinstance(pattern := getattr(module, node.id, None), re.Pattern)
            ):
                methods[pattern] |= _METHODS  # passed as an argument
    return {pattern: frozenset(used & _METHODS) for pattern, used in methods.items()}


def _methods(pattern: Pattern, sites: tuple[Site, ...], uses: dict[Pattern, frozenset[str]]) -> frozenset[str]:
    inline = frozenset(site.function for site in sites) & _METHODS
    return uses.get(pattern, frozenset()) | inline or _METHODS
