"""The small package behind the Nuclei Workbook.

The lessons' own steps (blur, threshold, label, erode, expand, clear the border)
stand in the notebooks as scikit-image calls. This package carries what a lesson
should not have to show: loading images, the viewer, the sliders, the exercises,
tables in µm³ and the workflow that a learner takes home.

Nothing heavy is imported here: each notebook imports the module it needs.
"""

import sys

if "IPython" in sys.modules:  # so it may be a notebook's kernel
    from .kernel import settle

    settle()

__version__ = "1.4.0"
