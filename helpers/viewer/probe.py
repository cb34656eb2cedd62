"""Ask, without risk to the kernel, whether a real napari window can open here."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import lru_cache

# A window needs Qt to start *and* OpenGL to draw. Both can abort the whole process, and
# the environment's variables do not tell (a stale DISPLAY, an offscreen platform), so a
# second process tries it.
_TRIAL = """
from qtpy.QtGui import QOffscreenSurface, QOpenGLContext
from qtpy.QtWidgets import QApplication
application = QApplication([])
seen = application.platformName() not in ("offscreen", "minimal", "vnc")  # drawn, but for nobody
surface, context = QOffscreenSurface(), QOpenGLContext()
surface.create()
drawn = seen and context.create() and context.makeCurrent(surface)
if drawn:
    context.doneCurrent()
print("window" if drawn else "none", flush=True)
import os
os._exit(0)  # some drivers crash on the way out, which says nothing about the window
"""


def window_can_open() -> bool:
    """Return whether napari's window can open on this computer, in 0.2 s.

    The answer is kept for as long as the environment's display settings stay the same.

    Returns
    -------
    bool

    Examples
    --------
    >>> window_can_open() in (True, False)
    True
    """
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "QT_API", "XAUTHORITY")
    return _try_window(tuple(os.environ.get(name) for name in names))


@lru_cache(maxsize=8)
def _try_window(_environment: tuple[str | None, ...]) -> bool:
    try:
        trial = subprocess.run(
            [sys.executable, "-c", _TRIAL], capture_output=True, text=True, timeout=20
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return trial.stdout.strip().endswith("window")
