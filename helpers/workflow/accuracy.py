"""How wrong is our number? Measure each step and each radius against a truth that is known."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from ..nuclei.matching import compare
from ..nuclei.measurement import touches_border
from ..nuclei.segmentation import ErosionStudy, label_components
from .run import Workflow

if TYPE_CHECKING:
    import pandas as pd

    from ..images.synthetic import Synthetic


def accuracy_by_step(synthetic: "Synthetic", workflow: Workflow | None = None) -> "pd.DataFrame":
    """Compare each step of a workflow with the truth.

    Parameters
    ----------
    synthetic : helpers.images.synthetic.Synthetic
        An image with its true labels.
    workflow : Workflow, optional
        By default that of the lesson.

    Returns
    -------
    pandas.DataFrame
        One row each for threshold (its connected pieces), erosion, expansion and border (against
        the true nuclei that do not touch it); the columns are those of `compare`.
    """
    import pandas as pd

    steps = (workflow or Workflow()).run(synthetic.image, synthetic.spacing).steps
    truth = synthetic.labels
    whole = np.where(np.isin(truth, touches_border(truth)), 0, truth)
    rows = {
        "threshold": compare(label_components(steps["mask"]), truth),
        "erosion": compare(steps["cores"], truth),
        "expansion": compare(steps["expanded"], truth),
        "border": compare(steps["labels"], whole),
    }
    return pd.DataFrame(rows.values(), index=pd.Index(rows, name="step"))


def accuracy_by_radius(
    synthetic: "Synthetic",
    radii: Iterable[float] = range(17),
    workflow: Workflow | None = None,
) -> "pd.DataFrame":
    """Compare the expanded labels with the truth, radius by radius.

    Parameters
    ----------
    synthetic : helpers.images.synthetic.Synthetic
    radii : iterable of float
        In voxels.
    workflow : Workflow, optional
        Where sigma comes from; by default that of the lesson.

    Returns
    -------
    pandas.DataFrame
        Indexed by radius, with the columns of `compare`. The radius that would have been
        best is ``table["matched_iou"].idxmax()``.
    """
    import pandas as pd

    radii = list(radii)
    mask = (workflow or Workflow()).run(synthetic.image, synthetic.spacing).steps["mask"]
    study = ErosionStudy(mask)
    rows = [compare(study.expanded(radius), synthetic.labels) for radius in radii]
    return pd.DataFrame(rows, index=pd.Index(radii, name="radius"))
