"""When the browser is told of what has changed: once for all changes of one moment."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal

Picture = Literal["fine", "quick"] | None


class Outbox:
    """Collects what has changed, and sends it once.

    Parameters
    ----------
    send : callable
        Called with the picture that is due: "fine", "quick" (coarse, but at once), or None when
        only settings have changed.
    """

    def __init__(self, send: Callable[[Picture], None]) -> None:
        self._send = send
        self._picture: Picture = None
        self._planned = self._answering = False

    def mark(self, picture: Picture = None) -> None:
        """Note a change; it is sent as soon as Python has nothing else to do.

        Parameters
        ----------
        picture : {None, "fine", "quick"}
            The picture that the change makes due. The last word counts.
        """
        self._picture = picture or self._picture
        if self._answering or self._planned:
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # a plain script or test: nothing will come later
            self.flush()
        else:
            self._planned = True
            loop.call_soon(self.flush)

    def flush(self) -> None:
        """Send what has changed since the last time."""
        picture, self._picture, self._planned = self._picture, None, False
        self._send(picture)

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Plan nothing while a message is answered: the answer flushes the box itself.

        What is marked after that flush changes nothing to be seen, and is forgotten.
        """
        self._answering = True
        try:
            yield
        finally:
            self._answering, self._picture = False, None
