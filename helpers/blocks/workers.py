"""The processes that work side by side: Dask's, on this computer or on a cluster."""

import asyncio
import ctypes
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from ..inputs import InputError, lacking

# a terminal sends Ctrl+C to the workers too, but it is the command that ends them
_LEAVE_CTRL_C = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)"
PATIENCE = 4  # seconds, for a greeting and again for a client


try:
    _trim = ctypes.CDLL(None).malloc_trim
except (AttributeError, OSError, TypeError):  # only Linux has it, and only there it is wanted
    _trim = None


def tidily(task: Callable[..., None], *arguments: Any) -> None:
    """Do a task, and give the memory back that it leaves.

    The system's library keeps what was freed for the next array. After hundreds of blocks, whose
    arrays never fit into the gaps of others, that is more than a block needs.

    Parameters
    ----------
    task : callable
    *arguments : object
    """
    task(*arguments)
    if _trim:
        _trim(0)


@contextmanager
def dask_client(workers: int = 1, scheduler: str | None = None) -> Iterator[Any]:
    """Start workers, or call those of a cluster, and end what was started.

    Parameters
    ----------
    workers : int
        How many processes to start on this computer.
    scheduler : str, optional
        The address of a Dask cluster to use instead, such as ``"tcp://10.0.0.1:8786"``.

    Yields
    ------
    distributed.Client

    Raises
    ------
    InputError
        If no cluster answers, or no workers can be started.
    """
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        needed = "Several processes need Dask's package distributed"
        raise lacking(needed, "use 1 worker, or take another way in") from None
    if scheduler:
        _check_address(scheduler)
    try:
        cluster: Any = scheduler or LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            dashboard_address=":0",
            silence_logs=50,
            preload=[_LEAVE_CTRL_C],
        )
        client = Client(cluster, timeout=f"{PATIENCE}s")
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        raise _no_cluster(scheduler, workers) from error
    try:
        yield client
    finally:
        client.close()
        if not scheduler:
            cluster.close()


def _no_cluster(scheduler: str | None, workers: int) -> InputError:
    return InputError(
        f"No Dask cluster answers at {scheduler}: check the address and that it is running."
        if scheduler
        else f"{workers} workers could not be started on this computer: use 1 worker."
    )


def _check_address(address: str) -> None:
    """Refuse an address that no cluster can have, or where nothing listens."""
    found = re.fullmatch(r"(?:tcp://)?(\[[0-9A-Fa-f:]+\]|[^\s/:]+):([0-9]{1,5})", address)
    if not found or int(found[2]) > 65535:
        raise InputError(
            f"{address[:80]} is not the address of a Dask cluster that can be used here: it looks "
            "like tcp://10.0.0.1:8786."
        )
    with ThreadPoolExecutor(1) as pool:  # a notebook's own thread has an event loop already
        try:
            pool.submit(asyncio.run, _greet(f"tcp://{found[1]}:{found[2]}")).result()
        except (OSError, UnicodeError, ValueError, RuntimeError) as error:
            raise _no_cluster(address, 1) from error


async def _greet(address: str) -> None:
    """Shake hands with a scheduler; Dask's own client would wait for one that keeps silent."""
    from distributed.comm import connect

    comm = await asyncio.wait_for(connect(address, timeout=PATIENCE), PATIENCE)
    comm.abort()
