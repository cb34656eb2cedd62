"""Tables and statistics of labelled nuclei, in µm and µm³."""

import re
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from skimage.measure import marching_cubes, mesh_surface_area, regionprops

from ..inputs import InputError, check_labels, check_spacing, check_volume

# the beginning of a formula in a cell, maybe behind blanks, quotes and marks without a width
_FORMULA = re.compile(
    r"(?<![^,;\t\r\n])('*)"
    r"(?=(?:[^\S\t\r\n]|[\"\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff])*[=+\-@＝＋－＠\t\r\n])"
)
_ROW_END = "\r\0\n"


class Column(NamedTuple):
    """What a column of the table holds."""

    unit: str
    meaning: str
    formula: str


def _family(pattern, members, unit, meaning, formula):
    """Describe columns that differ in one word only, such as the axis."""
    return {
        pattern.format(m): Column(unit, meaning.format(m), formula.replace("{}", m))
        for m in members
    }


COLUMNS = {
    "label": Column("", "the number of the nucleus in the label image", "value of its voxels"),
    "voxels": Column("voxels", "how many voxels the nucleus has", "count of voxels"),
    "volume_um3": Column("µm³", "its volume", "voxels × spacing z × spacing y × spacing x"),
    **_family(
        "centroid_{}_um", "zyx", "µm", "its centre along {}", "mean {} of its voxels × spacing {}"
    ),
    **_family("first_{}", "zyx", "voxels", "where its bounding box begins along {}", "lowest {}"),
    **_family(
        "last_{}", "zyx", "voxels", "where its bounding box ends along {}, included", "highest {}"
    ),
    "touches_border": Column(
        "True or False",
        "whether it reaches a face of the image, so that a part of it may be missing",
        "first = 0 or last = size of the image − 1, along z, y or x",
    ),
    "surface_um2": Column(
        "µm²",
        "its surface area; voxels are little steps, which make it about 9 % too large",
        "area of the triangles that marching cubes lays around it",
    ),
    "sphericity": Column(
        "",
        "how round it is: the lower, the less round; a ball made of voxels reads about 0.92",
        "surface of a ball of its volume / its surface = π^(1/3) × (6 volume)^(2/3) / surface",
    ),
    **_family(
        "{}_axis_um",
        ("long", "middle", "short"),
        "µm",
        "the {} axis of the ellipsoid that spreads as widely",
        "√20 × standard deviation of its voxels along its own {} axis",
    ),
    "elongation": Column("", "how stretched it is: 1 for a ball", "long axis / short axis"),
    "mean_intensity": Column("grey levels", "its mean brightness", "total intensity / voxels"),
    "total_intensity": Column(
        "grey levels", "its brightness in all; background is not taken off", "sum of its voxels"
    ),
}


def measure_region(region, shape, spacing, image=None):
    """Return one row of the table: the measurements of one nucleus.

    Parameters
    ----------
    region : skimage.measure.RegionProperties
        The nucleus, from ``regionprops(labels, spacing=spacing)``.
    shape : tuple of int
        The shape (z, y, x) of the whole label image.
    spacing : tuple of float
        The size of a voxel (z, y, x) in µm.
    image : ndarray, optional
        The grey levels, for the intensity columns.

    Returns
    -------
    dict
    """
    total = None if image is None else float(image[region.slice][region.image].sum(dtype=float))
    surface = surface_area(np.pad(region.image, 1), spacing)
    inertia = region.inertia_tensor_eigvals
    found = (region.label, region.num_pixels, region.centroid, region.slice, surface, inertia)
    return make_row(*found, total, shape, spacing)


def surface_area(mask, spacing):
    """Return the area in µm² of the triangles that marching cubes lays around a mask.

    Parameters
    ----------
    mask : ndarray of bool, 3D
        With voxels inside and voxels outside.
    spacing : tuple of float

    Returns
    -------
    float
    """
    corners, triangles, *_ = marching_cubes(mask, 0.5, spacing=spacing)
    return float(mesh_surface_area(corners, triangles))


def make_row(label, voxels, centroid, box, surface, inertia, total, shape, spacing):
    """Put together one row of the table.

    Parameters
    ----------
    label, voxels : int
    centroid : sequence of float
        In µm (z, y, x).
    box : tuple of slice
    surface : float
        In µm².
    inertia : sequence of float
        The eigenvalues of the inertia tensor in µm², largest first.
    total : float or None
        The sum of the grey levels.
    shape : tuple of int
        Of the whole image.
    spacing : tuple of float

    Returns
    -------
    dict
    """
    volume = float(voxels * (spacing[0] * spacing[1] * spacing[2]))
    row = {"label": int(label), "voxels": int(voxels), "volume_um3": volume}
    for axis, centre in zip("zyx", centroid, strict=True):
        row[f"centroid_{axis}_um"] = float(centre)
    for axis, side in zip("zyx", box, strict=True):
        row[f"first_{axis}"] = side.start
    for axis, side in zip("zyx", box, strict=True):
        row[f"last_{axis}"] = side.stop - 1
    row["touches_border"] = any(  # a single slice has its four sides, no top and bottom
        size > 1 and (side.start == 0 or side.stop == size)
        for side, size in zip(box, shape, strict=True)
    )
    row["surface_um2"] = surface
    row["sphericity"] = float(np.pi ** (1 / 3) * (6 * volume) ** (2 / 3) / surface)
    inertia = np.array(inertia)  # largest first: about the shortest axis
    axes = np.sqrt(10 * np.maximum(inertia.sum(dtype=float) - 2 * inertia[::-1], 0))
    row["long_axis_um"], row["middle_axis_um"], row["short_axis_um"] = axes.tolist()
    row["elongation"] = float(axes[0] / axes[2]) if axes[2] > 0 else float("nan")
    if total is not None:
        row["mean_intensity"], row["total_intensity"] = total / row["voxels"], total
    return row


def measure(labels, spacing, image=None):
    """Measure every nucleus of a label image.

    Parameters
    ----------
    labels : ndarray of int, shape (z, y, x)
        0 is background; each other number is one nucleus. Gaps in the numbers are fine.
    spacing : tuple of float
        The size of a voxel (z, y, x) in µm.
    image : ndarray, shape (z, y, x), optional
        The grey levels; without it the two intensity columns are left out.

    Returns
    -------
    pandas.DataFrame
        One row for each nucleus, in the order of the labels. `COLUMNS` says what the
        columns mean.

    Raises
    ------
    InputError
        If the label image is not 3D, the image has another shape or the spacing is missing.

    Examples
    --------
    >>> cube = np.zeros((6, 6, 6), int)
    >>> cube[1:3, 1:3, 1:3] = 7
    >>> table = measure(cube, spacing=(0.5, 0.1, 0.1))
    >>> table[["label", "voxels", "volume_um3", "touches_border"]]
       label  voxels  volume_um3  touches_border
    0      7       8        0.04           False
    """
    import pandas as pd

    labels, spacing = check_labels(labels), check_spacing(spacing)
    if labels.ndim != 3:
        raise InputError(
            f"The label image is 2D, of shape {labels.shape}, but a volume needs all three axes "
            "(z, y, x): measure the whole stack. If there is one slice only, labels[None] and "
            "image[None] make it a stack of one; its volumes are areas times the z step."
        )
    if image is not None:
        image = check_volume(image)
        if image.shape != labels.shape:
            raise InputError(
                f"The label image has shape {labels.shape} and the image {image.shape}, but they "
                "must be the same: measure the image that the labels were made from."
            )
    compact, numbers = _with_small_numbers(labels)
    rows = [
        measure_region(region, labels.shape, spacing, image)
        for region in regionprops(compact, spacing=spacing)
    ]
    for row in rows:
        row["label"] = int(numbers[row["label"]])
    names = [name for name in COLUMNS if image is not None or "intensity" not in name]
    return pd.DataFrame(rows, columns=names)


def _with_small_numbers(labels):
    """Return labels that need no long list, and for each of their numbers the original one."""
    if labels.max() <= labels.size:
        return labels, range(int(labels.max()) + 1)
    numbers, places = np.unique(np.append(0, labels.ravel()), return_inverse=True)
    return places[1:].reshape(labels.shape), numbers


def to_csv(table, decimal=".", missing="nan"):
    r"""Return a table as CSV text, every digit kept; the units stand in the column names.

    A spreadsheet takes a text that begins with ``=``, ``+``, ``-`` or ``@`` for a formula, and
    runs it. Before such a beginning stands an apostrophe here, also after a separator inside a
    text, where a spreadsheet that expects another one begins a cell; before apostrophes that
    stood there already, one more. Take one away and the text is what it was.

    Parameters
    ----------
    table : pandas.DataFrame
    decimal : {".", ","}
        With a comma, as spreadsheets of many countries expect it, semicolons part the columns.
    missing : str
        What stands for a number that is not known.

    Returns
    -------
    str

    Examples
    --------
    >>> import pandas as pd
    >>> to_csv(pd.DataFrame({"label": [1], "volume_um3": [0.1]}))
    'label,volume_um3\n1,0.1\n'
    >>> to_csv(pd.DataFrame({"label": [1], "volume_um3": [0.1]}), decimal=",")
    'label;volume_um3\n1;0,1\n'
    >>> to_csv(pd.DataFrame({"image": ["=1+1.tif", "a-b.tif"], "label": [-1, 2]}))
    "image,label\n'=1+1.tif,-1\na-b.tif,2\n"
    """
    separator = ";" if decimal == "," else ","
    texts = table.select_dtypes(exclude=["number", "bool"])
    if len(texts.columns):
        table = table.copy(deep=False)
        table[texts.columns] = texts.map(_no_formula)
    table = table.rename(columns=_no_formula)
    # Python 3.11 quotes only those line breaks that the end of a line holds
    text = table.to_csv(
        index=False, na_rep=missing, lineterminator=_ROW_END, sep=separator, decimal=decimal
    )
    return text.replace(_ROW_END, "\n")


def _no_formula(value):
    """Return a text that no spreadsheet takes for a formula; another value as it is."""
    return _FORMULA.sub(r"'\1", value) if isinstance(value, str) else value


def touches_border(labels):
    """Return the labels that reach a face of the image.

    These are the ones that `skimage.segmentation.clear_border` takes out. An axis that is one
    voxel long has no faces: a single slice has the border of a 2D image, its four sides.

    Parameters
    ----------
    labels : ndarray of int, 2D or 3D

    Returns
    -------
    ndarray of int
        The label numbers, ascending, without the background.

    Raises
    ------
    InputError
        If `labels` is no label image.

    Examples
    --------
    >>> touches_border(np.array([[0, 0, 0, 0], [5, 0, 2, 0], [0, 0, 0, 0]]))
    array([5])
    """
    labels = check_labels(labels)
    long = [axis for axis in range(labels.ndim) if labels.shape[axis] > 1]
    faces = [np.unique(labels.take((0, -1), axis)) for axis in long]
    found = np.unique(np.concatenate([labels[:0].ravel(), *faces]))
    return found[found > 0]


@dataclass(frozen=True)
class Summary:
    """How many nuclei there are, and how their volumes spread.

    Attributes
    ----------
    count : int
    mean, range : float
        In the unit of the volumes; the range is the largest minus the smallest.
    sd : float
        The standard deviation of exactly these nuclei: divided by n, as `numpy.std` does.
    sd_sample : float
        The estimate for all nuclei that these were drawn from: divided by n - 1.
        For a statement about cells in general, report this one.
    unit : str
    """

    count: int
    mean: float
    sd: float
    sd_sample: float
    range: float
    unit: str = "µm³"

    def __str__(self):
        if self.count == 0:
            return "0 nuclei: nothing to summarise"
        sample = "not known from one nucleus" if self.count == 1 else f"{self.sd_sample:.2f}"
        lines = [
            f"number of nuclei              {self.count}",
            f"mean volume                   {self.mean:.2f} {self.unit}",
            f"range (largest - smallest)    {self.range:.2f} {self.unit}",
            f"standard deviation (n)        {self.sd:.2f} {self.unit}",
            f"standard deviation (n - 1)    {sample}" + f" {self.unit}" * (self.count > 1),
        ]
        return "\n".join(lines)


def summarise(volumes, unit="µm³"):
    """Return count, mean, range and both standard deviations of `volumes`.

    Parameters
    ----------
    volumes : array_like of float
    unit : str
        The unit of the volumes, for printing.

    Returns
    -------
    Summary
        With no volumes, all but the count are NaN; with one, `sd_sample` is NaN.

    Examples
    --------
    >>> voxels = np.array([60268, 51409, 46866, 53108, 37869, 36523, 40809, 39598, 34196,
    ...                    48925, 30728])
    >>> print(summarise(voxels * 0.29 * 0.26 * 0.26))
    number of nuclei              11
    mean volume                   855.98 µm³
    range (largest - smallest)    579.10 µm³
    standard deviation (n)        170.19 µm³
    standard deviation (n - 1)    178.50 µm³
    """
    volumes = np.asarray(volumes, dtype=float).ravel()
    if volumes.size == 0:
        return Summary(0, *[float("nan")] * 4, unit)
    sample = float(np.std(volumes, ddof=1)) if volumes.size > 1 else float("nan")
    spread = float(volumes.max() - volumes.min())
    return Summary(
        volumes.size, float(volumes.mean()), float(np.std(volumes)), sample, spread, unit
    )
