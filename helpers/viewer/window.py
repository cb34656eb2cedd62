"""napari's own window, with the workbook's manners."""

from napari import Viewer
from vispy.gloo import glir

from .model import Workbook


class NapariWindow(Workbook, Viewer):
    """A napari window that replaces namesakes and describes itself, as the notebook viewer does."""

    def __init__(self):
        super().__init__(title="Nuclei Workbook")


# When a layer is removed, vispy deletes its OpenGL programs. With Mesa's drivers the next drawing
# can then end the kernel. The lessons remove layers all the time, so the programs are kept: a few
# kilobytes for each layer.
glir.GlirProgram.delete = lambda program: None
