"""Rules for every run of pytest, the notebooks' run included."""

import os
import tempfile
from pathlib import Path

import pytest
from nbval.plugin import IPyNbCell


def pytest_configure(config):
    """Let kernels that nbval starts find nobody's progress and no screen."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        folder = Path(tempfile.mkdtemp(prefix="nuclei-progress-"))
        os.environ["NUCLEI_PROGRESS"] = str(folder / "progress.json")
    os.environ.pop("DISPLAY", None)


def pytest_itemcollected(item):
    """Let nbval compare every stored cell: it takes one without a number for one never run.

    The pages hold no numbers, because these tell readers what they have run themselves.
    """
    if isinstance(item, IPyNbCell):
        item.cell.execution_count = 0


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session, exitstatus):
    """In CI a skipped test is a failed run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = len(reporter.stats.get("skipped", [])) if reporter else 0
    if os.environ.get("CI") and skipped:
        reporter.write_line(f"{skipped} tests were skipped, and in CI none may be.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
