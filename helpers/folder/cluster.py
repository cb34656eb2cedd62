"""Many images at once, one a task, on Dask's workers."""

from collections.abc import Callable, Generator
from typing import Any

from ..blocks.workers import dask_client


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
    from distributed import as_completed

    with dask_client(min(workers, len(jobs)), scheduler) as client:
        futures = {client.submit(work, *job, pure=False): name for name, job in jobs.items()}
        for future in as_completed(futures):
            if future.status == "finished":
                yield futures[future], future.result()
            else:
                yield futures[future], {"failed": _why(future.exception())}
            future.release()


def _why(error: BaseException) -> str:
    """Say why a worker did not finish; Dask has tried it on several."""
    if type(error).__name__ == "KilledWorker":
        return "Its worker was stopped again and again, perhaps for want of memory."
    return (
        f"Its worker could not run it ({type(error).__name__}: {error}): is the very same version "
        "of this package installed there?"
    )
