"""For pytest -p: hide packages from this Python, as if they had never been installed.

Their names stand in NUCLEI_HIDDEN, with a space between them.
"""

import os
import sys

HIDDEN = os.environ.get("NUCLEI_HIDDEN", "").split()


class Hidden:
    """Says of some packages that they are not there."""

    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in HIDDEN:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return None


sys.meta_path.insert(0, Hidden())
