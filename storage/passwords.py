"""Passwords, hashed with bcrypt (Provos and Mazieres, 1999)."""

from __future__ import annotations

import bcrypt

from domain.users import PASSWORD_MAX_BYTES

DEFAULT_COST = 12


class BcryptHasher:
    """`domain.ports.PasswordHasher`.

    Args:
        cost: the base-2 logarithm of the rounds, 4..31; 12 takes about a quarter of a second.
    """

    def __init__(self, cost: int = DEFAULT_COST) -> None:
        self._cost = cost
        # The hash of no password: comparing with it costs the same as with a real one of this cost.
        self._nobody = f"$2b${cost:02d}${'.' * 53}"

    def hash(self, password: str) -> str:
        """Raises ValueError above 72 bytes: bcrypt would leave out the rest."""
        secret = password.encode()
        if len(secret) > PASSWORD_MAX_BYTES:
            raise ValueError(f"a password may have at most {PASSWORD_MAX_BYTES} bytes")
        return bcrypt.hashpw(secret, bcrypt.gensalt(self._cost)).decode()

    def verify(self, password: str, hashed: str | None) -> bool:
        secret = password.encode(errors="replace")
        same = bcrypt.checkpw(secret[:PASSWORD_MAX_BYTES], (hashed or self._nobody).encode())
        return same and hashed is not None and len(secret) <= PASSWORD_MAX_BYTES
