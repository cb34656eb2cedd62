"""The processes that work side by side: Dask's, on this computer or on a cluster."""

from contextlib import contextmanager

from ..inputs import InputError

# a terminal sends Ctrl+C to the workers too, but it is the command that ends them
_LEAVE_CTRL_C = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)"


@contextmanager
def dask_client(workers=1, scheduler=None):
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
    from distributed import Client, LocalCluster

    cluster = scheduler
    try:
        if not scheduler:
            cluster = LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                dashboard_address=":0",
                silence_logs=50,
                preload=[_LEAVE_CTRL_C],
            )
        client = Client(cluster, timeout="20s")
    except (OSError, ValueError, RuntimeError) as error:
        raise InputError(
            f"No Dask cluster answers at {scheduler}: check the address and that it is running."
            if scheduler
            else f"{workers} workers could not be started on this computer: use 1 worker."
        ) from error
    try:
        yield client
    finally:
        client.close()
        if not scheduler:
            cluster.close()
