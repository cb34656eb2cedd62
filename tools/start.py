"""Make the workbook's environment from the lock, and start what is wanted in it.

On Windows, in the folder of the workbook; elsewhere `make` calls this too:

    py tools/start.py lab     opens the workbook in JupyterLab
    py tools/start.py check   says whether this computer has what the workbook needs
    py tools/start.py fresh 04    brings back a clean notebook, and keeps yours
    py tools/start.py clock   an instructor's running clock: --plan "half a day", or --notebook 04
    py tools/start.py test    proves that everything works here

`lab --no-window` leaves out napari's window (Qt), a quarter of the download; what follows goes to
JupyterLab or to pytest. Only Python has to be there: this file needs nothing else.
"""

import hashlib
import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
END = ".exe" if WINDOWS else ""
PYTHON, UV = BIN / f"python{END}", BIN / f"uv{END}"
LOCK, DEV_LOCK, PROJECT = "requirements.txt", "requirements-dev.txt", "pyproject.toml"
LONGEST = 172
"""Letters of the longest path that is installed, from the workbook's folder on."""

WITH_PINS = ["--constraint", DEV_LOCK, "--requirements", PROJECT]
SETS = {
    "lab": ["--requirements", LOCK],
    "window": [*WITH_PINS, "--extra", "window"],
    "plugins": [*WITH_PINS, "--extra", "window", "--extra", "plugins"],
    "dev": ["--requirements", DEV_LOCK],
}
"""What to install for each set; each holds the ones before it."""

OTHERS = {
    "check": ["-m", "helpers.setup_check"],
    "fresh": [ROOT / "tools" / "fresh.py"],
    "clock": [ROOT / "tools" / "clock.py"],
}
"""What else a learner or an instructor can start."""

QUICK = ", now made quick to start"
"""What the installer does, without a word, after its last line."""

LINT = (["ruff", "check", "."], ["ruff", "format", "--check", "."], ["lint-imports", "--no-logo"])


def set_up(name):
    """Bring a set of packages into the environment; at once if they are there already.

    Parameters
    ----------
    name : str
        One of `SETS`, or "base" for the installer alone.
    """
    _check_machine()
    if not UV.exists() or not PYTHON.exists():
        _say("Setting up, step 1 of 2: Python's own environment in .venv")
        _run([sys.executable, "-m", "venv", VENV])
        pin = VENV / "uv.txt"
        pin.write_text(pin_of("uv", (ROOT / DEV_LOCK).read_text(encoding="utf-8")))
        quiet = ["--quiet", "--disable-pip-version-check", "--require-hashes"]
        _run([PYTHON, "-m", "pip", "install", *quiet, "--requirement", pin])
    if name == "base" or is_there(name):
        return
    _say("Setting up, step 2 of 2: the packages. It takes a few minutes, the first time only.")
    install = [UV, "pip", "install", "--python", PYTHON]
    _run([*install, "--compile-bytecode", "--require-hashes", *SETS[name]], progress=True)
    _run([*install, "--quiet", "--no-deps", "--editable", "."])
    # or Node, where it is, takes JupyterLab's own scripts for modules, as our package.json says
    (VENV / "package.json").write_text("{}")
    (VENV / f"{name}.stamp").write_text(state())
    _say("Set up.")


def is_there(name):
    """Return whether a set, or one that holds it, was installed from the lists as they are.

    Parameters
    ----------
    name : str

    Returns
    -------
    bool
    """
    names, now = list(SETS), state()
    stamps = (VENV / f"{each}.stamp" for each in names[names.index(name) :])
    return any(stamp.exists() and stamp.read_text() == now for stamp in stamps)


def state():
    """Return a digest of the lists of packages.

    Returns
    -------
    str
    """
    lists = b"".join((ROOT / name).read_bytes() for name in (LOCK, DEV_LOCK, PROJECT))
    return hashlib.sha256(lists).hexdigest()


def pin_of(name, lock):
    """Return the lines of one package in a lock: its version and its hashes.

    Parameters
    ----------
    name : str
    lock : str
        The text of the lock.

    Returns
    -------
    str
    """
    return re.search(rf"^{re.escape(name)}==(?:.*\\\n)*.*\n", lock, re.M)[0]


def _check_machine():
    """Stop with a sentence where the set-up could not end well."""
    if sys.version_info < (3, 11):  # noqa: UP036 it is just such a Python that may call
        sys.exit("Python 3.11 or newer is wanted: see the README.")
    if WINDOWS and len(str(ROOT)) + 1 + LONGEST > 259:
        sys.exit(
            f"The path of this folder is too long for Windows ({len(str(ROOT))} letters, "
            f"{258 - LONGEST} at most): move the workbook, for example to your Documents folder."
        )


def _run(command, progress=False):
    """Run a step of the set-up in the workbook's folder; end with its reason if it fails."""
    words = [str(word) for word in command]
    pipe = subprocess.PIPE if progress else None
    with subprocess.Popen(words, cwd=ROOT, stderr=pipe, text=True, encoding="utf-8") as step:
        said = _follow(step) if progress else []
    if step.returncode:
        print("\n".join(said), file=sys.stderr)
        qt = any("pyqt6" in line.lower() for line in said)
        sys.exit(
            "The set-up stopped: the reason stands above. Mended, the same line goes on from here."
            + " Without napari's window (Qt): make lab WINDOW=no, or start.py lab --no-window." * qt
        )


def _follow(step):
    """Show what a step says last and for how long it has run; return what it said."""
    said, begun = [], time.monotonic()

    def read():
        for line in step.stderr:
            if line.strip() and not line.startswith(" + "):  # not each package's name
                said.append(line.strip() + QUICK * line.startswith("Installed"))

    reader = threading.Thread(target=read)
    reader.start()
    pause = 1 if sys.stdout.isatty() else 15
    while reader.is_alive():
        reader.join(pause)
        line = f"  {time.monotonic() - begun:4.0f} s: {said[-1][:60] if said else 'looking'}"
        print(f"\r{line:<72}" if pause == 1 else line, end="" if pause == 1 else "\n", flush=True)
    if pause == 1:
        print()
    return said


def _say(text):
    print(text, flush=True)


def _become(command):
    """Run a program in our place, so that Ctrl+C and the end of it are its own."""
    words = [str(word) for word in command]
    if not WINDOWS:
        os.execv(words[0], words)
    try:
        sys.exit(subprocess.call(words))
    except KeyboardInterrupt:
        sys.exit(130)


def main(words):
    """Do what was typed.

    Parameters
    ----------
    words : list of str
        "lab", "check", "fresh", "clock", "test" or "setup" with a set, and what goes to the program
        behind it.
    """
    what, *rest = words or [""]
    if what == "lab":
        window = "--no-window" not in rest
        set_up("window" if window else "lab")
        _become([PYTHON, ROOT / "tools" / "lab.py", *(x for x in rest if x != "--no-window")])
    elif what in OTHERS:
        set_up("lab" if is_there("lab") else "window")  # a learner without the window stays so
        os.chdir(ROOT)
        _become([PYTHON, *OTHERS[what], *rest])
    elif what == "test":
        set_up("dev")
        for name, *options in LINT:
            if subprocess.call([str(BIN / f"{name}{END}"), *options], cwd=ROOT):
                sys.exit(1)
        os.chdir(ROOT)
        _become([PYTHON, "-m", "pytest", *rest])
    elif what == "setup" and rest and rest[0] in ("base", *SETS):
        set_up(rest[0])
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
