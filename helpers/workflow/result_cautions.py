"""Reasons to doubt a measurement, in words: each function looks at one of them."""

from collections.abc import Iterable

import numpy as np

from ..images.image_cautions import spacing_cautions
from ..nuclei.quality import signal_to_noise
from ..nuclei.segmentation import label_components
from .evidence import Evidence, InMemory
from .parameters import UNITS
from .run import Result

CLIPPED_SHARE = 0.001  # of all voxels, at the top of the scale
LOWEST_SIGNAL = 3  # times the noise of the background
FEWEST_VOXELS = 1000  # a ball of radius 6: one voxel more or less all round is half its volume
FEWEST_PIXELS = 100  # the same for a disc, in a single slice
LARGEST_LOSS = 0.10  # of the mask; in the lessons' image reached where whole nuclei vanish
LARGEST_STRETCH = 2  # height over width of a voxel
LARGEST_LEFT_OUT = 0.5  # of what was segmented; 0.34 in the lessons' image
SMALLEST_PIECE = 50  # voxels, and 0.5 % of a typical nucleus: what is smaller is a speck
VANISHED_SHARE = 0.05  # of the pieces
LEAST_ROUND = 0.82  # sphericity: two nuclei that touch have 0.70 to 0.81, the lessons' own 0.84 up
LEAST_LONG = 1.5  # elongation: coarse slices make single nuclei less round, but not longer
BRIGHT_DEBRIS = 4  # times as bright as a typical nucleus; one in division has 2 to 3
CLEAR_CONTRAST = 10  # times the noise of the blurred background


def cautions(result: Result) -> list[str]:
    """Say what makes the measurements of one image doubtful.

    Parameters
    ----------
    result : helpers.workflow.Result

    Returns
    -------
    list of str
        One sentence or two each, beginning with a keyword and a colon; empty if nothing stands
        out.

    Examples
    --------
    >>> from helpers.workflow import Workflow
    >>> image = np.zeros((20, 40, 40), np.uint8)
    >>> image[5:15, 10:30, 10:30] = 255
    >>> cautions(Workflow(sigma=0, radius=2).run(image, (0.3, 0.3, 0.3)))[0]
    'clipped: 12.50 % of the voxels are at the highest value, so their true brightness is unknown.'
    """
    return weigh(InMemory(result))


def weigh(evidence: Evidence) -> list[str]:
    """Say what makes the measurements of one image doubtful, wherever the image lies.

    Parameters
    ----------
    evidence : Evidence

    Returns
    -------
    list of str
        As from `cautions`.
    """
    result = evidence.result
    hidden = _hidden(evidence)  # then what was measured is debris, and no nucleus speaks for others
    of_image = spacing_cautions(result.spacing, result.slices) + evidence.of_slices()
    found = [_clipped(evidence), *of_image, hidden]
    if not hidden:
        found += [look(evidence) for look in _AT_THE_NUCLEI]
    return [caution for caution in found if caution]


def with_those_of_file(
    found: list[str], of_file: Iterable[str], by_hand: tuple[float, ...] | None
) -> list[str]:
    """Add what is doubtful about the file of an image, each sentence once.

    Parameters
    ----------
    found : list of str
        The cautions of the measurement.
    of_file : iterable of str
    by_hand : tuple of float or None
        The voxel size, if it was given: what the file says of it does not matter then.

    Returns
    -------
    list of str

    Examples
    --------
    >>> with_those_of_file(["mask: it is one."], ["voxel size: odd."], by_hand=(1, 1, 1))
    ['mask: it is one.']
    """
    more = [doubt for doubt in of_file if not (by_hand and doubt.startswith("voxel size"))]
    return list(dict.fromkeys([*found, *more]))


def _clipped(evidence: Evidence) -> str:
    share = evidence.saturated_share()
    if share <= CLIPPED_SHARE:
        return ""
    return (
        f"clipped: {100 * share:.2f} % of the voxels are at the highest value, so their true "
        "brightness is unknown."
    )


def _underexposed(evidence: Evidence) -> str:
    image, mask, _ = evidence.thin()
    if mask.all() or not mask.any():
        return ""
    signal = signal_to_noise(image, mask)
    if signal >= LOWEST_SIGNAL:
        return ""
    return (
        f"underexposed: the nuclei stand out by only {signal:.1f} times the noise; expose longer "
        "if you can."
    )


def _few_voxels(evidence: Evidence) -> str:
    result = evidence.result
    typical = result.table["voxels"].median()  # of no nucleus: not a number
    if not typical < (FEWEST_VOXELS if result.slices > 1 else FEWEST_PIXELS):
        return ""
    return (
        f"too few voxels: a typical nucleus has {typical:.0f}, so one layer more or less changes "
        "its volume a lot; image with smaller voxels."
    )


def _hidden(evidence: Evidence) -> str:
    """Look for pieces as large as nuclei that stand out clearly, but below the threshold."""
    thin = evidence.thin()
    image, mask, stands_for = thin
    if mask.all():
        return ""
    blurred = evidence.thin_blurred(thin)
    dark = blurred[~mask]  # used up in its own place, to spare the memory
    ground = np.median(dark, overwrite_input=True)
    dark -= ground
    noise = 1.4826 * np.median(np.abs(dark, out=dark), overwrite_input=True)
    del dark
    reach = evidence.result.threshold - ground
    lowest = max(CLEAR_CONTRAST * noise, 0.02 * reach)
    if not 0 < lowest < reach:
        return ""
    sizes = np.bincount(label_components(mask).ravel())[1:]
    least = max(np.median(sizes) / 4, SMALLEST_PIECE / stands_for) if sizes.size else np.inf
    count, bright = 0, 0.0
    for height in np.geomspace(lowest, reach, 5, endpoint=False):
        pieces = label_components(blurred > ground + height)
        sizes = np.bincount(pieces.ravel())
        sizes[np.unique(pieces[mask])] = 0
        hidden = np.flatnonzero((sizes >= least) & (sizes < 0.1 * mask.size))
        hidden = hidden[hidden > 0]
        if len(hidden) > count:
            count = len(hidden)
            bright = float(np.percentile(image[np.isin(pieces, hidden)], 90))
    if not count:
        return ""
    return (
        f"hidden by brightness: {_count(count, 'piece')} outside the mask "
        f"{'stands' if count == 1 else 'stand'} out clearly from the background, but far brighter "
        "objects, such as debris or a nucleus in division, have pulled the threshold above "
        f"{'it' if count == 1 else 'them'}. Look at the outlines; to measure the dim ones too, cap "
        f"the brightness first: np.minimum(image, {bright:.4g})."
    )


def _bright_debris(evidence: Evidence) -> str:
    table = evidence.result.table
    brightness = table["mean_intensity"]
    typical = brightness.median()
    found = table["label"][brightness > BRIGHT_DEBRIS * typical].tolist()
    if not found or len(brightness) < 3 or typical <= 0:
        return ""
    return (
        f"bright debris: {_list('label', found)} {'is' if len(found) == 1 else 'are'} more than "
        f"{BRIGHT_DEBRIS} times as bright as a typical nucleus; look at the outlines, and leave "
        "out of the table what is no nucleus."
    )


def _vanished(evidence: Evidence) -> str:
    """Count the pieces of the mask of which the erosion leaves nothing."""
    workflow, table, sizes = evidence.result.workflow, evidence.result.table, evidence.vanished()
    typical = table["voxels"].median() if len(table) else 0
    sizes = sizes[sizes >= max(SMALLEST_PIECE, 0.005 * typical)]
    count, everyone = len(sizes), len(sizes) + evidence.cores()
    if count <= VANISHED_SHARE * everyone:
        return ""
    return (
        f"pieces vanished: of {everyone} pieces, {count} {'is' if count == 1 else 'are'} gone "
        f"after the erosion by {workflow.radius:g} {UNITS[workflow.unit]}, of "
        f"{np.median(sizes):.0f} voxels typically. If they are nuclei, choose a smaller "
        "radius."
    )


def _beyond_plateau(evidence: Evidence) -> str:
    voxels, kept = evidence.mask_kept()
    lost = 1 - kept / max(voxels, 1)
    if lost <= LARGEST_LOSS:
        return ""
    return (
        f"radius beyond the plateau: {100 * lost:.0f} % of the mask did not come back after "
        "the erosion, so whole nuclei may have vanished; try a smaller radius."
    )


def _flat_ball(evidence: Evidence) -> str:
    result = evidence.result
    stretch = max(result.spacing) / min(result.spacing)
    if stretch <= LARGEST_STRETCH or result.workflow.unit == "um" or result.slices == 1:
        return ""
    return (
        f"flat ball: voxels are {stretch:.1f} times as long as wide, so a radius in voxels "
        "does not reach equally far on all sides; give sigma and radius in µm (unit: um)."
    )


def _joined(evidence: Evidence) -> str:
    result = evidence.result
    table = result.table
    whole = ~table["touches_border"].astype(bool) & (table["voxels"] >= FEWEST_VOXELS)
    long = (table["sphericity"] < LEAST_ROUND) & (table["elongation"] > LEAST_LONG)
    found = table["label"][whole & long].tolist()
    if not found or result.slices == 1:
        return ""
    return (
        f"joined?: {_list('label', found)} {'is' if len(found) == 1 else 'are'} far from round, as "
        "two nuclei that touch and were not separated; look at the outlines, and try a larger "
        "radius."
    )


def _border(evidence: Evidence) -> str:
    result, segmented = evidence.result, evidence.segmented()
    left_out = 1 - int(result.table["voxels"].to_numpy().sum(dtype=np.int64)) / max(segmented, 1)
    if not result.workflow.clear_border or not segmented or left_out <= LARGEST_LEFT_OUT:
        return ""
    return (
        f"mostly left out: {_count(result.left_out, 'piece')} with {100 * left_out:.0f} % of all "
        "that was segmented "
        f"{'reaches' if result.left_out == 1 else 'reach'} the border, so what was measured does "
        "not stand for the whole; image a larger field, and look whether nuclei that touch hang "
        "together there."
    )


def _no_nucleus(evidence: Evidence) -> str:
    if len(evidence.result.table):
        return ""
    return "no nucleus: none is left that lies wholly inside the image."


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _list(word: str, numbers: list) -> str:
    """Name a few numbers, and say how many more there are."""
    more = f" and {len(numbers) - 5} more" if len(numbers) > 5 else ""
    words = ", ".join(map(str, numbers[:5]))
    return f"{word}{'' if len(numbers) == 1 else 's'} {words}{more}"


_AT_THE_NUCLEI = (
    _underexposed,
    _few_voxels,
    _bright_debris,
    _vanished,
    _beyond_plateau,
    _flat_ball,
    _joined,
    _border,
    _no_nucleus,
)
