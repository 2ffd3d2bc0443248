"""The local network that this computer is in."""

import socket
from typing import Final

LOCAL: Final = "127.0.0.1"


def own_address() -> str:
    """Find this computer's address in its network, or that of itself alone when it is in none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # nothing is sent: connecting a datagram socket only asks for the route
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return LOCAL
        return str(probe.getsockname()[0])
