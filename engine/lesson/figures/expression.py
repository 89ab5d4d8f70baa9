"""Evaluates the formulas of plots: arithmetic over numbers and a few functions, nothing else."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import AfterValidator, StringConstraints

_BINARY: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: np.divide,
    ast.Pow: np.power,
}
_FUNCTIONS: Mapping[str, np.ufunc] = {
    "sin": np.sin, "cos": np.cos, "tan": np.tan, "exp": np.exp, "log": np.log, "log10": np.log10, "sqrt": np.sqrt,
    "abs": np.abs, "sign": np.sign, "floor": np.floor, "min": np.minimum, "max": np.maximum, "atan": np.arctan,
}  # fmt: skip
_CONSTANTS = {"pi": np.pi, "e": np.e}


def _checked(source: str) -> str:
    names = _names(_parsed(source))
    unknown = names - {"x", "t"} - set(_CONSTANTS) - set(_FUNCTIONS)
    if unknown:
        raise ValueError(f"unknown names: {', '.join(sorted(unknown))}; use x, t, pi, e, {', '.join(_FUNCTIONS)}")
    evaluate(source, np.array([0.5]), 0.5)
    return source


@lru_cache(maxsize=512)
def _parsed(source: str) -> ast.expr:
    try:
        return ast.parse(source, mode="eval").body
    except (SyntaxError, MemoryError, RecursionError):
        raise ValueError(f"{source!r} is not an expression") from None


def _names(tree: ast.expr) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def evaluate(source: str, x: NDArray[np.float64], t: float = 0.0) -> NDArray[np.float64]:
    """The value at each `x`; where there is none, NaN. Raises ValueError for anything but arithmetic."""
    with np.errstate(all="ignore"):
        value = _value(_parsed(source), {"x": x, "t": t, **_CONSTANTS})
    result = np.broadcast_to(np.asarray(value, np.float64), x.shape).copy()
    result[~np.isfinite(result)] = np.nan
    return result


def _value(node: ast.expr, names: Mapping[str, Any]) -> Any:
    match node:
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.Name(id=name) if name in names:
            return names[name]
        case ast.BinOp(left, op, right) if type(op) in _BINARY:
            return _BINARY[type(op)](_value(left, names), _value(right, names))
        case ast.UnaryOp(ast.USub(), operand):
            return -_value(operand, names)
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if len(args) == _takes(name):
            return _FUNCTIONS[name](*(_value(each, names) for each in args))
    raise ValueError(
        f"{ast.unparse(node)!r} cannot be used here: write arithmetic in x with +, -, *, /, ** and functions"
    )


def _takes(name: str) -> int:
    """How many numbers a function takes; a further one would be where numpy puts its result."""
    return _FUNCTIONS[name].nin if name in _FUNCTIONS else -1


Expression = Annotated[str, StringConstraints(max_length=200), AfterValidator(_checked)]
"""Arithmetic in `x` (and in `t`, the seconds since the curve stands there)."""
