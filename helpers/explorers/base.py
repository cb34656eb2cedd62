"""What all explorers share: the look, the state line, the still, and how a slider is followed."""

import textwrap
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Timer
from typing import Any, Protocol, Self

import anywidget
import ipywidgets as widgets
import traitlets

from ..inputs import IN_BROWSER, InputError
from ..page import Still, script, stylesheet
from ..png import png, quick_png
from .canvas import Canvas
from .kept_choices import CHOSEN, cell, fingerprint
from .picture import Picture

_HERE = Path(__file__).parent

_LATEST: dict[tuple[str, str], "weakref.ref[Explorer]"] = {}
"""The explorer that a cell made last, by its kind and the cell."""


class StateLine(anywidget.AnyWidget):
    """A line of text that screen readers announce, and a mark while Python takes long.

    Attributes
    ----------
    text : str
        The state in words.
    slow : bool
        Whether the mark is shown.
    """

    _esm = script(_HERE / "state.js")
    _css = stylesheet(_HERE / "explorer.css")
    text = traitlets.Unicode("").tag(sync=True)
    slow = traitlets.Bool(False).tag(sync=True)
    _timer: Timer | None = None

    def begin(self) -> None:
        """Show the mark in 0.3 s, unless the work is finished by then."""
        if self._timer is None and not IN_BROWSER:  # where no thread can be started
            # only a slow step costs a message: each one delays the picture
            self._timer = Timer(0.3, lambda: self.set_trait("slow", True))
            self._timer.start()

    def finish(self, text: str) -> None:
        """Take the mark away and say what the state is.

        Parameters
        ----------
        text : str
        """
        if self._timer is not None:
            self._timer.cancel()
            self._timer.join()  # or a mark that is just being set would stay
            self._timer = None
        with self.hold_sync():
            self.text, self.slow = text, False


class View(Protocol):
    """What an explorer shows at one state: a picture that can be drawn, and words."""

    words: str

    def draw(self) -> Canvas:
        """Return the picture."""
        ...

    def columns(self) -> Sequence[int]:
        """Return where its parts begin that may stand one below the other on a narrow page."""
        ...


class Explorer(Still, widgets.VBox):
    """A page with sliders, a picture and a line of text that follow them.

    A subclass sets `title`, checks its input and builds its controls in ``__init__``, hands them
    to this one, and says in `render` what is shown. Bad input raises :class:`InputError`; made by
    `explore`, the explorer then says so in words, and the kernel goes on. ipywidgets holds values
    back while a change is being answered and then sends the newest, so a held key skips what is
    stale and always ends on the last value.

    Parameters
    ----------
    controls : dict of str to widget
        By name, those first that others depend on. Each is exposed by a :func:`control`.
    rows : sequence of sequence of widget
        How they stand on the page.
    stage : widget, optional
        What shows the state; by default a picture.
    problem : str
        What is wrong with the input; then there is nothing else to see.
    """

    title = ""
    moving: tuple[str, ...] = ()  # the controls that move in a saved page
    _quiet = True  # until all is built

    def __init__(
        self,
        controls: Mapping[str, Any],
        rows: Sequence[Sequence[Any]] = (),
        stage: Any = None,
        problem: str = "",
    ) -> None:
        super().__init__()
        self.add_class("nuclei-explorer")
        self.state, self.picture = StateLine(), Picture(width="100%")
        self.picture.alt = f"{self.title}; the line of text below says what it shows."
        self.controls, self.problem = dict(controls), problem
        self._drawn: list[Any] | None = None
        heading = widgets.HTML(f'<div class="nuclei-title">{self.title}</div>')
        if problem:
            self.state.finish(problem)
            self.add_class("nuclei-problem")
            self.children = [heading, self.state]
            return
        for one in self.controls.values():
            one.observe(self.redraw, "value")
        shelves = [controls_row(*row) for row in rows]
        self.children = [heading, *shelves, stage or self.picture, self.state]
        self._quiet = False
        self.redraw()

    @classmethod
    def explore(cls, *inputs: Any) -> Self:
        """Return an explorer, or one that only says what is wrong with its input.

        The same cell run again with the same input gives controls that stand where they were left:
        running a notebook again never moves a learner's slider.

        Parameters
        ----------
        *inputs : object
            What the class takes.

        Returns
        -------
        Explorer
        """
        try:
            explorer = cls(*inputs)
        except InputError as error:
            refused = cls.__new__(cls)
            Explorer.__init__(refused, {}, problem=str(error))
            return refused
        explorer._resume(fingerprint(cls.__name__, *inputs))
        place = (cls.__name__, cell())
        if place in _LATEST and (before := _LATEST[place]()):
            before.forget()  # ipywidgets and Out[] keep it as long as the kernel runs
        _LATEST[place] = weakref.ref(explorer)
        return explorer

    def forget(self) -> None:
        """Give back what is remembered for a slider that comes back; it can be made again."""

    def _resume(self, key: bytes) -> None:
        """Begin where the controls were left, and from now on note where they are."""
        with self.changing_options():
            for name, value in CHOSEN.get(key).items():
                with suppress(InputError):
                    setattr(self, name, value)

        def note(change: Any) -> None:
            CHOSEN.put(key, {name: getattr(self, name) for name in self.controls})

        for one in self.controls.values():
            one.observe(note, "value")

    def render(self) -> View:
        """Return what is shown at the present state."""
        raise NotImplementedError

    def redraw(self, change: Any = None) -> None:
        """Follow the controls, unless this state is drawn already.

        Parameters
        ----------
        change : object, optional
            What ipywidgets hands over; not looked at.
        """
        if self._quiet:
            return
        state = [one.value for one in self.controls.values()]
        if state == self._drawn:
            return
        self._drawn = state
        self.state.begin()
        view = self.render()
        self.picture.png = quick_png(view.draw().pixels())
        self.state.finish(view.words)

    @contextmanager
    def changing_options(self) -> Iterator[None]:
        """Draw once at the end, not for the values that a slider passes through meanwhile."""
        before, self._quiet = self._quiet, True
        try:
            yield
        finally:
            self._quiet = before
            self.redraw()

    def still(self) -> bytes:
        """Return the present picture as a small PNG."""
        if not self.problem:
            return png(self.render().draw().pixels())
        canvas = Canvas(1200, 170)
        canvas.text(0, 8, self.title, size=26, bold=True)
        for row, line in enumerate(textwrap.wrap(self.problem, 100)[:4]):
            canvas.text(0, 56 + 28 * row, line)
        return png(canvas.pixels())

    def save(self, path: Any, *moving: str) -> Path:
        """Save the explorer as one HTML file whose controls move in any browser, without Python.

        Parameters
        ----------
        path : path-like
            Such as ``"erosion.html"``. A page saved before is replaced, no other file.
        *moving : str
            Which controls can be moved in the page, by name; by default the main ones. The others
            stay where they are now.

        Returns
        -------
        Path

        Raises
        ------
        InputError
            If the file cannot be written there, or the page would be too large.
        """
        from .saved_page import write_page

        return write_page(ready(self), path, moving or self.moving)

    def describe(self) -> str:
        """Return title and state in words."""
        return f"{self.title} {self.state.text}"


def control(name: str) -> Any:
    """Expose the value of a control as an attribute that can be read and set.

    Parameters
    ----------
    name : str
        In the `controls` of the explorer.

    Returns
    -------
    property
        It raises `InputError` when it is set to what the control does not offer.
    """

    def read(self: Explorer) -> Any:
        return ready(self).controls[name].value

    def write(self: Explorer, value: Any) -> None:
        widget = ready(self).controls[name]
        try:
            widget.value = value
        except (traitlets.TraitError, ValueError):
            options = [str(o) for o in getattr(widget, "_options_values", ["numbers"])]
            shown = ", ".join(options if len(options) < 7 else [*options[:3], "...", options[-1]])
            raise InputError(f"The {name} cannot be {value!r}: choose among {shown}.") from None

    return property(read, write, doc=f"The value of the control “{name}”.")


def result(compute: Callable[[Any], Any], meaning: str) -> Any:
    """Expose what is computed from the state as an attribute that can be read.

    Parameters
    ----------
    compute : callable
        ``compute(explorer)`` returns the value.
    meaning : str
        The docstring of the attribute.

    Returns
    -------
    property
    """
    return property(lambda self: compute(ready(self)), doc=meaning)


def ready(explorer: Explorer) -> Explorer:
    """Return the explorer, or raise what is wrong with its input.

    Parameters
    ----------
    explorer : Explorer

    Returns
    -------
    Explorer
        The same.

    Raises
    ------
    InputError
        If it was made of bad input.
    """
    if explorer.problem:
        raise InputError(explorer.problem)
    return explorer


def controls_row(*controls: Any) -> widgets.HBox:
    """Return controls side by side, wrapping where the page is narrow.

    Parameters
    ----------
    *controls : ipywidgets.Widget

    Returns
    -------
    ipywidgets.HBox
    """
    row = widgets.HBox(controls)
    row.add_class("nuclei-controls")
    return row


def slider(
    words: str, options: Iterable[Any], value: Any, width: str = "420px", tooltip: str | None = None
) -> widgets.SelectionSlider:
    """Return a slider over (label, value) pairs, or over plain values.

    Parameters
    ----------
    words : str
        What stands before it.
    options : iterable
    value : object
        The one of the values to begin with.
    width : str
        In CSS.
    tooltip : str, optional

    Returns
    -------
    ipywidgets.SelectionSlider
    """
    return widgets.SelectionSlider(
        description=words,
        tooltip=tooltip,
        options=options,
        value=value,
        layout=widgets.Layout(width=width),
        style={"description_width": "initial"},
    )


def lengths(values: Iterable[float], unit: str) -> list[tuple[str, float]]:
    """Return the options of a slider over lengths, each with its unit.

    Parameters
    ----------
    values : iterable of float
    unit : str
        "voxels" or "µm".

    Returns
    -------
    list of (str, float)
    """
    return [(f"{value:g} {unit}", value) for value in values]


def nearest(value: float, stops: Sequence[float]) -> float:
    """Return the stop of a slider that lies nearest to a value.

    Parameters
    ----------
    value : float
    stops : sequence of float
        At least one.

    Returns
    -------
    float
    """
    return min(stops, key=lambda stop: abs(stop - value))


def slice_slider(depth: int, width: str = "360px") -> widgets.SelectionSlider:
    """Return the slider for the z slice.

    Parameters
    ----------
    depth : int
        How many slices there are; it begins in the middle one.
    width : str
        In CSS.

    Returns
    -------
    ipywidgets.SelectionSlider
    """
    return slider("slice (z)", range(depth), depth // 2, width)


def choice(words: str, options: Sequence[str]) -> widgets.ToggleButtons:
    """Return buttons of which one is pressed.

    Parameters
    ----------
    words : str
        What stands before them.
    options : sequence of str
        The first one is pressed.

    Returns
    -------
    ipywidgets.ToggleButtons
    """
    return widgets.ToggleButtons(
        description=words,
        options=options,
        value=options[0],
        style={"button_width": "auto", "description_width": "initial"},
    )


def plural(count: int, noun: str, nouns: str = "") -> str:
    """Return a number with its noun, such as ``"1 pair"`` or ``"2 pairs"``.

    Parameters
    ----------
    count : int
    noun : str
        For one.
    nouns : str
        For more; by default with an s.

    Returns
    -------
    str
    """
    return f"{count:,} {noun if count == 1 else nouns or noun + 's'}"
