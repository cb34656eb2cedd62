"""Read microscopes' own formats, CZI, ND2 and LIF, through bioio: the extra `formats`."""

from contextlib import contextmanager
from functools import partial

import numpy as np

from .scan import Opened, Scan
from .units import VoxelSize


@contextmanager
def open_microscope(path):
    """Open a CZI, ND2 or LIF, and look at all images in it; bioio calls them scenes.

    Parameters
    ----------
    path : pathlib.Path

    Yields
    ------
    list of Opened
    """
    from bioio import BioImage

    file = BioImage(path)
    found = []
    for scene in file.scenes:
        file.set_scene(scene)
        sizes = dict(zip(file.dims.order, file.dims.shape, strict=True))
        steps = dict(zip("ZYX", file.physical_pixel_sizes, strict=True))  # in µm
        scan = Scan(
            path,
            "".join(sizes),
            tuple(sizes.values()),
            np.dtype(file.dtype),
            name=str(scene),
            channels=tuple(map(str, file.channel_names or ())),
            voxel=VoxelSize.of(steps, dict.fromkeys("ZYX", "µm"), sizes.get("Z", 1)),
        )
        found.append(Opened(scan, partial(_take, file, scene, tuple(sizes))))
    yield found


def _take(file, scene, axes, chosen):
    """Read what is chosen of a scene, and no more."""
    file.set_scene(scene)
    wanted = file.dask_data[tuple(chosen.get(axis, slice(None)) for axis in axes)]
    return np.asarray(wanted.compute()), []
