"""The sheet that all drawings of the pages are made on, and how it is put on the page."""

import matplotlib as mpl
from IPython.display import display
from matplotlib.figure import Figure

from .. import colours
from ..page import img_tag
from ..png import png

_STYLE = {
    "font.family": "DejaVu Sans",  # comes with matplotlib, so pictures are the same everywhere
    "font.size": colours.FONT,
    "axes.titlesize": colours.FONT,
    "axes.labelsize": colours.FONT,
    "xtick.labelsize": colours.FONT_SMALL,
    "ytick.labelsize": colours.FONT_SMALL,
    "legend.fontsize": colours.FONT_SMALL,
    "text.color": colours.INK,
    "axes.labelcolor": colours.INK,
    "axes.edgecolor": colours.MUTED,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "figure.facecolor": colours.PAPER,
}


class _Page:
    """What `show` hands to the notebook: a picture that a screen reader can read."""

    def __init__(self, figure, alt):
        self.alt, self.html = alt, img_tag(png(figure), alt)

    def __repr__(self):
        return f"Picture: {self.alt}"

    def _repr_html_(self):
        return self.html


def figure(rows=1, columns=1, size=(9, 3.6), **options):
    """Return a new figure and its axes, in the look of the workbook.

    Parameters
    ----------
    rows, columns : int
        How many drawings stand above and beside each other.
    size : tuple of float
        Width and height in inches; the page shows 100 pixels an inch.
    **options
        Passed on to :meth:`matplotlib.figure.Figure.subplots`.

    Returns
    -------
    figure : matplotlib.figure.Figure
    axes : matplotlib Axes, or an array of them

    Examples
    --------
    >>> fig, (left, right) = figure(columns=2)
    """
    with mpl.rc_context(_STYLE):
        fig = Figure(figsize=size, layout="constrained")
        axes = fig.subplots(rows, columns, **options)
    return fig, axes


def show(fig, alt):
    """Put a figure on the page, with a description of what it shows.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
    alt : str
        One or two sentences, for a reader who cannot see the picture.
    """
    with mpl.rc_context(_STYLE):
        display(_Page(fig, alt))
