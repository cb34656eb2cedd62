"""What all explorers share: the look, the state line, the still, and how a slider is followed."""

import textwrap
from contextlib import contextmanager
from pathlib import Path
from threading import Timer

import anywidget
import ipywidgets as widgets
import traitlets

from ..colours import BAD
from ..inputs import InputError
from ..page import Still, script, stylesheet
from ..png import png, quick_png
from .canvas import Canvas
from .picture import Picture

_HERE = Path(__file__).parent


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
    _timer = None

    def begin(self):
        """Show the mark in 0.3 s, unless the work is finished by then."""
        if self._timer is None:
            # only a slow step costs a message: each one delays the picture
            self._timer = Timer(0.3, lambda: self.set_trait("slow", True))
            self._timer.start()

    def finish(self, text):
        """Take the mark away and say what the state is."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer.join()  # or a mark that is just being set would stay
            self._timer = None
        with self.hold_sync():
            self.text, self.slow = text, False


class Explorer(Still, widgets.VBox):
    """A page with sliders, a picture and a line of text that follow them.

    A subclass sets `title`, builds its controls in `prepare` and draws in `render`. Bad input
    raises :class:`InputError` in either; the explorer then says so in words, and the kernel
    goes on. ipywidgets holds values back while a change is being answered and then sends the
    newest, so a held key skips what is stale and always ends on the last value.
    """

    title = ""

    def __init__(self, *arguments, **options):
        super().__init__()
        self.add_class("nuclei-explorer")
        self.state, self.picture = StateLine(), Picture(width="100%")
        self.picture.alt = f"{self.title}; the line of text below says what it shows."
        self.controls, self.problem, self._drawn, self._quiet = {}, None, None, True
        heading = widgets.HTML(f'<div class="nuclei-title">{self.title}</div>')
        try:
            self.controls = self.prepare(*arguments, **options)
        except InputError as error:
            self.problem = str(error)
            self.state.finish(self.problem)
            self.add_class("nuclei-problem")
            self.children = [heading, self.state]
            return
        for control in self.controls.values():
            control.observe(self.redraw, "value")
        self.children = [heading, *self.rows(), self.stage(), self.state]
        self._quiet = False
        self.redraw()

    def prepare(self):
        """Check the input; return the controls by name, in the order of their rows."""
        raise NotImplementedError

    def render(self):
        """Return the present picture as a Canvas, and the present state in words."""
        raise NotImplementedError

    def rows(self):
        """Return the rows of controls."""
        return [controls_row(*self.controls.values())]

    def stage(self):
        """Return the widget that shows the picture."""
        return self.picture

    def redraw(self, change=None):
        """Follow the controls, unless this state is drawn already."""
        state = [control.value for control in self.controls.values()]
        if self._quiet or state == self._drawn:
            return
        self._drawn = state
        self.state.begin()
        canvas, text = self.render()
        self.picture.png = quick_png(canvas.pixels())
        self.state.finish(text)

    @contextmanager
    def changing_options(self):
        """Draw once at the end, not for the values that a slider passes through meanwhile."""
        before, self._quiet = self._quiet, True
        try:
            yield
        finally:
            self._quiet = before
            self.redraw()

    def still(self):
        """Return the present picture as a small PNG."""
        if not self.problem:
            return png(self.render()[0].pixels())
        canvas = Canvas(1200, 170)
        canvas.text(0, 8, self.title, size=26, bold=True)
        for row, line in enumerate(textwrap.wrap(self.problem, 100)[:4]):
            canvas.text(0, 56 + 28 * row, line, colour=BAD)
        return png(canvas.pixels())

    def describe(self):
        """Return title and state in words."""
        return f"{self.title} {self.state.text}"


def control(name):
    """Expose the value of a control as an attribute that can be read and set."""

    def read(self):
        return ready(self).controls[name].value

    def write(self, value):
        try:
            ready(self).controls[name].value = value
        except traitlets.TraitError:
            options = [str(o) for o in getattr(self.controls[name], "_options_values", ["numbers"])]
            shown = ", ".join(options if len(options) < 7 else [*options[:3], "...", options[-1]])
            raise InputError(f"The {name} cannot be {value!r}: choose among {shown}.") from None

    return property(read, write, doc=f"The value of the control “{name}”.")


def result(compute, meaning):
    """Expose what is computed from the state as an attribute that can be read."""
    return property(lambda self: compute(ready(self)), doc=meaning)


def ready(explorer):
    """Return the explorer, or raise what is wrong with its input."""
    if explorer.problem:
        raise InputError(explorer.problem)
    return explorer


def controls_row(*controls):
    """Return controls side by side, wrapping where the page is narrow."""
    row = widgets.HBox(controls)
    row.add_class("nuclei-controls")
    return row


def slider(words, options, value, width="420px", tooltip=None):
    """Return a slider over (label, value) pairs, or over plain values."""
    return widgets.SelectionSlider(
        description=words,
        tooltip=tooltip,
        options=options,
        value=value,
        layout=widgets.Layout(width=width),
        style={"description_width": "initial"},
    )


def slice_slider(depth, value=None, width="360px"):
    """Return the slider for the z slice."""
    return slider("slice (z)", range(depth), depth // 2 if value is None else value, width)


def choice(words, options, value=None):
    """Return buttons of which one is pressed."""
    return widgets.ToggleButtons(
        description=words,
        options=options,
        value=value or options[0],
        style={"button_width": "auto", "description_width": "initial"},
    )


def plural(count, noun, nouns=None):
    """Return a number with its noun, such as ``"1 pair"`` or ``"2 pairs"``."""
    return f"{count:,} {noun if count == 1 else nouns or noun + 's'}"
