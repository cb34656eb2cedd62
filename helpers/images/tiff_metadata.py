"""Voxel size, channel names and bits in the metadata of each program that writes TIFFs."""

from .scan import of_top
from .units import VoxelSize, micrometres, number

# dots per inch that programs write when they know nothing
_PRINT = (72, 75, 90, 96, 100, 120, 144, 150, 180, 200, 240, 300, 360, 400, 600, 720, 1200, 2400)


def voxel_size(tiff, promise, slices):
    """Return the size of a voxel from the first metadata that give any of it, and doubts.

    Parameters
    ----------
    tiff : tifffile.TiffFile
    promise : Promise or None
    slices : int

    Returns
    -------
    VoxelSize, list of str
    """
    if promise is not None and any(promise.voxel.steps + promise.voxel.bare):
        return promise.voxel, []
    if tiff.is_lsm:
        said = tiff.lsm_metadata or {}
        sizes = {a: said.get(f"VoxelSize{a}") for a in "ZYX"}
        return VoxelSize.of(sizes, dict.fromkeys("ZYX", "m"), slices), []
    if tiff.is_stk:
        return _stk(tiff.stk_metadata or {}, slices), []
    if tiff.is_imagej:
        return _imagej(tiff, slices)
    if tiff.is_micromanager:
        said = _summary(tiff)
        side = said.get("PixelSize_um")
        sizes = {"Z": said.get("z-step_um"), "Y": side, "X": side}
        return VoxelSize.of(sizes, dict.fromkeys("ZYX", "µm"), slices), []
    sizes, unit = _resolution(tiff)
    if unit is None and set(sizes.values()) == {1}:
        sizes = {}  # what is written when nothing is known
    return VoxelSize.of(sizes, dict.fromkeys("YX", unit), slices), []


def channel_names(tiff, promise):
    """Return the names of the channels, as far as the file gives them.

    Parameters
    ----------
    tiff : tifffile.TiffFile
    promise : Promise or None

    Returns
    -------
    tuple of str
    """
    if promise is not None and any(promise.channels):
        return promise.channels
    names = []
    if tiff.is_lsm:
        names = ((tiff.lsm_metadata or {}).get("ChannelColors") or {}).get("ColorNames", [])
    elif tiff.is_micromanager:
        names = _summary(tiff).get("ChNames", [])
    return tuple(map(str, names)) if isinstance(names, list | tuple) else ()


def bits(tiff, promise):
    """Return how many bits the camera has, if the file says that they are fewer than the type's.

    Parameters
    ----------
    tiff : tifffile.TiffFile
    promise : Promise or None

    Returns
    -------
    int or None
    """
    if promise is not None and promise.bits:
        return promise.bits
    if tiff.is_micromanager and _summary(tiff).get("BitDepth") in (10, 11, 12, 14):
        return _summary(tiff)["BitDepth"]
    shown = (tiff.imagej_metadata or {}).get("max") if tiff.is_imagej else None
    return of_top(shown) or of_top(tiff.pages.first.tags.valueof("MaxSampleValue"))


def _summary(tiff):
    """Return Micro-Manager's own summary of an acquisition."""
    said = (tiff.micromanager_metadata or {}).get("Summary", {})
    return said if isinstance(said, dict) else {}


def _stk(said, slices):
    """Return the voxel size of a MetaMorph stack; its z steps are in µm."""
    steps = said.get("ZDistance")
    steps = [] if steps is None else [float(s) for s in steps if s]
    scaled = said.get("SpatialCalibration", 1) and said.get("CalibrationUnits")
    unit = str(scaled or "")
    sizes = {a: said.get(f"{a}Calibration") for a in "YX"}
    sizes = {a: s[0] / s[1] if isinstance(s, tuple) and s[1] else s for a, s in sizes.items()}
    sizes["Z"] = abs(steps[0]) if steps else None
    return VoxelSize.of(sizes, {"Z": "µm", "Y": unit, "X": unit}, slices)


def _imagej(tiff, slices):
    """Return the voxel size as Fiji shows it: what ImageJ leaves out is 1."""
    said = tiff.imagej_metadata or {}
    sizes, unit = _resolution(tiff)
    unit = said.get("unit") or unit
    known = micrometres(unit) is not None
    if known and "XResolution" not in tiff.pages.first.tags:
        sizes = {"Y": 1, "X": 1}
    step = number(said.get("spacing"))
    units = {"Z": said.get("zunit", unit), "Y": said.get("yunit", unit), "X": unit}
    doubts = []
    if step is not None:
        sizes["Z"] = abs(step)
    elif known and said.get("unit") and slices > 1:
        sizes["Z"] = 1
        doubts = [
            "z step: the file gives none, which in ImageJ and Fiji means 1, but also that nobody "
            "set it; compare it with your microscope's software."
        ]
    return VoxelSize.of(sizes, units, slices), doubts


def _resolution(tiff):
    """Return the sizes of a pixel by its axis and their unit, from the tags of every TIFF."""
    tags = tiff.pages.first.tags
    unit = {2: "inch", 3: "cm"}.get(tags.valueof("ResolutionUnit", default=1))
    sizes = {}
    for axis in "YX":
        per_unit = tags.valueof(f"{axis}Resolution")
        try:
            count, base = per_unit
            sizes[axis] = base / count
        except (TypeError, ValueError, ZeroDivisionError):
            continue
        per_inch = 25400 / (sizes[axis] * (micrometres(unit) or 1))
        if unit and any(abs(per_inch / dots - 1) < 0.005 for dots in _PRINT):
            del sizes[axis]
    return sizes, unit
