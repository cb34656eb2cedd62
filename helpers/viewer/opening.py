"""Open the viewer: napari's window where one can open, otherwise in the cell."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING

from ..inputs import InputError, lacking
from .probe import window_can_open

if TYPE_CHECKING:
    from .model import Workbook
    from .window import NapariWindow

# their entries in napari's Tools menu appear only if they are imported before the first window
_EARLY_PLUGINS = (
    "napari_skimage_regionprops",
    "napari_segment_blobs_and_things_with_membranes",
    "napari_assistant",
)


def open_viewer(face: str = "auto") -> Workbook:
    """Open a viewer with napari's controls.

    Parameters
    ----------
    face : {"auto", "notebook", "napari"}
        "napari" is napari's own window, "notebook" a viewer in the cell; "auto" takes the
        window if this computer can really open one. A window that is already open is
        emptied and used again.

    Returns
    -------
    helpers.viewer.model.Workbook
        With napari's own interface: `add_image`, `add_labels`, `layers`, `dims`. Put it on
        the last line of a cell to see it.

    Raises
    ------
    InputError
        If the face is unknown, or a window was asked for and none can open, or napari cannot
        be used here at all.

    Examples
    --------
    >>> import numpy as np
    >>> viewer = open_viewer("notebook")
    >>> layer = viewer.add_labels(np.ones((2, 2), np.uint8), name="cells")
    >>> viewer.layers["cells"].data.sum()
    np.uint64(4)
    """
    if not isinstance(face, str) or face not in ("auto", "notebook", "napari"):
        said = repr(face) if isinstance(face, str) else f"of type {type(face).__name__}"
        raise InputError(
            f"The face {said[:60]} is unknown: take 'auto', 'notebook' or 'napari'. An image is "
            "added to the open viewer, with viewer.add_image(image)."
        )
    _need_napari()
    _print_layers_without_addresses()
    if face == "notebook" or (face == "auto" and not window_can_open()):
        from .model import NotebookViewer

        return NotebookViewer()
    if not window_can_open():
        raise InputError(
            "napari's window cannot open here: this computer has no screen, or its graphics "
            "(OpenGL) do not work. Everything also works in the cell: open_viewer('notebook')."
        )
    return _window()


def _need_napari() -> None:
    """Import napari, or say in a sentence why it cannot be."""
    try:
        import_module("napari.layers")
    except ImportError:
        raise lacking("The viewer needs napari") from None
    except OSError as error:
        raise InputError(
            f"napari cannot keep its settings: nothing may be written at {error.filename}. Let "
            "XDG_CONFIG_HOME and XDG_CACHE_HOME name folders of yours, then start JupyterLab again."
        ) from None


def _window() -> NapariWindow:
    for plugin in _EARLY_PLUGINS:
        with suppress(ImportError):
            import_module(plugin)
    from .window import NapariWindow

    viewer = NapariWindow.already_open()
    if viewer is None:
        return NapariWindow()
    viewer.layers.clear()
    viewer.dims.ndisplay = 2
    return viewer


def _print_layers_without_addresses() -> None:
    """Let a cell that ends in `viewer.add_labels(...)` print the same text every time."""
    from IPython import get_ipython
    from napari.layers import Layer

    shell = get_ipython()
    if shell is not None:
        shell.display_formatter.formatters["text/plain"].for_type(
            Layer,
            lambda layer, printer, _: printer.text(
                f"<{type(layer).__name__} layer {layer.name!r}>"
            ),
        )
