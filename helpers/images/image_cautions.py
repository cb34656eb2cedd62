"""What about an image itself makes one doubt: its voxel size, its slices, its values."""

import numpy as np

USUAL_STEP = (0.01, 20)  # µm; light microscopes of cells lie within
FLATTEST = 20  # height over width of a voxel


def cautions_of(image, spacing=None):
    """Say what is doubtful about an image and its voxel size, before anything is measured.

    Parameters
    ----------
    image : ndarray, shape (z, y, x)
    spacing : tuple of float, optional
        The voxel size (z, y, x) in µm.

    Returns
    -------
    list of str
        One sentence each, beginning with a keyword and a colon; empty if nothing stands out.

    Examples
    --------
    >>> image = np.random.default_rng(0).integers(0, 99, (4, 8, 8))
    >>> image[2] = 0
    >>> print(cautions_of(image, (1, 1, 1))[1])
    empty slice: slice 2 (counted from 0) holds a single value while others do not, so it may \
not have been recorded or copied.
    """
    found = [] if spacing is None else spacing_cautions(spacing, len(image))
    return found + slice_cautions(image)


def spacing_cautions(spacing, slices=2):
    """Say what is doubtful about a voxel size.

    Parameters
    ----------
    spacing : tuple of float
        (z, y, x) in µm.
    slices : int
        How many slices the image has.

    Returns
    -------
    list of str

    Examples
    --------
    >>> spacing_cautions((0.29, 0.26, 0.26))
    []
    >>> print(spacing_cautions((0.2, 0.5, 0.5))[0])
    voxel size: the z step (0.2 µm) is smaller than a pixel (0.5 µm), which is rare; check that \
the order is z, y, x.
    """
    z, y, x = spacing
    check = "look it up in your microscope's software"
    if slices == 1:
        found = [
            f"single slice: the image is 2D, so a volume here is an area times {z:g} µm. If it "
            "is one of a stack, open the stack; slices in files of their own become one with "
            "File > Import > Image Sequence in Fiji."
        ]
        sides = (y, x)
    else:
        found, sides = [], (z, y, x)
    if set(sides) == {1.0}:
        found.append(
            f"voxel size: exactly {' × '.join('1' for _ in sides)} µm is what programs write when "
            f"they do not know it; {check}."
        )
    elif min(sides) < USUAL_STEP[0] or max(sides) > USUAL_STEP[1]:
        found.append(
            f"voxel size: {', '.join(f'{s:g}' for s in sides)} µm is far from what light "
            f"microscopes of cells have; {check}, with its unit."
        )
    elif max(x, y) > 1.5 * min(x, y):
        found.append(
            f"voxel size: a pixel is {y:g} µm high but {x:g} µm wide, which is rare; check that "
            "the order is z, y, x."
        )
    elif slices > 1 and z < 0.95 * min(x, y):
        found.append(
            f"voxel size: the z step ({z:g} µm) is smaller than a pixel ({min(x, y):g} µm), which "
            "is rare; check that the order is z, y, x."
        )
    elif slices > 1 and z > FLATTEST * max(x, y):
        found.append(
            f"voxel size: the z step ({z:g} µm) is {z / max(x, y):.0f} times a pixel "
            f"({max(x, y):g} µm), so the slices say little about depth; {check}."
        )
    return found


def slice_cautions(image):
    """Say which slices hold a single value although others do not, and what is but a mask.

    Parameters
    ----------
    image : ndarray, shape (z, y, x)

    Returns
    -------
    list of str
    """
    image = np.asarray(image)
    thin = image[:, ::61]  # a few rows: nearly always enough to see that there are more values
    two = _of_two_values(thin) and _of_two_values(image)
    likely = np.flatnonzero(thin.min(axis=(1, 2)) == thin.max(axis=(1, 2)))
    flat = [int(z) for z in likely if image[z].min() == image[z].max()]
    return value_cautions((image.min(), image.max()) if two else None, flat, len(image))


def value_cautions(only, flat, slices):
    """Say the same as `slice_cautions`, from what was found in the image.

    Parameters
    ----------
    only : tuple of two numbers, or None
        The lowest and the highest value, if there are no others.
    flat : list of int
        The slices that hold a single value.
    slices : int
        How many there are in all.

    Returns
    -------
    list of str
    """
    if only and only[0] != only[1]:
        return [
            f"mask: the image holds only the values {only[0]} and {only[1]}, so it is a "
            "mask, not a picture; brightness, exposure and the threshold mean nothing here."
        ]
    if not 0 < len(flat) < slices:
        return []
    said = ", ".join(map(str, flat[:6])) + (", ..." if len(flat) > 6 else "")
    if len(flat) == 1:
        return [
            f"empty slice: slice {said} (counted from 0) holds a single value while others do "
            "not, so it may not have been recorded or copied."
        ]
    return [
        f"empty slices: slices {said} (counted from 0) hold a single value while others do not, "
        "so they may not have been recorded or copied."
    ]


def _of_two_values(part):
    return ((part == part.min()) | (part == part.max())).all()
