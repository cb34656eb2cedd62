"""Nothing that a learner runs connects to anything but their own computer.

The notebooks run without a network in `test_notebooks.py`.
"""

import os
import subprocess
import sys

import pytest

from tests.conftest import without_network

HELPERS = """
import sys
from pathlib import Path
from helpers.explorers import explore_erosion, explore_threshold
from helpers.folder import measure_folder
from helpers.images import load_nuclei
from helpers.images.synthetic import make_nuclei
from helpers.nuclei import measure
from helpers.setup_check import check_setup
from helpers.table.widget import MeasurementTable
from helpers.viewer import open_viewer
from helpers.workflow import Workflow

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    (folder / "in").mkdir()
    truth = make_nuclei(
        count=3, touching=0, border=0, size=2.5, shape=(28, 80, 80), spacing=(0.5, 0.25, 0.25)
    )
    for name in ("a", "b"):
        truth.save(folder / "in" / f"{name}.ome.tif")
    found = measure_folder(folder / "in", folder / "out", Workflow(1, 4), workers=2)
    assert found.measured == 2
    image, spacing = load_nuclei()
    explore_threshold(image, spacing=spacing)
    explore_erosion(truth.labels > 0, truth.spacing)
    viewer = open_viewer("notebook")
    viewer.add_labels(truth.labels, name="nuclei")
    MeasurementTable(measure(truth.labels, truth.spacing), viewer, "nuclei")._repr_mimebundle_()
    check_setup()
"""


@pytest.fixture
def alone(tmp_path):
    """Return a function that runs Python code without a network, and one for the attempts."""
    log = tmp_path / "attempts"
    env = os.environ | without_network(log)

    def run(code, *arguments):
        script = tmp_path / "script.py"
        script.write_text(code, encoding="utf-8")
        command = [sys.executable, script, *arguments]
        done = subprocess.run(list(map(str, command)), env=env, capture_output=True, text=True)
        return done.returncode, done.stderr

    return run, lambda: log.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(
    "attempt",
    [
        "import socket; socket.create_connection(('192.0.2.1', 80), 1)",
        "import socket; socket.getaddrinfo('example.org', 80)",
        "import urllib.request; urllib.request.urlopen('http://192.0.2.1/', timeout=1)",
        "import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 9))",
        "import subprocess, sys; subprocess.run([sys.executable, '-c', "
        "\"import socket; socket.create_connection(('192.0.2.1', 80), 1)\"], check=True)",
    ],
)
def test_an_attempt_is_refused_and_counted(alone, attempt):
    run, attempts = alone
    code, message = run(attempt)
    assert code and "no network in this test" in message
    assert len(attempts()) == 1


def test_this_computer_may_be_reached(alone):
    run, attempts = alone
    code, message = run(
        "import socket\n"
        "with socket.create_server(('127.0.0.1', 0)) as server:\n"
        "    socket.create_connection(server.getsockname()).close()\n"
    )
    assert (code, attempts()) == (0, []), message


def test_a_warning_that_our_own_modules_cause_is_an_error_there(alone):
    run, _ = alone
    warn = "import warnings; warnings.warn_explicit('old', DeprecationWarning, 'x.py', 1, '{}')"
    assert "DeprecationWarning: old" in run(warn.format("helpers.explorers.base"))[1]
    assert run(warn.format("numpy"))[0] == 0


def test_the_helpers_reach_for_no_network(alone, tmp_path):
    run, attempts = alone
    code, message = run(HELPERS, tmp_path)
    assert (code, attempts()) == (0, []), message
