"""One look for everything the workbook draws: colours, type sizes, label colours.

The few named colours are those of Okabe and Ito, which people with the common
forms of colour blindness can tell apart. Label colours come in an order that
gives neighbours a different hue *and* a different lightness.
"""

from functools import lru_cache

import numpy as np

INK = "#1b1f24"
MUTED = "#5a6470"
PAPER = "#ffffff"
ACCENT = "#0072b2"
WARN = "#e69f00"
GOOD = "#009e73"
BAD = "#d55e00"
PINK = "#cc79a7"
SKY = "#56b4e9"
YELLOW = "#f0e442"

FONT = 13  # points, in a figure 9 inches wide: readable from the last row
FONT_SMALL = 11
FONT_LARGE = 17

LONGEST_TABLE = 2**16  # numbers beyond are looked up one by one: a table would fill the memory

# Found by search: labels up to four numbers apart, and those that lie side by side in the lessons'
# image, stay distinguishable (tests/test_colours.py) for readers with all cones and for those who
# lack the red, the green or the blue ones.
_LIGHTNESS, _CHROMA = (0.91, 0.56, 0.80, 0.65, 0.52), 0.2
_FIRST_HUE, _HUE_STEP = 99, 150  # degrees


def _oklch_to_rgb(lightness, chroma, hue):
    """Convert OKLCH colours (hue in degrees) to sRGB in 0..1 (Ottosson, 2020)."""
    a, b = chroma * np.cos(np.deg2rad(hue)), chroma * np.sin(np.deg2rad(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = np.stack(
        [
            4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
            -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
            -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
        ],
        axis=-1,
    ).clip(0, 1)
    return np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)


def rgb(colour):
    """Return red, green and blue, 0 to 255, of a colour that is written like ``"#d55e00"``.

    Parameters
    ----------
    colour : str

    Returns
    -------
    tuple of int

    Examples
    --------
    >>> rgb(BAD)
    (213, 94, 0)
    """
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


def contrast(one, other):
    """Return how well one colour can be read on another, from 1 (not at all) to 21.

    Parameters
    ----------
    one, other : str or sequence of int
        As ``"#d55e00"``, or red, green and blue from 0 to 255.

    Returns
    -------
    float
        The contrast ratio of the Web Content Accessibility Guidelines 2.2: text wants 4.5.

    Examples
    --------
    >>> round(contrast(ACCENT, PAPER), 1)
    5.2
    """
    light = []
    for colour in (one, other):
        part = np.array(rgb(colour) if isinstance(colour, str) else colour) / 255
        linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
        light.append(float(linear @ (0.2126, 0.7152, 0.0722)))
    return (max(light) + 0.05) / (min(light) + 0.05)


def ink_on(colour):
    """Return black or white, whichever reads better on a colour: always at least 4.5 to 1.

    Parameters
    ----------
    colour : str or sequence of int

    Returns
    -------
    str

    Examples
    --------
    >>> ink_on(YELLOW), ink_on(ACCENT)
    ('#000000', '#ffffff')
    """
    return max(("#000000", PAPER), key=lambda ink: contrast(ink, colour))


@lru_cache(maxsize=8)
def label_colours(count):
    """Return colours for background and `count` labels.

    Parameters
    ----------
    count : int
        The largest label number.

    Returns
    -------
    ndarray of uint8, shape (count + 1, 4)
        RGBA; row 0 is transparent, row n is the colour of label n.

    Examples
    --------
    >>> label_colours(3)[0]
    array([0, 0, 0, 0], dtype=uint8)
    """
    table = _colours_of(np.arange(count + 1))
    table.setflags(write=False)
    return table


def _colours_of(numbers):
    """Return one RGBA row for each label number; 0 is transparent."""
    place = numbers.astype(float) - 1  # unsigned numbers would wrap around at 0
    lightness = np.take(_LIGHTNESS, (place % len(_LIGHTNESS)).astype(int))
    table = np.full((len(numbers), 4), 255, np.uint8)
    hue = _FIRST_HUE + place * _HUE_STEP % 360
    table[:, :3] = np.round(_oklch_to_rgb(lightness, _CHROMA, hue) * 255)
    table[numbers == 0] = 0
    return table


def paint(labels):
    """Return the colour picture of a label image.

    Parameters
    ----------
    labels : ndarray of int, any shape

    Returns
    -------
    ndarray of uint8, shape labels.shape + (4,)
        RGBA; the background is transparent.

    Examples
    --------
    >>> paint(np.array([[0, 1]]))[0, 0]
    array([0, 0, 0, 0], dtype=uint8)
    """
    labels = np.asarray(labels)
    highest = int(labels.max(initial=0))
    if highest <= LONGEST_TABLE:
        return label_colours(highest).take(labels, axis=0)
    numbers, place = np.unique(labels, return_inverse=True)
    return _colours_of(numbers)[place].reshape(*labels.shape, 4)


def grey(image, low=None, high=None):
    """Return `image` as grey values from 0 to 255, for showing only.

    Parameters
    ----------
    image : ndarray of numbers
    low, high : float, optional
        What is shown black and white; by default the minimum and the 99.8th percentile.

    Returns
    -------
    ndarray of uint8, same shape

    Examples
    --------
    >>> grey(np.array([0, 5, 10]), 0, 10)
    array([  0, 127, 255], dtype=uint8)
    """
    image = np.asarray(image, dtype=np.float32)
    low = float(image.min()) if low is None else low
    high = float(np.percentile(image, 99.8)) if high is None else high
    return (((image - low) / max(high - low, 1e-12)).clip(0, 1) * 255).astype(np.uint8)


def grey_rgb(image, low=None, high=None):
    """Return :func:`grey` as a picture in colour, to be drawn upon.

    Parameters
    ----------
    image : ndarray of numbers, shape (y, x)
    low, high : float, optional
        As for :func:`grey`.

    Returns
    -------
    ndarray of uint8, shape (y, x, 3)

    Examples
    --------
    >>> grey_rgb(np.array([[0, 10]]), 0, 10).tolist()
    [[[0, 0, 0], [255, 255, 255]]]
    """
    return np.repeat(grey(image, low, high)[..., None], 3, axis=-1)


def edge(labels):
    """Return where the outline of each object lies: the voxels inside it, along its side.

    A voxel belongs to it if one of its four neighbours in the picture has another value. The
    side of the picture itself is no outline.

    Parameters
    ----------
    labels : ndarray of int or bool, shape (y, x)

    Returns
    -------
    ndarray of bool, same shape

    Examples
    --------
    >>> edge(np.array([[0, 0, 0, 0, 0], [0, 1, 1, 1, 2], [0, 1, 1, 1, 2]])).astype(int)
    array([[0, 0, 0, 0, 0],
           [0, 1, 1, 1, 1],
           [0, 1, 0, 1, 1]])
    """
    labels = np.asarray(labels)
    down, across = labels[1:] != labels[:-1], labels[:, 1:] != labels[:, :-1]
    found = np.zeros(labels.shape, bool)
    found[1:] |= down
    found[:-1] |= down
    found[:, 1:] |= across
    found[:, :-1] |= across
    return found & (labels != 0)


def outlined(picture, labels, colour=None):
    """Draw the :func:`edge` of each object on a picture.

    Parameters
    ----------
    picture : ndarray of uint8, shape (y, x, 3)
    labels : ndarray of int or bool, shape (y, x)
    colour : str, optional
        One colour for all, such as ``"#d55e00"``; by default each label has its own.

    Returns
    -------
    ndarray of uint8, shape (y, x, 3)
        A new picture.

    Examples
    --------
    >>> outlined(np.zeros((1, 3, 3), np.uint8), np.array([[0, 1, 0]]), "#ffffff")[..., 0]
    array([[  0, 255,   0]], dtype=uint8)
    """
    drawn, at = picture.copy(), edge(labels)
    drawn[at] = paint(np.asarray(labels)[at])[:, :3] if colour is None else rgb(colour)
    return drawn
