"""What the axes of a stored image mean: units of length, channels, the order (z, y, x)."""

import numpy as np

from ..inputs import InputError

# How many µm one unit of length is, by the names that TIFF writers use.
MICROMETRES = {"nm": 1e-3, "µm": 1.0, "μm": 1.0, "um": 1.0, "micron": 1.0, "microns": 1.0}
MICROMETRES |= {"micrometer": 1.0, "\\u00b5m": 1.0, "mm": 1e3, "cm": 1e4}


def one_channel(image, axes, channel, names, file):
    """Return the (z, y, x) array of one channel of an array whose axes are named by letters."""
    if "S" in axes:
        raise InputError(
            f"{file} is a colour (RGB) picture of shape {image.shape}, but the grey slices of a "
            "fluorescence channel are wanted: export the channel itself."
        )
    # a lone axis says nothing; "I" and "Q" are TIFF's names for pages of no known meaning
    keep = [i for i, n in enumerate(image.shape) if n > 1 or axes[i] in "ZYX"]
    image = image.reshape([image.shape[i] for i in keep])
    axes = "".join(axes[i] for i in keep).replace("I", "Z").replace("Q", "Z")
    if "C" in axes:
        image = np.take(image, _channel_index(channel, names, image, axes, file), axes.index("C"))
        axes = axes.replace("C", "")
    elif channel not in (None, 0) and channel not in names:
        raise InputError(f"{file} holds one channel only: leave the channel out.")
    if "T" in axes:
        raise InputError(
            f"{file} holds {image.shape[axes.index('T')]} time points, but one is wanted: save the "
            "time points as files of their own."
        )
    if sorted(axes) == ["X", "Y", "Z"]:
        return np.moveaxis(image, [axes.index(a) for a in "ZYX"], (0, 1, 2))
    return image


def _channel_index(channel, names, image, axes, file):
    """Return which entry of the channel axis is meant by a number or a name."""
    count = image.shape[axes.index("C")]
    known = f"0 to {count - 1}" + (f" ({', '.join(names)})" if names else "")
    if channel in names:
        return names.index(channel)
    if isinstance(channel, int) and 0 <= channel < count:
        return channel
    found = "none was chosen" if channel is None else f"{channel!r} is not one of them"
    raise InputError(f"{file} holds {count} channels and {found}: choose channel {known}.")
