"""Bring back a clean copy of a notebook; what was there is kept under another name.

python tools/fresh.py 04     one notebook
python tools/fresh.py all    a whole room: notebooks, my_work and progress, in one dated folder
python tools/fresh.py 04 --name=anna    Anna's own, where learners share an account

The clean copy comes from git where the workbook was cloned, else from what the first
`make lab` kept.
"""

import argparse
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import version
from pathlib import Path

from helpers.exercises.saved_progress import progress_file
from helpers.files import put_aside, safe_name, write_whole

ROOT = Path(__file__).parent.parent
PATTERN = "[0-9][0-9]_*.ipynb"


def keep_pristine(root=ROOT):
    """Keep the notebooks as they are now, once for each version, where git does not.

    Parameters
    ----------
    root : path-like
        The folder of the workbook.
    """
    store = _store(root)
    if store.exists() or _from_git(root):
        return
    store.parent.mkdir(exist_ok=True)
    draft = store.with_suffix(".draft")
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as box:
        for path in sorted(Path(root, "notebooks").glob(PATTERN)):
            if path.stem.count(" ") == 0:  # those put aside have a date behind a space
                box.write(path, path.name)
    draft.replace(store)


def clean_notebooks(root=ROOT):
    """Return the clean notebooks, or none if neither git nor an earlier start kept them.

    Parameters
    ----------
    root : path-like
        The folder of the workbook.

    Returns
    -------
    dict of str to bytes
        Their content by name.
    """
    if found := _from_git(root):
        return found
    if not _store(root).exists():
        return {}
    with zipfile.ZipFile(_store(root)) as box:
        return {name: box.read(name) for name in sorted(box.namelist())}


def home_of(name, root=ROOT):
    """Return the folder in which a learner works: one of their own if they gave a name.

    Parameters
    ----------
    name : str or None
    root : path-like
        The folder of the workbook.

    Returns
    -------
    pathlib.Path
    """
    return Path(root, "learners", safe_name(name)) if name else Path(root)


def settle_in(name, root=ROOT):
    """Give a learner who shares an account notebooks of their own; those that are there stay.

    Parameters
    ----------
    name : str or None
    root : path-like
        The folder of the workbook.

    Returns
    -------
    pathlib.Path
        The folder in which they work.
    """
    home = home_of(name, root)
    if name:
        shared = {path.name: path.read_bytes() for path in Path(root, "notebooks").glob("*.md")}
        for page, content in shared.items():  # the glossary and the list of headings
            write_whole(home / "notebooks" / page, content)
        for notebook, content in clean_notebooks(root).items():
            if not (home / "notebooks" / notebook).exists():
                write_whole(home / "notebooks" / notebook, content)
    return home


def freshen(number, root=ROOT, name=None):
    """Bring back one notebook; a changed one is put aside beside it.

    Parameters
    ----------
    number : str
        Such as "04" or "4".
    root : path-like
        The folder of the workbook.
    name : str, optional
        Whose notebook, where learners share an account.

    Returns
    -------
    str
        What was done, or what can be asked for.
    """
    clean = clean_notebooks(root)
    if not clean:
        return (
            "No clean copy is kept here: neither git nor an earlier make lab has one. Unpack the "
            "workbook once more into a new folder, and take the notebook from there."
        )
    notebook = next((one for one in clean if number and one[:2] == number.zfill(2)), None)
    if notebook is None:
        lines = "\n".join(f"  {each[:2]}   {each}" for each in clean)
        return f"There is no notebook {number or '(none was named)'}. There are:\n{lines}\n  all"
    path = home_of(name, root) / "notebooks" / notebook
    if path.is_file() and path.read_bytes() == clean[notebook]:
        return f"{notebook} is as it was at the start: nothing to do."
    aside = put_aside(path)
    write_whole(path, clean[notebook])
    kept = f" Yours is kept beside it as “{aside.name}”." if aside else ""
    return (
        f"{notebook} is as it was at the start.{kept} If it is open: close it, and open it again."
    )


def clear_room(root=ROOT):
    """Bring back all notebooks, and put aside what a group has left; nothing is deleted.

    Parameters
    ----------
    root : path-like
        The folder of the workbook.

    Returns
    -------
    str
        What was done.
    """
    clean, notebooks = clean_notebooks(root), Path(root, "notebooks")
    if not clean:
        return freshen("", root)
    changed = [
        path for path in notebooks.glob("*.ipynb") if path.read_bytes() != clean.get(path.name)
    ]
    left = [*changed, notebooks / "my_work", notebooks / ".ipynb_checkpoints"]
    left.append(Path(root, "learners"))
    progress = progress_file()
    left += [progress, *progress.parent.glob(f"{progress.stem}-*{progress.suffix}")]
    left = [path for path in left if path.exists()]

    folder = Path(root, "put_aside", "group")
    put_aside(folder)  # of a clearing that was broken off
    if left:
        folder.mkdir(parents=True)
    for path in left:
        shutil.move(path, folder / path.name)
    for name, content in clean.items():
        if not (notebooks / name).exists():
            write_whole(notebooks / name, content)
    if not left:
        return "The room is as it was at the start: nothing to do."
    names = "\n".join(f"  {path.name}" for path in left)
    return (
        f"The room is as it was at the start. What the group left is in “{put_aside(folder)}”:\n"
        f"{names}\nNothing was deleted. If JupyterLab is open: close it, and start it again."
    )


def _store(root):
    """Return where this version's notebooks are kept."""
    return Path(root, ".pristine", f"{version('nuclei-workbook')}.zip")


def _from_git(root):
    """Return the notebooks of the last commit by name; none without git."""
    if not Path(root, ".git").exists() or not shutil.which("git"):
        return {}

    def git(*words):
        return subprocess.run(["git", "-C", root, *words], capture_output=True, check=True).stdout

    try:
        paths = git("ls-tree", "--name-only", "HEAD", "notebooks/").decode().splitlines()
        paths = [path for path in paths if Path(path).match(PATTERN)]
        return {Path(path).name: git("show", f"HEAD:{path}") for path in paths}
    except subprocess.CalledProcessError:  # such as a folder that belongs to somebody else
        return {}


def main(words):
    """Do what was typed, and say so.

    Parameters
    ----------
    words : list of str
        The number of a notebook, or "all"; and whose.
    """
    options = argparse.ArgumentParser(add_help=False)
    options.add_argument("what", nargs="?", default="")
    options.add_argument("--name")
    typed = options.parse_args(words)
    print(clear_room() if typed.what == "all" else freshen(typed.what, name=typed.name))


if __name__ == "__main__":
    main(sys.argv[1:])
