"""A workflow as a Python script that stands on scikit-image alone."""

import inspect
from typing import TYPE_CHECKING

from ..inputs import check_spacing
from ..nuclei.measurement import make_row, measure_region, surface_area

if TYPE_CHECKING:
    from .run import Workflow

_MEASURING = (surface_area, make_row, measure_region)


def make_script(workflow: "Workflow", spacing: tuple[float, ...]) -> str:
    """Return a script that measures one image as the workflow does.

    The functions that measure a nucleus are copied from this package word for word, so that
    the script cannot drift away from them.

    Parameters
    ----------
    workflow : helpers.workflow.run.Workflow
    spacing : tuple of float
        The size of a voxel (z, y, x) in µm.

    Returns
    -------
    str
    """
    spacing = check_spacing(spacing)
    in_um = workflow.unit == "um"
    return _SCRIPT.format(
        spacing=spacing,
        sigma=workflow.sigma,
        radius=workflow.radius,
        expansion=workflow.distance,
        unit="µm" if in_um else "voxels",
        blurred=_blurred(workflow.sigma, in_um),
        scale=", spacing=SPACING" if in_um else "",
        border="clear_border(labels.squeeze()).reshape(labels.shape)"
        if workflow.clear_border
        else "labels",
        border_comment="Leave out nuclei cut by the side of the image, and"
        if workflow.clear_border
        else "Nuclei cut by the side of the image stay; only",
        measuring="\n\n\n".join(inspect.getsource(one).strip() for one in _MEASURING),
    )


def _blurred(sigma: float, in_um: bool) -> str:
    """Return the code of the blur; without one, Otsu's method looks at each grey level."""
    width = "[SIGMA / step for step in SPACING]" if in_um else "SIGMA"
    return f"gaussian(image, sigma={width})" if sigma else "image"


_SCRIPT = '''"""Measure the nuclei of one 3D image.

Run it with:  python measure_nuclei.py IMAGE.tif TABLE.csv
It needs Python and scikit-image (pip install scikit-image), nothing else.
"""

import csv
import sys

import numpy as np
from skimage.filters import gaussian, threshold_otsu
from skimage.io import imread
from skimage.measure import label, marching_cubes, mesh_surface_area, regionprops
from skimage.morphology import isotropic_erosion
from skimage.segmentation import clear_border, expand_labels

SPACING = {spacing}  # size of a voxel in µm: z, y, x. Check it for each new image!
SIGMA = {sigma}  # {unit}: how far to blur
RADIUS = {radius}  # {unit}: how far to erode
EXPANSION = {expansion}  # {unit}: how far to grow the labels back


{measuring}


if len(sys.argv) != 3:
    sys.exit("Run it with:  python measure_nuclei.py IMAGE.tif TABLE.csv")
image_file, table_file = sys.argv[1:]

# The image: slices, rows, columns. If it holds more channels, choose one: image[:, 1]
image = imread(image_file)
if image.ndim == 2:
    image = image[None]  # one slice
if image.ndim != 3:
    sys.exit(f"The image has shape {{image.shape}}, but (slices, rows, columns) is wanted.")

# Blur away the noise, then let Otsu's method find the threshold.
blurred = {blurred}
mask = blurred > threshold_otsu(blurred)

# Shrink the mask until nuclei that touch come apart, number the pieces, grow them back.
cores = label(isotropic_erosion(mask, RADIUS{scale}))
labels = expand_labels(cores, EXPANSION{scale})

# {border_comment} number the rest 1, 2, 3 ...
labels = label({border})

# Measure, and write one line for each nucleus.
regions = regionprops(labels, spacing=SPACING)
rows = [measure_region(region, labels.shape, SPACING, image) for region in regions]
with open(table_file, "w", newline="") as file:
    writer = csv.DictWriter(file, rows[0] if rows else ["label"], lineterminator="\\n")
    writer.writeheader()
    writer.writerows(rows)
print(f"{{len(rows)}} nuclei written to {{table_file}}")
'''
