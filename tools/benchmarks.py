"""Run the benchmarks, and write what they print on one page, benchmarks/README.md.

Usage: python tools/benchmarks.py [PART ...]

All parts take about a quarter of an hour on a computer that does nothing else. With names of
parts, only these are run, and the rest of the page stays as it is.
"""

import argparse
import ast
import os
import platform
import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "benchmarks" / "README.md"
PARTS = {  # what is asked of each, so that all of them take a quarter of an hour
    "measuring": ["--rounds", "2", "--images", "8"],
    "erosion": [],
    "reading": [],
    "blocks": [],
    "long_use": [],
    "explorers": [],
    "viewer": [],
}
HEAD = """# Benchmarks

`make bench` writes this page; `make bench ARGS=erosion` measures one part of it anew.

**Method.** Whatever is compared does the same work, its results are compared too, and all take
turns in one run on one computer, so that a busy moment slows all alike. What counts is the ratio:
seconds belong to the computer below.

**Computer.** {computer}

## Where we lose

{losses}
"""
LOSS = re.compile(r"^\s*We lose: (.+)$", re.MULTILINE)


def computer() -> str:
    """Return what the figures belong to: the processor, the memory, the system and Python."""
    import psutil

    from helpers import __version__

    model = platform.processor() or platform.machine()
    about = Path("/proc/cpuinfo")
    if about.exists() and (found := re.search(r"model name\s*: (.+)", about.read_text())):
        model = found[1]
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"{model}, {os.cpu_count()} cores, {memory:.0f} GB of memory; {platform.system()}, "
        f"Python {platform.python_version()}; workbook {__version__}."
    )


def section(part: str, options: list[str], printed: str, seconds: float) -> str:
    """Return what the page says of one part.

    Parameters
    ----------
    part : str
    options : list of str
        What it was asked for.
    printed : str
    seconds : float
        How long it took.

    Returns
    -------
    str
    """
    code = (ROOT / "benchmarks" / f"{part}.py").read_text(encoding="utf-8")
    method = (ast.get_docstring(ast.parse(code)) or "").split("\n\nRun with")[0]
    asked = " ".join(["python", f"benchmarks/{part}.py", *options])
    return (
        f"## {part}\n\n{method}\n\n`{asked}` took {seconds / 60:.1f} minutes.\n\n"
        f"```text\n{printed.strip()}\n```\n"
    )


def page(sections: dict[str, str], about: str) -> str:
    """Return the whole page.

    Parameters
    ----------
    sections : dict of str to str
        By the name of the part.
    about : str
        The computer.

    Returns
    -------
    str
    """
    found = [f"- {line}" for text in sections.values() for line in LOSS.findall(text)]
    losses = "\n".join(found) or "Nowhere in what is measured here."
    head = HEAD.format(computer=about, losses=losses)
    return "\n".join([head, *(sections[part] for part in PARTS if part in sections)])


def sections_of(text: str) -> dict[str, str]:
    """Return the parts that stand on a page.

    Parameters
    ----------
    text : str

    Returns
    -------
    dict of str to str
    """
    pieces = re.split(r"^(?=## )", text, flags=re.MULTILINE)
    found = {piece.split("\n", 1)[0].removeprefix("## "): piece for piece in pieces}
    return {part: found[part].rstrip() + "\n" for part in PARTS if part in found}


def main() -> None:
    """Run the parts that were asked for, and write the page after each."""
    sys.path.insert(0, str(ROOT))
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], default=[], metavar="PART")
    for part in parser.parse_args().parts or PARTS:
        print(f"{part} ...", flush=True)
        command = [sys.executable, f"benchmarks/{part}.py", *PARTS[part]]
        start = time.monotonic()
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"{done.stdout}\n{done.stderr}\nbenchmarks/{part}.py went wrong.")
        print(done.stdout)
        there = sections_of(PAGE.read_text(encoding="utf-8")) if PAGE.exists() else {}
        there[part] = section(part, PARTS[part], done.stdout, time.monotonic() - start)
        PAGE.write_text(page(there, computer()), encoding="utf-8")


if __name__ == "__main__":
    main()
