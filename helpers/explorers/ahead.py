"""Things that take long to make: each is made once, and the next ones while a learner looks."""

from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class MadeAhead(Generic[Key, Value]):
    """What is made for the stops of a slider.

    Only the making goes on in the background; what is remembered changes in the calls alone.

    Parameters
    ----------
    make : callable
        ``make(key)`` returns the value, and touches nothing that anything else changes.
    room : int
        How many values are remembered, the present one included; at least 1.

    Examples
    --------
    >>> squares = MadeAhead(lambda number: number**2, room=3)
    >>> squares.get(4)
    16
    >>> squares.prepare([5, 3])
    >>> squares.get(5)
    25
    """

    def __init__(self, make: Callable[[Key], Value], room: int) -> None:
        self._make, self._room = make, max(room, 1)
        self._made: dict[Key, Future[Value]] = {}  # the one used last stands last
        self._worker = ThreadPoolExecutor(1)

    def get(self, key: Key) -> Value:
        """Return a value: at once if it is made already.

        Parameters
        ----------
        key : hashable

        Returns
        -------
        object
            What ``make(key)`` returns.
        """
        future = self._made.pop(key, None)
        self._made = {other: one for other, one in self._made.items() if not one.cancel()}
        if future is None or future.cancel() or future.exception():  # this waits for one begun
            future = Future()
            future.set_result(self._make(key))
        self._made[key] = future
        self._keep(self._room)
        return future.result()

    def prepare(self, keys: Sequence[Key]) -> None:
        """Make what is likely wanted next, in the background.

        Parameters
        ----------
        keys : sequence of hashable
            The likeliest first; as many are made as there is room beside the present one.
        """
        present = list(self._made)[-1:]
        for key in keys[: self._room - 1]:
            if key not in self._made:
                with suppress(RuntimeError):  # no thread to be had: it is made when it is wanted
                    self._made[key] = self._worker.submit(self._make, key)
        for key in [*reversed(keys), *present]:
            if key in self._made:
                self._made[key] = self._made.pop(key)
        self._keep(self._room)

    def forget(self) -> None:
        """Give back all but the value used last."""
        self._keep(1)

    def _keep(self, most: int) -> None:
        """Give back the oldest values, until there are no more than so many."""
        for key in list(self._made)[:-most]:
            self._made.pop(key).cancel()
