"""Ports of this machine's loopback."""

from __future__ import annotations

import socket


def free_port() -> int:
    """Return a free port of 127.0.0.1, for servers that cannot pick one themselves."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
