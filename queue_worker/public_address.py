"""Finds the address of a host that a stranger has named, and refuses those that lead inside."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

_NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
"""Behind these prefixes a gateway reaches IPv4 addresses, also private ones (RFC 6052, RFC 8215)."""


class NotPublic(Exception):
    """The host is unknown, or is not a public one. The message may be shown."""


@dataclass(frozen=True)
class Place:
    """Where to connect to: `address` is an IP address that was found for `host` and is the one to use."""

    scheme: str
    host: str
    port: int
    address: str


def resolve(url: str, *, private: bool = False) -> Place:
    """Look up the host of a web address once.

    All its addresses must be public, and the connection goes to the one given here: a name that is looked up twice
    may lead elsewhere the second time.

    Args:
        private: let private addresses be called, too.

    Raises:
        NotPublic
    """
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError):
        raise NotPublic("The host of this address was not found.") from None
    if not found or not (private or all(is_public(address) for address in found)):
        raise NotPublic("This address leads into a private network, which is not called.")
    return Place(parts.scheme, host, port, found[0])


def is_public(address: str) -> bool:
    """Whether an IP address, and any that is packed inside it, is one of the open internet."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(each.is_global and not each.is_multicast for each in (ip, *_inside(ip)))


def _inside(ip: IPv4Address | IPv6Address) -> list[IPv4Address]:
    """IPv4 addresses that an IPv6 address stands for."""
    if isinstance(ip, IPv4Address):
        return []
    packed = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
    if any(ip in network for network in _NAT64) or ip.packed[:12] == bytes(12):
        packed.append(IPv4Address(ip.packed[12:]))
    return [each for each in packed if each is not None]
