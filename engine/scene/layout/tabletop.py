"""What lies on a table: side by side, the tall things at the back."""

from __future__ import annotations

from engine.scene.layout.group import Group, Piece, turned

GAP = 0.05
"""Metres between two things on a table."""


def lay_out(group: Group) -> None:
    """Spread what is on the group's table over its top, so that nothing hides another."""
    if group.root.subject.noun != "table":
        return
    for index, table in enumerate(group.pieces):
        laid = [piece for piece in group.pieces if piece.carrier == index]
        if table.actor is group.root and len(laid) > 1:
            table.yaw = max(-9.0, min(9.0, table.yaw))
            _in_rows(group, table, laid)


def _in_rows(group: Group, table: Piece, laid: list[Piece]) -> None:
    tallest = max(piece.actor.height * piece.scale for piece in laid)
    back = [piece for piece in laid if piece.actor.height * piece.scale > 0.55 * tallest]
    front = [piece for piece in laid if piece not in back]
    width, depth = float(table.mesh.size[0]) * table.scale, float(table.mesh.size[2]) * table.scale
    widest = max(_length(row) for row in (back, front))
    fit = min(1.0, (width - 2 * GAP) / widest)
    shift = 0.21 * depth if front else 0.0
    for row, z in ((back, -shift), (front, shift)):
        x = -fit * _length(row) / 2
        for piece in _middle_first(row):
            x += fit * (piece.radius + GAP / 2)
            _move(group, piece, table, x, z)
            x += fit * (piece.radius + GAP / 2)


def _length(row: list[Piece]) -> float:
    return sum(2 * piece.radius + GAP for piece in row) if row else 0.0


def _middle_first(row: list[Piece]) -> list[Piece]:
    """From left to right, the largest in the middle."""
    ordered: list[Piece] = []
    for number, piece in enumerate(sorted(row, key=lambda piece: -piece.radius)):
        ordered.insert(len(ordered) if number % 2 else 0, piece)
    return ordered


def _move(group: Group, piece: Piece, table: Piece, x: float, z: float) -> None:
    """To (x, z) of the table's own axes, with all that is on it."""
    dx, dz = turned(table.yaw) @ (x, z)
    shift = (table.x + float(dx) - piece.x, table.z + float(dz) - piece.z)
    moved = {id(piece)}
    for other in group.pieces:
        if id(other) in moved or (other.carrier is not None and id(group.pieces[other.carrier]) in moved):
            moved.add(id(other))
            other.x, other.z = other.x + shift[0], other.z + shift[1]
    piece.lift = float(table.mesh.bounds[1][1]) * table.scale
