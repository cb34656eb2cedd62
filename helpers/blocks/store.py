"""What a run in blocks leaves: arrays in pieces, and one file for each block that is done."""

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..files import write_whole
from ..nuclei.labelling import renumber
from .grid import Grid, shared, within

CHUNK = 64  # voxels along a side; small, so that one nucleus is read without its neighbourhood


@dataclass(frozen=True)
class Work:
    """The folder of a run: arrays, and for each step and block what was found.

    A block counts as done once its file is there, which is written last and whole.
    """

    folder: Path
    grid: Grid

    def array_path(self, name):
        """Return the folder of an array.

        Parameters
        ----------
        name : str
            Of the step that fills it, such as "cores".

        Returns
        -------
        pathlib.Path
        """
        return self.folder / f"{name}.zarr"

    def array(self, name):
        """Open an array of the image's shape.

        Parameters
        ----------
        name : str

        Returns
        -------
        zarr.Array, shape (z, y, x)
        """
        return labels_array(self.array_path(name), self.grid)

    def done(self, step, place):
        """Return whether a step was finished for a block.

        Parameters
        ----------
        step : str
        place : tuple of int

        Returns
        -------
        bool
        """
        return self._file(step, place).exists()

    def keep(self, step, place, packed=True, **found):
        """Write what a step found in a block; with it the block is done.

        Parameters
        ----------
        step : str
        place : tuple of int
        packed : bool
            Whether to compress it; noise takes long and gets little smaller.
        **found : array-like
            Under the names that :meth:`found` asks for.
        """
        file = io.BytesIO()
        (np.savez_compressed if packed else np.savez)(file, **found)
        write_whole(self._file(step, place), file.getvalue())

    def found(self, step, place, *names):
        """Return what a step found in a block: one array for each name.

        Parameters
        ----------
        step : str
        place : tuple of int
        *names : str

        Returns
        -------
        list of ndarray
        """
        with np.load(self._file(step, place)) as kept:  # thousands may not stay open
            return [kept[name] for name in names]

    def keep_numbers(self, step, numbers):
        """Write the final number of every piece, one list for each block.

        Parameters
        ----------
        step : str
            "cores" or "nuclei".
        numbers : list of ndarray of int
            The blocks in raster order.
        """
        starts = np.cumsum([0, *map(len, numbers)], dtype=np.int64)
        for name, values in (("numbers", np.concatenate(numbers)), ("starts", starts)):
            file = io.BytesIO()
            np.save(file, values)
            write_whole(self.folder / f"{step}-{name}.npy", file.getvalue())

    def numbers(self, step):
        """Return the final numbers of the pieces of all blocks, and where those of each begin.

        Parameters
        ----------
        step : str

        Returns
        -------
        numbers, starts : ndarray of int
            Left in their files until they are looked at; `starts` has one more than there are
            blocks.
        """
        files = [self.folder / f"{step}-{name}.npy" for name in ("numbers", "starts")]
        return [np.load(file, mmap_mode="r") for file in files]

    def numbered(self, step, region):
        """Return the pieces in a region under their final numbers.

        Parameters
        ----------
        step : str
            "cores" or "nuclei".
        region : tuple of slice

        Returns
        -------
        ndarray of int32, shape (z, y, x)
        """
        numbers, starts = self.numbers(step)
        labels = self.array(step)[region].view(np.int32)
        for place in self.grid.meeting(region):
            part = within(shared(self.grid.region(place), region), region)
            start, stop = starts[self.grid.number(place) :][:2]
            labels[part] = renumber(labels[part], numbers[start:stop])
        return labels

    def _file(self, step, place):
        return self.folder / step / f"{'.'.join(map(str, place))}.npz"


def labels_array(path, grid, dtype=None):
    """Open a Zarr array of which each block is one file, or make it if a `dtype` is given.

    Parameters
    ----------
    path : pathlib.Path
    grid : Grid
        Its shape and blocks are those of a new array.
    dtype : numpy dtype, optional

    Returns
    -------
    zarr.Array, shape (z, y, x)
    """
    import zarr

    if dtype is None or (path / "zarr.json").exists():
        return zarr.open_array(path, mode="r+")
    chunk = tuple(_piece(side) for side in grid.block)
    shard = grid.block if chunk != grid.block else None
    return zarr.create_array(
        path,
        shape=grid.shape,
        chunks=chunk,
        shards=shard,
        dtype=dtype,
        fill_value=0,
        dimension_names=["z", "y", "x"],
        overwrite=True,
    )


def _piece(side):
    """Return the longest part, of at most CHUNK voxels, that a side can be cut into evenly.

    Examples
    --------
    >>> _piece(256), _piece(96), _piece(5)
    (64, 48, 5)
    """
    return next(side // n for n in range(-(-side // CHUNK), side + 1) if side % n == 0)


def create_labels(path, grid, spacing):
    """Make an OME-Zarr folder (version 0.5) for labels of one size, unless it is there.

    Parameters
    ----------
    path : pathlib.Path
    grid : Grid
    spacing : tuple of float
        Voxel size (z, y, x) in µm.
    """
    import zarr

    scale = {"type": "scale", "scale": list(spacing)}
    ome = {
        "version": "0.5",
        "multiscales": [
            {
                "name": path.name.split(".")[0],
                "axes": [{"name": a, "type": "space", "unit": "micrometer"} for a in "zyx"],
                "datasets": [{"path": "0", "coordinateTransformations": [scale]}],
            }
        ],
        "image-label": {},
    }
    if not (path / "zarr.json").exists():
        zarr.create_group(path, attributes={"ome": ome})
    labels_array(path / "0", grid, np.int32)
