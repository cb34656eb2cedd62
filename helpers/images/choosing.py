"""Choose a file by looking for it, for people who have no use for the word path."""

import html
import os
from pathlib import Path

import anywidget
import traitlets

from ..inputs import InputError
from ..page import Still, script, stylesheet

MOST = 500  # entries of one folder that are listed
_HERE = Path(__file__).parent
_chosen = {}  # what was chosen in this session, by the folder where the search began


def choose_file(folder, otherwise=None):
    """Show the files of a folder, and of those above and below it, to choose one.

    Run again, it still has what was chosen.

    Parameters
    ----------
    folder : path-like
        Where to begin; it is made if it is missing.
    otherwise : path-like, optional
        What is chosen as long as the person has not chosen anything.

    Returns
    -------
    FileChooser
        With the attribute `path`.

    Raises
    ------
    InputError
        If the folder can be neither opened nor made.

    Examples
    --------
    >>> import tempfile
    >>> choose_file(tempfile.mkdtemp(), otherwise="nuclei.ome.tif").path.name
    'nuclei.ome.tif'
    """
    return FileChooser(folder, otherwise)


class FileChooser(Still, anywidget.AnyWidget):
    """See :func:`choose_file`."""

    _esm = script(_HERE / "choosing.js")
    _css = stylesheet(_HERE / "choosing.css")
    place = traitlets.Unicode("").tag(sync=True)
    folders = traitlets.List(traitlets.Unicode()).tag(sync=True)
    files = traitlets.List(traitlets.Unicode()).tag(sync=True)
    note = traitlets.Unicode("").tag(sync=True)

    def __init__(self, folder, otherwise=None):
        super().__init__()
        start = Path(folder).absolute()
        try:
            start.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(
                f"The folder {folder} cannot be made ({error.strerror}): open the workbook in a "
                "folder that you may write to."
            ) from None
        self._start, self._otherwise = start, Path(otherwise) if otherwise is not None else None
        if start in _chosen and not _chosen[start].exists():
            del _chosen[start]
        self._go_to(_chosen[start].parent if start in _chosen else start)
        self.note = self._describe_choice()
        self.on_msg(lambda _, message, __: self._answer(message))

    @property
    def path(self):
        """The chosen file; it may be set."""
        path = _chosen.get(self._start, self._otherwise)
        if path is None:
            raise InputError("No file has been chosen: click one in the list above.")
        return path

    @path.setter
    def path(self, path):
        """Choose a file.

        Parameters
        ----------
        path : path-like

        Raises
        ------
        InputError
            If there is no such file.
        """
        if not Path(path).exists():
            raise InputError(f"There is no file {path}: choose one in the list above.")
        _chosen[self._start] = Path(path)
        self.note = self._describe_choice()

    def describe(self):
        """Return in words what is chosen."""
        return f"Choose a file. {self._describe_choice()}"

    def face(self):
        """Return the state as HTML; never what lies in somebody's folder."""
        return f"<p>{html.escape(self.describe())}</p>"

    def _describe_choice(self):
        path = _chosen.get(self._start)
        if path is None and self._otherwise is not None:
            return f"Nothing chosen yet, so it is {self._otherwise.name}."
        return f"Chosen: {path.name}. Now run the next cell." if path else "Nothing chosen yet."

    def _answer(self, message):
        """Do what was clicked: a folder to open, the one above, or a file to take."""
        if message.get("up"):
            self._go_to(self._folder.parent)
        elif message.get("again"):
            self._go_to(self._folder)
        elif message.get("folder") in self.folders:
            self._go_to(self._folder / message["folder"])
        elif message.get("file") in self.files:
            self.path = self._folder / message["file"]

    def _go_to(self, folder):
        """List a folder; if it cannot be read, stay where we are and say so."""
        try:
            inside = sorted(
                (entry for entry in os.scandir(folder) if not entry.name.startswith(".")),
                key=lambda entry: entry.name.lower(),
            )
            # a Zarr image is a folder, and one file to its owner
            opens = [e.is_dir() and not e.name.lower().endswith(".zarr") for e in inside]
        except OSError as error:
            self.note = f"The folder {Path(folder).name} cannot be opened ({error.strerror})."
            return
        self._folder = Path(folder)
        with self.hold_sync():
            self.place = str(self._folder)
            both = list(zip(inside, opens, strict=True))[:MOST]
            self.folders = [entry.name for entry, is_folder in both if is_folder]
            self.files = [entry.name for entry, is_folder in both if not is_folder]
