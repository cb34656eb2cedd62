"""The parameters of the workflow, declared once: for `Workflow`, the sliders and the command."""

from typing import NamedTuple


class Parameter(NamedTuple):
    """What there is to know about one parameter."""

    default: object
    unit: str
    low: float
    high: float
    step: float
    meaning: str

    def stops(self, high):
        """Return where a slider over this parameter stops, from `low` to `high`.

        Parameters
        ----------
        high : float
            At most the parameter's own; a slider need not go as far.

        Returns
        -------
        list of float

        Examples
        --------
        >>> PARAMETERS["sigma"].stops(2)
        [0.0, 0.5, 1.0, 1.5, 2.0]
        """
        count = int((min(high, self.high) - self.low) / self.step)
        return [self.low + self.step * number for number in range(count + 1)]


PARAMETERS = {
    "sigma": Parameter(
        3, "voxels", 0, 10, 0.5, "how far to blur, to even out noise before the threshold"
    ),
    "radius": Parameter(10, "voxels", 0, 30, 1, "how far to erode, to separate nuclei that touch"),
    "expansion": Parameter(
        None, "voxels", 0, 30, 1, "how far to grow the labels back; if empty, as far as the erosion"
    ),
    "clear_border": Parameter(
        True, "", 0, 1, 1, "whether to leave out nuclei that the side of the image cuts"
    ),
    "unit": Parameter(
        "voxels", "", 0, 1, 1, "whether sigma, radius and expansion are in voxels or in um (µm)"
    ),
}
