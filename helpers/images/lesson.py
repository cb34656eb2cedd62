"""The image of the lessons, and its two-channel original."""

import hashlib
from pathlib import Path

import numpy as np
import tifffile

from ..inputs import InputError
from .reading import load_volume

DATA = Path(__file__).parents[2] / "data"
NUCLEI_SHA256 = "3ce5179fcc8bb48110bd2422bdda7ef26c56f1f444be6aca8c1e5ec803d8fc85"
CELLS3D_URL = (  # where scikit-image itself fetches skimage.data.cells3d from
    "https://gitlab.com/scikit-image/data/-/raw/2cdc5ce89b334d28f06a58c9f0ca21aa6992a5ba/cells3d.tif"
)
CELLS3D_SHA256 = "afc7c7d80d38bfde09788b4064ac1e64ec14e88454ab785ebdc8dbba5ca3b222"
CELLS3D_SPACING = (0.29, 0.26, 0.26)


def load_nuclei(path=DATA / "nuclei.ome.tif"):
    """Load the nuclei of the lessons, and check that not one voxel has changed.

    Parameters
    ----------
    path : path-like, optional
        Where the image lies; by default in the workbook's `data` folder.

    Returns
    -------
    image : ndarray of uint16, shape (60, 256, 256)
        Axes (z, y, x); higher is brighter.
    spacing : tuple of float
        The size of a voxel in µm: (0.29, 0.26, 0.26), in the order (z, y, x).

    Raises
    ------
    InputError
        If the file is missing, cut short or changed.

    Examples
    --------
    >>> image, spacing = load_nuclei()
    >>> image.shape, spacing
    ((60, 256, 256), (0.29, 0.26, 0.26))
    """
    advice = "get the workbook's data folder again, for example with git checkout -- data"
    if not Path(path).exists():
        raise InputError(f"The image {Path(path).name} is not in {Path(path).parent}: {advice}.")
    try:
        image, spacing = load_volume(path)
    except InputError as error:
        raise InputError(f"{error} It is the image of the lessons: {advice}.") from None
    pixels = np.ascontiguousarray(image, dtype="<u2")
    if hashlib.sha256(pixels.tobytes()).hexdigest() != NUCLEI_SHA256:
        raise InputError(
            f"The voxels of {Path(path).name} are not those of the lessons, so no figure would "
            f"come out: {advice}."
        )
    return image, spacing


def download_cells3d():
    """Fetch the two-channel original of the image from scikit-image's server.

    The file (about 20 MB) is kept on your computer, so it is fetched only once.

    Returns
    -------
    image : ndarray of uint16, shape (60, 2, 256, 256)
        Axes (z, channel, y, x); channel 0 is the membranes, channel 1 the nuclei.
    spacing : tuple of float
        (0.29, 0.26, 0.26) µm, in the order (z, y, x).

    Raises
    ------
    InputError
        If there is no network, or the server does not answer.
    """
    import pooch

    try:
        path = pooch.retrieve(
            CELLS3D_URL,
            known_hash=CELLS3D_SHA256,
            fname="cells3d.tif",
            path=pooch.os_cache("nuclei-workbook"),
            downloader=pooch.HTTPDownloader(progressbar=True),
        )
    except Exception as error:  # every network has its own way to fail
        raise InputError(
            "The two-channel image could not be downloaded; is this computer on the network? "
            "Every lesson works without it: load_nuclei() reads the nuclei that came with the "
            f"workbook. ({type(error).__name__})"
        ) from None
    return tifffile.imread(path), CELLS3D_SPACING
