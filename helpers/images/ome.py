"""What OME metadata promise: images, their axes, planes, files, channels and voxel size.

The schema is https://www.openmicroscopy.org/Schemas/OME/2016-06.
"""

from dataclasses import dataclass
from xml.etree import ElementTree

from ..inputs import InputError
from .units import VoxelSize

MOST_PLANES = 1_000_000  # a file of more would take days to write; its header is damaged


@dataclass(frozen=True)
class Promise:
    """One `Image` element of OME metadata.

    Attributes
    ----------
    name : str
    sizes : dict of str to int
        By the letters X, Y, Z, C and T.
    voxel : VoxelSize
    channels : tuple of str
    bits : int or None
        Its `SignificantBits`, if they are fewer than the type holds.
    files : tuple of str
        The names of the files that it says it lies in; none if it is this one.
    """

    name: str
    sizes: dict
    voxel: VoxelSize
    channels: tuple
    bits: int | None
    files: tuple

    @property
    def planes(self):
        """How many slices the image has in all channels and time points."""
        return self.sizes["Z"] * self.sizes["C"] * self.sizes["T"]


def promises(xml, file):
    """Return what OME metadata say of each image.

    Parameters
    ----------
    xml : str
    file : str
        What to call the file in a message.

    Returns
    -------
    list of Promise

    Raises
    ------
    InputError
        If the text cannot be read, promises what no file can hold, or is in another file.
    """
    try:
        root = ElementTree.fromstring(xml)
    except (ElementTree.ParseError, ValueError) as error:
        raise InputError(
            f"The OME metadata of {file} are damaged ({error}): copy or export the file again."
        ) from None
    for other in _parts(root, "BinaryOnly"):
        raise InputError(
            f"{file} is a part of the image that {other.get('MetadataFile', 'another file')} "
            "describes: give that file if it is a TIFF, else open it in Fiji and save the image "
            "as one TIFF."
        )
    images = [e for e in root if _tag(e) == "Image"]
    own = root.get("UUID")
    return [
        _promise(image, pixels, own, file) for image in images for pixels in _parts(image, "Pixels")
    ]


def _promise(image, pixels, own, file):
    said = pixels.attrib
    sizes = {axis: _count(said.get(f"Size{axis}"), file) for axis in "XYZCT"}
    found = Promise(
        image.get("Name", ""),
        sizes,
        VoxelSize.of(
            {a: said.get(f"PhysicalSize{a}") for a in "ZYX"},
            {a: said.get(f"PhysicalSize{a}Unit", "µm") for a in "ZYX"},  # the schema's default
            sizes["Z"],
        ),
        tuple(c.get("Name") or "" for c in _parts(pixels, "Channel")),
        _bits(said.get("SignificantBits"), said.get("Type", "")),
        tuple(
            dict.fromkeys(
                # this file may have another name by now
                file if own and (uuid.text or "").strip() == own else uuid.get("FileName")
                for data in _parts(pixels, "TiffData")
                for uuid in _parts(data, "UUID")
                if uuid.get("FileName")
            )
        ),
    )
    if found.planes > MOST_PLANES:
        raise InputError(
            f"The OME metadata of {file} promise {found.planes} slices, more than any file holds, "
            "so they are damaged: export the file again."
        )
    return found


def _tag(element):
    return str(element.tag).rsplit("}", 1)[-1]


def _parts(element, tag):
    return [e for e in element if _tag(e) == tag]


def _count(text, file):
    """Return a size as a whole number above 0."""
    text = (text or "").strip()
    if text.isdecimal() and len(text) < 12 and int(text):
        return int(text)
    raise InputError(
        f"The OME metadata of {file} give {text or 'nothing'} as the length of an axis, so they "
        "are damaged: export the file again."
    )


def _bits(text, kind):
    """Return the significant bits if they say more than the type does."""
    full = {"uint8": 8, "uint16": 16, "uint32": 32}.get(kind.lower(), 0)
    bits = int(text) if text and text.isdecimal() and len(text) < 3 else 0
    return bits if 1 < bits < full else None
