"""Finds the files that Gradio's JSON speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def named_paths(value: Any) -> Iterator[str]:
    """Every `path` of an object in a JSON value: what Gradio may read as a file of its caller's."""
    return (node["path"] for node in _objects(value) if isinstance(node.get("path"), str))


def file_paths(value: Any) -> Iterator[str]:
    """The paths of Gradio's own file objects in a JSON value, such as a config or an output."""
    return (node["path"] for node in _objects(value) if _is_file(node))


def _is_file(node: dict[str, Any]) -> bool:
    meta = node.get("meta")
    marked = isinstance(meta, dict) and meta.get("_type") == "gradio.FileData"
    return marked and isinstance(node.get("path"), str)


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """All objects in a JSON value, however deep, without recursion: the value may come from a client."""
    waiting = [value]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)
