"""Small faults of a module: each is another expression or a statement left out, compiled as a module of its own.

docs/testing.md lists the sorts of faults.
"""

from __future__ import annotations

import ast
import copy
import types
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

COMPARED = {
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,), ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}  # fmt: skip
COMBINED = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
    ast.Pow: ast.Mult, ast.LShift: ast.RShift, ast.RShift: ast.LShift, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitOr,
}  # fmt: skip


class Place(NamedTuple):
    """Position of a node: a field of its parent, and the index in that field if it is a list, else -1."""

    parent: ast.AST
    field: str
    at: int

    def put(self, node: ast.AST) -> None:
        """Put another node there."""
        if self.at < 0:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.at] = node


class Mutant(NamedTuple):
    """A fault: its position, the old and new code, the changed module, and the name of its holder.

    ``holder`` is “see” for a function, “View.filters” for a method and “_UPWARD” for a table of the module.
    """

    line: int
    before: str
    after: str
    holder: str
    code: types.CodeType

    def __str__(self) -> str:
        return f"{self.line}: {self.before}  →  {self.after}"


def mutants(path: Path) -> Iterator[Mutant]:
    """All faults of a file, in the order of its lines."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for holder, body in holders(tree):
        for place, node in list(walk(body)):
            line = node.target.lineno if isinstance(node, ast.comprehension) else node.lineno
            for after in faults(node):
                place.put(after)
                code = compile(ast.fix_missing_locations(tree), str(path), "exec")
                place.put(node)
                yield Mutant(line, shown(node), shown(after), holder, code)


def holders(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """Functions, methods, and tables of the module, by name."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from ((f"{node.name}.{m.name}", m) for m in node.body if isinstance(m, ast.FunctionDef))
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name) and target.id.isupper():
                yield target.id, node


def walk(body: ast.AST) -> Iterator[tuple[Place, ast.AST]]:
    """The nodes below a node, each with its position, without annotations, decorators and texts for people."""
    for field, value in ast.iter_fields(body):
        if field in ("annotation", "returns", "decorator_list", "type_comment", "ctx", "msg") or is_none_of_them(body):
            continue
        for at, node in enumerate(value if isinstance(value, list) else [value]):
            if not isinstance(node, ast.AST) or is_words(node):
                continue
            if hasattr(node, "lineno") or isinstance(node, ast.comprehension):
                yield Place(body, field, at if isinstance(value, list) else -1), node
            yield from walk(node)


def is_none_of_them(node: ast.AST) -> bool:
    """True if it is −1, which stands for no id: 1 is another thing, −2 is not."""
    return ast.dump(node) == ast.dump(ast.UnaryOp(ast.USub(), ast.Constant(1)))


def is_words(node: ast.AST) -> bool:
    """True if a node is a docstring, a text with placeholders, or the progress text of a job."""
    is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    is_progress = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Progress"
    return is_docstring or isinstance(node, ast.JoinedStr) or is_progress


def faults(node: ast.AST) -> Iterator[ast.AST]:
    """The possible changes of a node."""
    match node:
        case ast.Compare(ops=[op, *_]):
            for other in COMPARED.get(type(op), ()):
                yield ast.Compare(node.left, [other(), *node.ops[1:]], node.comparators)
        case ast.BoolOp(op=op, values=values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
            for at in range(len(values)):
                rest = values[:at] + values[at + 1 :]
                yield rest[0] if len(rest) == 1 else ast.BoolOp(op, rest)
        case ast.BinOp(op=op):
            if type(op) in COMBINED:
                yield ast.BinOp(node.left, COMBINED[type(op)](), node.right)
            if isinstance(op, ast.BitAnd | ast.BitOr):
                yield from (node.left, node.right)
        case ast.UnaryOp(op=ast.Not() | ast.USub() | ast.Invert()):
            yield node.operand
        case ast.Constant(value=bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(value=int() | float() as value):
            yield ast.Constant(value + 1)
        case ast.Constant(value=str() as value):
            yield ast.Constant(value + "?")
        case ast.If() | ast.IfExp() | ast.While() if not isinstance(node.test, ast.Compare | ast.UnaryOp):
            again = copy.copy(node)
            again.test = ast.UnaryOp(ast.Not(), node.test)
            yield again
        case ast.Expr(value=ast.Call()) | ast.Assign(targets=[ast.Subscript()]) | ast.AugAssign():
            yield ast.Pass()
        case ast.Break():
            yield ast.Continue()
        case ast.Continue():
            yield ast.Break()
        case ast.Slice():
            if node.lower is not None:
                yield ast.Slice(None, node.upper, node.step)
            if node.upper is not None:
                yield ast.Slice(node.lower, None, node.step)
        case ast.comprehension(ifs=[_, *_]):
            yield ast.comprehension(node.target, node.iter, [], node.is_async)
    if isinstance(node, ast.Call):
        for at in range(len(node.keywords)):
            yield ast.Call(node.func, node.args, node.keywords[:at] + node.keywords[at + 1 :])


def shown(node: ast.AST) -> str:
    """The first line of a node as source."""
    if isinstance(node, ast.comprehension):
        return ast.unparse(ast.fix_missing_locations(ast.ListComp(ast.Name("…"), [node])))[:100]
    return ast.unparse(ast.fix_missing_locations(copy.deepcopy(node))).partition("\n")[0][:100]
