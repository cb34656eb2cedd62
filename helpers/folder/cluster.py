"""Many processes at once, through Dask: on this computer, or on a cluster by its address."""

import asyncio
import re
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from ..inputs import InputError

# a terminal sends Ctrl+C to the workers too, but it is the command that ends them
_LEAVE_CTRL_C = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)"
PATIENCE = 4  # seconds, for a greeting and again for a client


def on_dask(
    work: Callable[..., dict[str, Any]],
    jobs: dict[str, tuple],
    workers: int = 1,
    scheduler: str | None = None,
) -> Generator[tuple[str, dict[str, Any]], None, None]:
    """Yield name and record of each job as Dask's workers finish them.

    Parameters
    ----------
    work : callable
        Returns the record of one job.
    jobs : dict of str to tuple
        The arguments for `work`, by name.
    workers : int
        How many processes to start on this computer, one for each job at most.
    scheduler : str, optional
        The address of a running cluster to use instead.

    Yields
    ------
    name : str
    record : dict
        Only `failed`, the reason, if the worker was lost.

    Raises
    ------
    InputError
        If no cluster answers, or the workers cannot be started.
    """
    from distributed import Client, LocalCluster, as_completed

    if scheduler:
        _check_address(scheduler)
    try:
        cluster: Any = scheduler or LocalCluster(
            n_workers=min(workers, len(jobs)),
            threads_per_worker=1,
            dashboard_address=":0",
            silence_logs=50,
            preload=[_LEAVE_CTRL_C],
        )
        client = Client(cluster, timeout=f"{PATIENCE}s")
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        raise _no_cluster(scheduler, workers) from error
    try:
        futures = {client.submit(work, *job, pure=False): name for name, job in jobs.items()}
        for future in as_completed(futures):
            if future.status == "finished":
                yield futures[future], future.result()
            else:
                yield futures[future], {"failed": _why(future.exception())}
            future.release()
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


def _why(error: BaseException) -> str:
    """Say why a worker did not finish; Dask has tried it on several."""
    if type(error).__name__ == "KilledWorker":
        return "Its worker was stopped again and again, perhaps for want of memory."
    return (
        f"Its worker could not run it ({type(error).__name__}: {error}): is the very same version "
        "of this package installed there?"
    )
