"""What both faces of the viewer have in common: napari's model, with the workbook's manners."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from napari.components.layerlist import LayerList
from napari.layers import Image, Labels, Layer
from napari.utils.naming import magic_name
from pydantic import Field, PrivateAttr

from ..inputs import InputError, check_room
from ..page import img_tag
from ..png import png
from ._napari import OpenModel, fetch_once, forget_strokes, turned_matrix
from .compose import picture
from .describe import axis_names, describe_layer
from .samples import check_sample, fetch_in_words
from .timing import watch_painting

if TYPE_CHECKING:
    from .widget import ViewerWidget


class MissingLayer(InputError, KeyError):
    """A layer asked for by a name that is not in the list."""

    def __str__(self) -> str:
        return self.args[0]


class Layers(LayerList):
    """napari's layer list, in which a layer takes the place of its namesake.

    So a cell that adds a layer can be run again: napari alone would add "name [1]".

    Parameters
    ----------
    data : sequence of napari layers
    check : callable, optional
        Called with each new layer; raises `InputError` for what the viewer cannot show.
    """

    def __init__(
        self, data: Iterable[Layer] = (), check: Callable[[Layer], None] | None = None
    ) -> None:
        self._check, self._keep_namesakes = check, False
        super().__init__(data)

    @contextmanager
    def namesakes_kept(self) -> Iterator[None]:
        """Let a new layer stand beside its namesake, under a name that napari numbers."""
        self._keep_namesakes = True
        try:
            yield
        finally:
            self._keep_namesakes = False

    def __getitem__(self, key: Any) -> Any:
        return super().__getitem__(self.index(key) if isinstance(key, str) else key)

    def index(self, value: Any, *args: Any) -> int:
        """Return where a layer, or the layer of this name, stands in the list.

        Parameters
        ----------
        value : napari.layers.Layer or str
        *args : int
            From where to where to look, as for a list.

        Returns
        -------
        int

        Raises
        ------
        MissingLayer
            If there is no layer of this name.
        """
        try:
            return super().index(value, *args)
        except ValueError:
            if not isinstance(value, str):
                raise
            names = ", ".join(repr(layer.name) for layer in self) or "none yet"
            raise MissingLayer(
                f"There is no layer called {value!r}. The layers are: {names}. "
                "Check the spelling, or run the cell that adds it."
            ) from None

    def insert(self, index: int, value: Layer) -> None:
        """Insert a layer, in place of the one of the same name if there is one.

        Parameters
        ----------
        index : int
        value : napari.layers.Layer
        """
        if self._check:
            self._check(value)
        namesake = value.name in self and value not in self and not self._keep_namesakes
        if not namesake:
            super().insert(index, value)
            return
        name, old = value.name, self[value.name]
        old.name = f"{name} (old)"
        super().insert(self.index(old) + 1, value)
        self.remove(old)


class Workbook(OpenModel):
    """napari's viewer model as both faces of the workbook use it."""

    layers: LayerList = Field(default_factory=Layers, frozen=True)
    orthogonal: bool = False  # the notebook viewer's three slices; napari's window shows one

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.layers.events.inserted.connect(_attend)

    def add_image(self, data: Any = None, **options: Any) -> Any:
        """Add an Image layer, as napari does.

        Parameters
        ----------
        data : array_like
        **options
            As for `napari.layers.Image`.

        Returns
        -------
        napari.layers.Image

        Raises
        ------
        InputError
            If the data are larger than the free memory.
        """
        check_room(data, "image")
        return super().add_image(data, **options)

    def add_labels(self, data: np.ndarray, **options: Any) -> Labels:
        """Add a Labels layer, as napari does, from whole numbers or a mask.

        Parameters
        ----------
        data : ndarray of int or bool
        **options
            As for `napari.layers.Labels`.

        Returns
        -------
        napari.layers.Labels

        Raises
        ------
        InputError
            If the data are not whole numbers, or larger than the free memory.
        """
        check_room(data, "label image")
        kind = np.dtype(getattr(data, "dtype", object))
        if kind.kind not in "bui":
            raise InputError(
                f"A Labels layer needs whole numbers, one for each object, but these are {kind}. "
                "For labels stored as decimals use add_labels(data.astype(int)); to show an "
                "image use add_image(data)."
            )
        if options.get("name") is None:  # napari names a layer after the caller's variable
            options["name"] = magic_name(data, path_prefix=str(Path(__file__).parent))
        return super().add_labels(data, **options)

    def open_sample(
        self, plugin: str, sample: str, reader_plugin: str | None = None, **options: Any
    ) -> list[Layer]:
        """Open a sample of napari or of a plugin, such as ("napari", "cells3d").

        Parameters
        ----------
        plugin : str
        sample : str
        reader_plugin : str, optional
            What reads the sample if it is a file.
        **options
            As the sample takes them.

        Returns
        -------
        list of napari.layers.Layer

        Raises
        ------
        InputError
            If there is no such sample, or it is not on this computer and cannot be fetched.
        """
        check_sample(plugin, sample)
        with fetch_in_words(plugin, sample), fetch_once():
            return super().open_sample(plugin, sample, reader_plugin, **options)

    def make_labels(self) -> None:
        """Add an empty Labels layer; it never takes the place of one that was painted."""
        with self.layers.namesakes_kept():
            super().make_labels()

    def still(self) -> bytes:
        """Return the present slice as PNG bytes."""
        return png(self._still_array())

    def _still_array(self) -> np.ndarray:
        if self.dims.ndisplay == 3:
            from .solid import Scene

            return Scene().draw(self)
        array = picture(self.layers, self.dims, *self.dims.order[-2:])
        return array.repeat(2, 0).repeat(2, 1) if max(array.shape) <= 400 else array

    def describe(self, count: bool = True) -> str:
        """Return what the viewer shows, in words.

        Parameters
        ----------
        count : bool
            Count the objects of each Labels layer, which takes a moment in a large stack.

        Returns
        -------
        str
        """
        names, dims = axis_names(self.dims), self.dims
        where = ", ".join(
            f"{names[axis]} {dims.point[axis]:g} of {dims.range[axis][0]:g} to "
            f"{dims.range[axis][1]:g}"
            for axis in dims.not_displayed
        )
        view = "3D" if dims.ndisplay == 3 else f"slice {where}" if where else "one slice"
        layers = [describe_layer(layer, count) for layer in self.layers]
        return " ".join([f"Viewer, {view}.", *layers])

    def __repr__(self) -> str:
        return self.describe()

    __str__ = __repr__

    def _repr_mimebundle_(self, **_: Any) -> Any:
        text = self.describe()
        return {"text/plain": text, "text/html": img_tag(self.still(), text)}


def _check_drawable(layer: Layer) -> None:
    if not isinstance(layer, Image | Labels):
        raise InputError(
            f"The notebook viewer shows images and labels, but {layer.name!r} is a layer of "
            f"{type(layer).__name__.lower()}: in a window, open_viewer('napari') shows it."
        )
    if layer.multiscale:
        raise InputError(
            f"The layer {layer.name!r} has several resolutions, but one is wanted: add the full "
            "one alone, for example add_image(levels[0])."
        )
    turned = turned_matrix(layer)
    if not np.allclose(turned, np.diag(layer.scale)) or not (layer.scale > 0).all():
        raise InputError(
            f"The layer {layer.name!r} is rotated, sheared or flipped, which the notebook viewer "
            "cannot draw: turn the array itself instead, or use open_viewer('napari')."
        )


class NotebookViewer(Workbook):
    """napari's viewer model, shown in the cell: no window, no screen, no graphics card."""

    layers: LayerList = Field(default_factory=partial(Layers, check=_check_drawable), frozen=True)
    _widget: Any = PrivateAttr(None)
    _slices: str = PrivateAttr("now")

    @contextmanager
    def slices_later(self) -> Iterator[None]:
        """Let napari cut its own slices once, at the end: the widget's pictures need none."""
        self._slices = "later"
        try:
            yield
        finally:
            due, self._slices = self._slices == "due", "now"
            if due:
                self.cut_slices()

    def cut_slices(self, layers: list[Layer] | None = None) -> None:
        """Let each layer cut the slice that napari's own window would draw, now or later.

        Parameters
        ----------
        layers : list of napari.layers.Layer, optional
            By default all.
        """
        if layers is None and self._slices != "now":
            self._slices = "due"
        else:
            super().cut_slices(layers)

    @property
    def widget(self) -> ViewerWidget:
        """The widget that shows this viewer; made when it is first asked for."""
        if self._widget is None:
            from .widget import ViewerWidget

            self._widget = ViewerWidget(self)
        return self._widget

    def _repr_mimebundle_(self, **options: Any) -> Any:
        return self.widget._repr_mimebundle_(**options)


def _attend(event: Any) -> None:
    """Time the strokes, and forget them when the whole array is replaced: undo would mix both."""
    layer = event.value
    if isinstance(layer, Labels):
        layer.events.data.connect(lambda event: forget_strokes(event.source))
        watch_painting(layer)
