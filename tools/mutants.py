"""Change single operators and numbers of the code, and say which changes no test notices.

Usage: python tools/mutants.py [--sample N] [--seed N] [MODULE ...]

cosmic-ray makes the changes, in a copy of the workbook; of each module a sample is tried, the same
for the same seed, with the fast tests of its wing. What survives is either a change without an
effect or a test that is missing.
"""

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
TESTS = {  # module: the tests that shall notice
    "nuclei/segmentation": ["tests/nuclei/test_segmentation.py"],
    "nuclei/distances": ["tests/nuclei/test_segmentation.py"],
    "nuclei/matching": ["tests/nuclei/test_matching.py"],
    "nuclei/measurement": ["tests/nuclei/test_measurement.py"],
    "nuclei/pieces": ["tests/nuclei/test_pieces.py"],
    "nuclei/quality": ["tests/nuclei/test_quality.py"],
    "exercises/numbers": ["tests/exercises"],
    "exercises/arrays": ["tests/exercises"],
    "exercises/answers": ["tests/exercises"],
    "pictures/slices": ["tests/pictures"],
    "pictures/exposure": ["tests/pictures"],
    "pictures/counts": ["tests/pictures"],
    "folder/report": ["tests/folder/test_report.py"],
}
SETTINGS = """[cosmic-ray]
module-path = "helpers/{module}.py"
timeout = 90.0
excluded-modules = []
test-command = "{python} -m pytest -n0 -q -x -p no:cacheprovider helpers/{module}.py {tests}"
distributor.name = "local"
"""


def _in_annotation(path: Path, line: int, column: int) -> bool:
    """Tell whether a place in the code belongs to an annotation."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        for note in (getattr(node, "annotation", None), getattr(node, "returns", None)):
            if note is not None and (note.lineno, note.col_offset) <= (line, column) < (
                note.end_lineno,
                note.end_col_offset,
            ):
                return True
    return False


def copied(folder: Path) -> Path:
    """Copy what the tests need, so that a change never stands in the workbook itself."""
    for name in ("helpers", "tests", "data", "notebooks", "tools"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "conftest.py", "CHANGELOG.md", "README.md"):
        shutil.copy(ROOT / name, folder)
    return folder


def try_module(folder: Path, module: str, sample: int, seed: int) -> tuple[int, list[str]]:
    """Return how many changes were tried, and those that no test noticed.

    Parameters
    ----------
    folder : pathlib.Path
        A copy of the workbook.
    module : str
        Such as ``nuclei/pieces``.
    sample, seed : int

    Returns
    -------
    tried : int
    survivors : list of str
        Each as a patch.
    """
    from cosmic_ray.work_db import WorkDB, use_db
    from cosmic_ray.work_item import TestOutcome, WorkerOutcome, WorkResult

    settings, session = folder / "mutants.toml", folder / f"{module.replace('/', '_')}.sqlite"
    tests = " ".join(TESTS[module])
    settings.write_text(SETTINGS.format(module=module, tests=tests, python=sys.executable))

    def tool(*words: str) -> None:
        command = [sys.executable, "-m", "cosmic_ray.cli", *words]
        subprocess.run(command, cwd=folder, check=True, env=_environment(folder))

    tool("init", settings.name, session.name)
    with use_db(session, WorkDB.Mode.open) as database:
        items = sorted(database.work_items, key=lambda one: repr(one.mutations))
        wanted = [item for item in items if _counts(folder, item)]
        chosen = random.Random(seed).sample(wanted, min(sample, len(wanted)))
        taken = {item.job_id for item in chosen}
        for item in items:
            if item.job_id not in taken:
                database.set_result(item.job_id, WorkResult(WorkerOutcome.SKIPPED))
    tool("exec", settings.name, session.name)
    with use_db(session, WorkDB.Mode.open) as database:
        results = {job: result for job, result in database.results if job in taken}
    survived = [r.diff for r in results.values() if r.test_outcome == TestOutcome.SURVIVED]
    return len(results), survived


def _counts(folder: Path, item) -> bool:
    """Tell whether a change could make a difference: not one of an annotation."""
    change = item.mutations[0]
    return not _in_annotation(folder / change.module_path, *change.start_pos)


def _environment(folder: Path) -> dict[str, str]:
    """Return the environment of a run that imports the copy."""
    return os.environ | {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}


def main() -> None:
    """Try the modules that were asked for, and print the score."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("modules", nargs="*", default=list(TESTS), metavar="MODULE")
    parser.add_argument("--sample", type=int, default=15)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    scores = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = copied(Path(temporary) / "workbook")
        for module in given.modules:
            tried, survivors = try_module(folder, module, given.sample, given.seed)
            print(*survivors, sep="\n")
            scores.append((module, tried - len(survivors), tried))
            print(f"{module}: {tried - len(survivors)} of {tried} noticed\n", flush=True)
    print("| module | tried | noticed |\n|---|---|---|")
    for module, noticed, tried in scores:
        print(f"| {module} | {tried} | {noticed} |")
    print(f"| all | {sum(s[2] for s in scores)} | {sum(s[1] for s in scores)} |")


if __name__ == "__main__":
    main()
