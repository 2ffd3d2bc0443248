"""The address of this computer in its local network."""

import socket
from typing import Final

LOCAL: Final = "127.0.0.1"
"""Address by which this computer reaches itself."""


def own_address() -> str:
    """Return this computer's address in its network; the loopback address if it is in none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # sends nothing: connecting a datagram socket only asks for the route
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return LOCAL
        return str(probe.getsockname()[0])
