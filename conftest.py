"""Rules for every run of pytest, the notebooks' run included."""

import os
import tempfile
from pathlib import Path

import pytest


def pytest_configure(config):
    """Let kernels that nbval starts find nobody's progress and no screen."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        folder = Path(tempfile.mkdtemp(prefix="nuclei-progress-"))
        os.environ["NUCLEI_PROGRESS"] = str(folder / "progress.json")
    os.environ.pop("DISPLAY", None)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session, exitstatus):
    """In CI a skipped test is a failed run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = len(reporter.stats.get("skipped", [])) if reporter else 0
    if os.environ.get("CI") and skipped:
        reporter.write_line(f"{skipped} tests were skipped, and in CI none may be.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
