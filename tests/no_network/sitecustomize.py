"""In a Python that starts with this folder on its path, nothing reaches beyond this computer.

A warning that our own modules cause is an error there too, as in pytest's own process.

Each attempt is refused, and noted in the file that NUCLEI_NETWORK_LOG names. Python imports a
module of this name when it starts, so kernels and workers that it starts obey too.
"""

import ipaddress
import os
import sys
import warnings

_LOG = os.environ["NUCLEI_NETWORK_LOG"]
_ASKED = {"socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"}


def _is_here(host):
    """Tell whether a host is this computer; a name that would have to be looked up is not."""
    if host in (None, "", "localhost", b"localhost"):
        return True
    try:
        address = ipaddress.ip_address(host.decode() if isinstance(host, bytes) else host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _refuse(event, arguments):
    if event not in _ASKED:
        return
    about = arguments[1] if event in ("socket.connect", "socket.sendto") else arguments
    host = about[0] if isinstance(about, tuple) else None  # a path is a socket of this computer
    if not _is_here(host):
        with open(_LOG, "a", encoding="utf-8") as log:
            log.write(f"{event} {about}\n")
        raise ConnectionRefusedError(f"no network in this test: {event} {about}")


sys.addaudithook(_refuse)
warnings.filterwarnings("error", module=r"helpers\b")
