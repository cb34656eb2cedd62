"""napari's own window, with the workbook's manners."""

from napari import Viewer

from .model import Workbook


class NapariWindow(Workbook, Viewer):
    """A napari window that replaces namesakes and describes itself, as the notebook viewer does."""

    def __init__(self):
        super().__init__(title="Nuclei Workbook")
