"""Open the workbook in JupyterLab; with no browser here, say which address to open.

What is typed behind it goes to JupyterLab: python tools/lab.py --port 9000
With --projector, type and pictures are larger and the list of files is closed; with --name=anna,
notebooks, my_work and progress are Anna's own.
"""

import argparse
import os
import sys
from contextlib import suppress
from pathlib import Path

import nbformat
from browsers import has_browser
from fresh import ROOT, keep_pristine, settle_in
from jupyterlab.labapp import LabApp
from nbformat.sign import NotebookNotary

from helpers.exercises.saved_progress import progress_file
from helpers.files import safe_name

EXTENSIONS = ROOT / "tools" / "jupyter" / "labextensions"  # stills where a kernel is gone
START = "notebooks/00_welcome.ipynb"


def trust_notebooks(home):
    """Let the workbook's pages come back alive when the browser loads them again.

    Parameters
    ----------
    home : pathlib.Path
        Where the learner works.
    """
    notary = NotebookNotary()
    for path in sorted((home / "notebooks").glob("[0-9]*.ipynb")):
        with suppress(Exception):  # a page that cannot be read or signed still opens
            notary.sign(nbformat.read(path, as_version=4))


def progress_of(name):
    """Return the progress file of one learner among those who share an account.

    Parameters
    ----------
    name : str

    Returns
    -------
    pathlib.Path
    """
    common = progress_file()
    return common.with_name(f"{common.stem}-{safe_name(name)}{common.suffix}")


def arguments(home):
    """Return the options for JupyterLab that suit this machine.

    Parameters
    ----------
    home : pathlib.Path
        Where the learner works.

    Returns
    -------
    list of str
    """
    words = ["--ServerApp.ip=127.0.0.1"]
    words += [f"--ServerApp.root_dir={home}", f"--LabApp.default_url=/lab/tree/{START}"]
    words += ["--LabApp.news_url=None", "--LabApp.extension_manager=readonly"]
    never = "jupyterlab.handlers.announcements.NeverCheckForUpdate"
    words.append(f"--LabApp.check_for_updates_class={never}")
    words.append(f"--LabApp.extra_labextensions_path={EXTENSIONS}")
    if home != ROOT:
        words.append(f"--LabApp.workspaces_dir={home / '.workspaces'}")  # which tabs are open
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        words.append("--allow-root")  # as in a container, where root is the only user
    if not has_browser():
        words.append("--no-browser")
    return words


def without(ours, typed):
    """Leave out the options that somebody has typed: JupyterLab takes one value of each.

    Parameters
    ----------
    ours, typed : list of str

    Returns
    -------
    list of str

    Examples
    --------
    >>> without(["--ServerApp.ip=127.0.0.1", "--allow-root"], ["--ip", "0.0.0.0"])
    ['--allow-root']
    """
    names = {word.removeprefix("--").partition("=")[0] for word in typed}
    names |= {LabApp.aliases[name] for name in names & set(LabApp.aliases)}
    return [word for word in ours if word.removeprefix("--").partition("=")[0] not in names]


if __name__ == "__main__":
    if not has_browser():
        print(
            "No browser can be opened here: open the address below that ends in a token.",
            flush=True,
        )
    # so that a cell can call measure-nuclei
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    # the workbook asks nothing of the network, and JupyterLab no question about its news
    own = [str(ROOT / "tools" / "jupyter"), os.environ.get("JUPYTER_CONFIG_PATH")]
    options = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    options.add_argument("--projector", action="store_true")
    options.add_argument("--name")
    ours, typed = options.parse_known_args()
    if ours.name:
        os.environ["NUCLEI_PROGRESS"] = str(progress_of(ours.name))
    if ours.projector:
        own.insert(0, str(ROOT / "tools" / "jupyter" / "projector"))
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, own))
    with suppress(OSError):  # a folder that cannot be written to still opens
        keep_pristine()
    home = settle_in(ours.name)
    trust_notebooks(home)
    sys.exit(LabApp.launch_instance(argv=[*without(arguments(home), typed), *typed]))
