"""napari's own window, with the workbook's manners."""

from __future__ import annotations

from napari import Viewer

from ._napari import keep_gl_programs
from .model import Workbook


class NapariWindow(Workbook, Viewer):
    """A napari window that replaces namesakes and describes itself, as the notebook viewer does."""

    def __init__(self) -> None:
        keep_gl_programs()
        super().__init__(title="Nuclei Workbook")

    @classmethod
    def already_open(cls) -> NapariWindow | None:
        """Return the window there is, or None."""
        return next((viewer for viewer in cls._instances if isinstance(viewer, cls)), None)
