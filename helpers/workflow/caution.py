"""Reasons to doubt a measurement, in words."""

import numpy as np

from ..nuclei.quality import clipping, dynamic_range_used, signal_to_noise

CLIPPED_SHARE = 0.001  # of all voxels, at the top of the scale
LOWEST_RANGE = 0.05  # of the scale; a full 12-bit camera image in 16 bits uses 0.0625
LOWEST_SIGNAL = 3  # times the noise of the background
FEWEST_VOXELS = 1000  # a ball of radius 6: one voxel more or less all round is half its volume
LARGEST_LOSS = 0.10  # of the mask; in the lessons' image reached where whole nuclei vanish
LARGEST_STRETCH = 2  # height over width of a voxel


def cautions(result):
    """Say what makes the measurements of one image doubtful.

    Parameters
    ----------
    result : helpers.workflow.run.Result

    Returns
    -------
    list of str
        One sentence each, beginning with a keyword and a colon; empty if nothing stands out.

    Examples
    --------
    >>> from helpers.workflow import Workflow
    >>> image = np.zeros((20, 40, 40), np.uint8)
    >>> image[5:15, 10:30, 10:30] = 255
    >>> cautions(Workflow(sigma=0, radius=2).run(image, (1, 1, 1)))[0]
    'clipped: 12.50 % of the voxels are at the highest value, so their true brightness is unknown.'
    """
    image, workflow, table = result.image, result.workflow, result.table
    mask = result.steps["mask"]
    found = []
    if (share := clipping(image).saturated_share) > CLIPPED_SHARE:
        found.append(
            f"clipped: {share:.2%} of the voxels are at the highest value, so their true "
            "brightness is unknown.".replace("%", " %")
        )
    thin = np.s_[:, ::2, ::2]  # a quarter of the voxels tells brightness and noise as well
    used = dynamic_range_used(image[thin])
    both = mask[thin].any() and not mask[thin].all()
    signal = signal_to_noise(image[thin], mask[thin]) if both else np.inf
    if used < LOWEST_RANGE:
        found.append(
            f"underexposed: the image uses only {100 * used:.1f} % of its brightness scale; "
            "expose longer if you can."
        )
    elif signal < LOWEST_SIGNAL:
        found.append(
            f"underexposed: the nuclei stand out by only {signal:.1f} times the noise; expose "
            "longer if you can."
        )
    if len(table) and (typical := table["voxels"].median()) < FEWEST_VOXELS:
        found.append(
            f"too few voxels: a typical nucleus has {typical:.0f}, so one layer more or less "
            "changes its volume a lot; image with smaller voxels."
        )
    kept = np.count_nonzero(result.steps["expanded"][mask])
    if (lost := 1 - kept / max(np.count_nonzero(mask), 1)) > LARGEST_LOSS:
        found.append(
            f"radius beyond the plateau: {100 * lost:.0f} % of the mask did not come back after "
            "the erosion, so whole nuclei may have vanished; try a smaller radius."
        )
    stretch = max(result.spacing) / min(result.spacing)
    if stretch > LARGEST_STRETCH and workflow.unit == "voxels":
        found.append(
            f"flat ball: voxels are {stretch:.1f} times as long as wide, so a radius in voxels "
            "does not reach equally far on all sides; give sigma and radius in µm (unit: um)."
        )
    if not len(table):
        found.append("no nucleus: none is left that lies wholly inside the image.")
    return found
