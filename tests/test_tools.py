"""The commands behind `make lab` and `make notebooks` do what the README says."""

import json
import os
import queue
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

import nbformat
import pytest

from tests.conftest import ROOT


@pytest.fixture
def port():
    """Return the number of a port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture
def lab(tmp_path, port):
    """Start tools/lab.py as on a machine without a screen, and stop it afterwards."""
    env = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "BROWSER")}
    words = ["--projector", "--ip=127.0.0.1", "--ServerApp.base_url=/room/", f"--port={port}"]
    process = subprocess.Popen(
        [sys.executable, ROOT / "tools" / "lab.py", *words],
        env=env | {"JUPYTER_RUNTIME_DIR": str(tmp_path), "JUPYTER_CONFIG_DIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    lines = queue.Queue()
    threading.Thread(target=lambda: [lines.put(x) for x in process.stdout], daemon=True).start()
    yield lines
    process.terminate()
    process.wait(30)


def fetch_soon(address):
    """Return a page; the server prints its address a little before it listens."""
    for _ in range(120):
        try:
            with urllib.request.urlopen(address, timeout=60) as answer:
                return answer.read().decode()
        except urllib.error.URLError:
            time.sleep(0.5)
    raise TimeoutError(address)


QUIET = {"fetchNews": "false", "checkForUpdates": False}


def refusal(address, **headers):
    """Return the number with which a server refuses a request."""
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=60)
    return refused.value.code


def test_make_lab_serves_the_welcome_page_and_prints_its_address(lab, port):
    printed, address = "", None
    end = time.monotonic() + 90
    while address is None and time.monotonic() < end:
        printed += lab.get(timeout=90)
        address = re.search(
            rf"http://127\.0\.0\.1:{port}/room/lab/tree/notebooks/00_welcome\S+", printed
        )
    assert "open the address below" in printed
    page = fetch_soon(address.group())
    assert '"news": {"disabled": true}' in page
    assert '"projector": true' in page  # what its extension looks for
    assert '"name": "nuclei-projector"' in page
    assert '"name": "nuclei-stills"' in page  # the stills of widgets whose kernel is gone
    base, token = address.group().split("/lab/tree/")[0], address.group().split("?")[1]
    assert refusal(f"{base}/api/contents") == 403  # who has no token
    assert refusal(f"{base}/api/contents?{token}", Host="elsewhere.example") == 403
    plugin = "@jupyterlab/apputils-extension:notification"
    settings = json.loads(fetch_soon(f"{base}/lab/api/settings/{plugin}?{token}"))
    asked = {name: settings["schema"]["properties"][name]["default"] for name in QUIET}
    assert asked == QUIET  # or JupyterLab asks on its first start whether it may fetch its news
    plugin = "@jupyterlab/docmanager-extension:plugin"
    settings = json.loads(fetch_soon(f"{base}/lab/api/settings/{plugin}?{token}"))
    viewers = settings["schema"]["properties"]["defaultViewers"]["default"]
    assert viewers == {"markdown": "Markdown Preview"}  # an instructor's page opens to be read


def test_running_a_notebook_stores_the_same_bytes_every_time(tmp_path):
    cell = nbformat.v4.new_code_cell(
        "import ipywidgets\nfrom helpers.pictures import panels, show\nimport numpy as np\n"
        "show(panels({'a': np.eye(3)}), 'a small diagonal')\nipywidgets.IntSlider()"
    )
    path = tmp_path / "one.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
    command = [sys.executable, ROOT / "tools" / "run_notebooks.py"]
    subprocess.run([*command, path], check=True)
    stored = path.read_bytes()
    subprocess.run([*command, path], check=True)
    assert path.read_bytes() == stored
    assert b"a small diagonal" in stored
    assert b"widget-view" not in stored
    path.write_bytes(stored.replace(b"small diagonal", b"changed diagonal", 1))
    assert subprocess.run([*command, "--check", path], check=False).returncode == 1
    assert b"changed diagonal" in path.read_bytes()
