"""Generates the mutants of a source file with mutmut's operators (`mutmut.mutation.mutators`) and one of our own.

Excluded are changes that tests cannot or need not detect: annotations and types, decorators, the sentences of messages
(not their codes), `len` and `isinstance`, and of a string's three mutants the two that only change its case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators

_TYPE_NAME = re.compile(r"_?(?:[A-Z]|[A-Z][^\Wa-z]*[a-z]\w*)$")  # of a module-level type: T, Status, InFlightPhoto
_SENTENCE = re.compile(r"(?<!\w)\w+[,;:.]? \w+[,;:.]? \w+")  # three words of a message
_UNTOUCHED = {"len", "isinstance", "TypeVar"}


@dataclass(frozen=True)
class Mutant:
    """One change of a file. `function` is the qualified name of its function (empty: module level), `was` and `now` are
    the changed lines; together they identify it even if lines move. `source` is the complete changed file.

    `lines` are those of the statement; `on_import` means that it runs once, when the module is loaded.
    """

    function: str
    lines: range
    on_import: bool
    was: str
    now: str
    source: str

    @property
    def name(self) -> tuple[str, str, str]:
        return self.function, self.was, self.now


def mutants_of(path: Path) -> list[Mutant]:
    """Return the mutants in the order of the file."""
    code = path.read_text(encoding="utf-8")
    found = _Finder(code)
    MetadataWrapper(cst.parse_module(code), unsafe_skip_copy=True).visit(found)
    return found.mutants


class _Finder(cst.CSTVisitor):
    """Walks a file and collects its mutants."""

    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self, code: str) -> None:
        super().__init__()
        self.mutants: list[Mutant] = []
        self._lines = code.splitlines(keepends=True)
        self._within: list[cst.CSTNode] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        if _is_left_out(node, self._within):
            return False
        self._within.append(node)
        self.mutants += [self._mutant(node, changed) for changed in _changes(node)]
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        if self._within and self._within[-1] is original_node:
            self._within.pop()

    def _mutant(self, node: cst.CSTNode, changed: cst.CSTNode) -> Mutant:
        place = self.get_metadata(PositionProvider, node)
        first, last = place.start.line - 1, place.end.line
        head, tail = self._lines[first][: place.start.column], self._lines[last - 1][place.end.column :]
        text = cst.Module([]).code_for_node(_bare(changed) if getattr(node, "lpar", ()) else changed).strip()
        before = self._lines[first:last]
        space = " " if before[0][place.start.column] == " " else ""  # it belongs to an operator
        after = f"{head}{space}{text}{tail}".splitlines(keepends=True)
        source = "".join([*self._lines[:first], *after, *self._lines[last:]])
        while len(before) > 1 and len(after) > 1 and before[-1].strip() == after[-1].strip():
            before, after = before[:-1], after[:-1]
        while len(before) > 1 and len(after) > 1 and before[0].strip() == after[0].strip():
            before, after = before[1:], after[1:]
        return Mutant(*self._where(), was=_on_one_line(before), now=_on_one_line(after), source=source)

    def _where(self) -> tuple[str, range, bool]:
        """Return the function, the lines of the statement (a compound one's head), and whether it runs on import."""
        definitions = [node for node in self._within if isinstance(node, (cst.FunctionDef, cst.ClassDef))]
        functions = [node for node in definitions if isinstance(node, cst.FunctionDef)]
        statements = (cst.SimpleStatementLine, cst.BaseCompoundStatement)
        statement = next((node for node in reversed(self._within) if isinstance(node, statements)), self._within[0])
        start, end = self._from_to(statement)
        if isinstance(statement, cst.BaseCompoundStatement):
            end = max(start, self._from_to(statement.body.body[0])[0] - 1)
        on_import = not functions or functions == [statement]
        return ".".join(node.name.value for node in definitions), range(start, end + 1), on_import

    def _from_to(self, node: cst.CSTNode) -> tuple[int, int]:
        place = self.get_metadata(PositionProvider, node)
        return place.start.line, place.end.line


def _on_one_line(lines: list[str]) -> str:
    return " ".join(line.strip() for line in lines)


def _bare(node: cst.CSTNode) -> cst.CSTNode:
    """Return the node without its parentheses, which are outside its position."""
    return node.with_changes(lpar=(), rpar=()) if getattr(node, "lpar", ()) else node


def _changes(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    if isinstance(node, cst.SimpleString):
        if "<=" in node.value:  # a condition evaluated by the database
            yield node.with_changes(value=node.value.replace("<=", "<"))
        if _SENTENCE.search(node.value):
            return
    for kind, operator in mutation_operators:
        if isinstance(node, kind):
            changed = list(operator(node))
            if isinstance(node, cst.SimpleString):
                changed = changed[:1]
            yield from (mutant for mutant in changed if not _misses_a_position(node, mutant))


def _misses_a_position(node: cst.CSTNode, changed: cst.CSTNode) -> bool:
    """Return whether a call lost a positional argument before others: such a call always fails."""
    if not isinstance(node, cst.Call) or not isinstance(changed, cst.Call) or len(changed.args) == len(node.args):
        return False
    positional = [argument for argument in node.args if argument.keyword is None]
    return any(argument not in changed.args for argument in positional[:-1])


def _is_left_out(node: cst.CSTNode, within: list[cst.CSTNode]) -> bool:
    if isinstance(node, (cst.Annotation, cst.Decorator)):
        return True
    if isinstance(node, cst.Call):
        return isinstance(node.func, cst.Name) and node.func.value in _UNTOUCHED
    in_module = not any(isinstance(outer, (cst.FunctionDef, cst.ClassDef)) for outer in within)
    if isinstance(node, cst.Assign) and in_module:
        target = node.targets[0].target
        return isinstance(target, cst.Name) and bool(_TYPE_NAME.match(target.value)) and not target.value.isupper()
    return False
