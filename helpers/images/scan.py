"""What a file says of an image, before a single voxel is read: the form all readers share."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ..inputs import InputError
from .units import VoxelSize, number

SLICES_AT_MOST = 8  # more channels than these, without any z, are probably slices


@dataclass(frozen=True)
class Scan:
    """One image in a file.

    Attributes
    ----------
    path : pathlib.Path
        The file or folder that was asked for.
    index : int
        Which image of the file, counted from 0: what `load_volume` takes as `image`.
    count : int
        How many images the file holds.
    name : str
        The image's own name in the file; may be empty.
    axes : str
        One letter for each axis as stored: Z, Y, X, C for channel, T for time, any other for
        an axis that cannot be used.
    shape : tuple of int
    dtype : numpy.dtype
    channels : tuple of str
        The names of the channels, as far as the file gives them; one may be empty.
    voxel : VoxelSize
    bits : int or None
        How many bits the camera has, if the file says that it is fewer than the type holds.
    files : tuple of pathlib.Path
        All files that the image is stored in: more than one for a set of files.
    trouble : str
        Why the image cannot be read whole; empty if nothing is known to be wrong.
    doubts : tuple of str
        Cautions that come from the file itself.
    """

    path: Path
    axes: str
    shape: tuple
    dtype: np.dtype
    index: int = 0
    count: int = 1
    name: str = ""
    channels: tuple = ()
    voxel: VoxelSize = field(default_factory=VoxelSize)
    bits: int | None = None
    files: tuple = ()
    trouble: str = ""
    doubts: tuple = ()

    @property
    def key(self):
        """What is equal for the same image, whichever file of a set it was found through."""
        return min(map(str, self.files), default=str(self.path)), self.index

    @property
    def label(self):
        """A name for tables: that of the file, and the image's own if the file holds several."""
        if self.count == 1:
            return self.path.name
        return f"{self.path.name}, image {self.index}" + (f" ({self.name})" if self.name else "")

    @property
    def sizes(self):
        """The length of each axis, by its letter."""
        return dict(zip(self.axes, self.shape, strict=True))

    @property
    def channel_count(self):
        """How many channels a choice is wanted from; 1 if there is nothing to choose."""
        return self.sizes.get("C", 1)

    def choose(self, channel=None):
        """Return which entry to take on every axis that is no axis of space.

        Parameters
        ----------
        channel : int or str, optional

        Returns
        -------
        dict of str to int
            By the letter of the axis.

        Raises
        ------
        InputError
            If the choice does not leave one volume.
        """
        if self.trouble:
            raise InputError(f"{self.path.name}: {self.trouble}")
        sizes, file = self.sizes, self.path.name
        if len(sizes) < len(self.axes) or not set("YX") <= set(sizes):
            raise InputError(
                f"{file} is stored with the axes {', '.join(self.axes) or 'none'}, of which no "
                "single stack (z, y, x) can be made: open it in Fiji and save it as a TIFF anew."
            )
        if sizes.get("S", 1) > 1:
            raise InputError(
                f"{file} is a colour (RGB) picture of shape {self.shape}, but the grey slices of "
                "a fluorescence channel are wanted: export the channel itself, or split it with "
                "Image > Color > Split Channels in Fiji."
            )
        chosen = {axis: 0 for axis in sizes if axis not in "ZYX"}
        for axis in chosen:
            if sizes[axis] > 1 and axis not in "CT":
                raise InputError(
                    f"{file} has an axis {axis} of length {sizes[axis]} besides z, y, x and "
                    "channel: save the stack to be measured as a file of its own."
                )
        several = [axis for axis in "CT" if sizes.get(axis, 1) > 1]
        if sizes.get("Z", 1) == 1 and len(several) == 1:
            self._slices_by_another_name(several[0], channel)
        if sizes.get("T", 1) > 1:
            raise InputError(
                f"{file} holds {sizes['T']} time points, but one is wanted: save the time points "
                "as files of their own, with Image > Duplicate in Fiji."
            )
        place = self._channel(channel)
        return chosen | ({"C": place} if "C" in sizes else {})

    def _slices_by_another_name(self, axis, channel):
        """Refuse a pile of planes without z that is more likely a stack than what it is called."""
        called, other = {"C": ("channels", "channel"), "T": ("time points", "film")}[axis]
        count = self.sizes[axis]
        if axis == "C" and (count <= SLICES_AT_MOST or channel is not None):
            return
        raise InputError(
            f"{self.path.name} holds {count} {called} and no slices. If these are the slices of a "
            f"z-stack, open it in Fiji, choose Image > Properties, set slices to {count} and "
            f"{'frames' if axis == 'T' else 'channels'} to 1, and save it. "
            + (
                "If it is a film, save one time point as a file of its own."
                if other == "film"
                else f"If they are channels, choose channel 0 to {count - 1}."
            )
        )

    def _channel(self, channel):
        """Return the place of a channel given by its place or its name."""
        count, file, names = self.channel_count, self.path.name, list(self.channels)
        if channel is None and count == 1:
            return 0
        if isinstance(channel, np.integer):
            channel = int(channel)
        if isinstance(channel, int) and not isinstance(channel, bool) and 0 <= channel < count:
            return channel
        wanted = "" if channel is None else str(channel).strip()
        for same in (str, str.casefold):
            places = [n for n, name in enumerate(names) if wanted and same(name) == same(wanted)]
            if len(places) == 1:
                return places[0]
            if places:
                raise InputError(
                    f"{file} holds {len(places)} channels named {wanted}: choose by number, "
                    f"{' or '.join(map(str, places))}."
                )
        if wanted.isascii() and wanted.isdigit() and len(wanted) < 9 and int(wanted) < count:
            return int(wanted)
        if count == 1:
            said = f" ({names[0]})" if names and names[0] else ""
            raise InputError(f"{file} holds one channel only{said}: leave the channel out.")
        known = ", ".join(name or str(n) for n, name in enumerate(names[:20]))
        known = f" ({known}{', ...' if len(names) > 20 else ''})" if any(names) else ""
        found = "none was chosen" if channel is None else f"{channel!r} is not one of them"
        raise InputError(
            f"{file} holds {count} channels and {found}: choose channel 0 to {count - 1}{known}."
        )


class Opened(NamedTuple):
    """An image ready to be read: what is known of it, and how to take a part of it.

    `take(chosen)` gets an index for axes by their letter. It returns the array of the axes that
    are left, in the order in which they are stored, and a list of cautions.

    `stored(chosen)`, if there is one, reads nothing yet. It returns a function that opens the
    stored array, with all its axes, so that any part of it can be read, and a list of cautions.
    Each of `coarser` opens the same image with fewer voxels.
    """

    scan: Scan
    take: object
    stored: object = None
    coarser: tuple = ()


def of_top(highest):
    """Return the bits of a camera whose highest value is the one given, or None.

    Parameters
    ----------
    highest : float or str or None
        As the metadata give it.

    Returns
    -------
    int or None

    Examples
    --------
    >>> of_top(4095), of_top("1023.0"), of_top(65535), of_top(3127)
    (12, 10, None, None)
    """
    return {1023: 10, 4095: 12, 16383: 14}.get(number(highest))
