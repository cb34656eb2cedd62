"""A real JupyterLab in a real, headless Chromium."""

import ast
import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request

import nbformat
import pytest
from jupyter_client import BlockingKernelClient

from tests.conftest import ROOT, find_chromium, need

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 90_000  # ms
PANEL = ".jp-NotebookPanel:not(.lm-mod-hidden)"
SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
    },
    # as `make lab` sets it; test_turns tries JupyterLab's own
    "@jupyterlab/apputils-extension:kernels-settings": {"commsOverSubshells": "disabled"},
    # every cell and every output stays in the page, so a test can find it
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none", "maxNumberOutputs": 1000},
}


class Server:
    """A JupyterLab on a folder of its own, reached over 127.0.0.1."""

    def __init__(self, folder, *more):
        self.folder = folder
        self.runtime = folder / "runtime"
        self.files = folder / "files"
        shutil.copytree(ROOT / "notebooks", self.files / "notebooks", dirs_exist_ok=True)
        settings = folder / "settings"
        for name, values in SETTINGS.items():
            package, plugin = name.split(":")
            path = settings / package / f"{plugin}.jupyterlab-settings"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(values))
        env = os.environ | {
            "JUPYTERLAB_SETTINGS_DIR": str(settings),
            "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
            "JUPYTER_RUNTIME_DIR": str(self.runtime),
            "NUCLEI_PROGRESS": str(folder / "progress" / "progress.json"),
        }
        env.pop("DISPLAY", None)
        command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
        command += ["--ServerApp.ip=127.0.0.1", "--ServerApp.port=0", "--IdentityProvider.token="]
        command += [f"--ServerApp.root_dir={self.files}", "--ServerApp.disable_check_xsrf=True"]
        command += ["--LabApp.news_url=None", "--LabApp.extension_manager=readonly"]
        command += [f"--LabApp.extra_labextensions_path={ROOT / 'tools/jupyter/labextensions'}"]
        command += more
        self.log = open(folder / "log.txt", "w")  # noqa: SIM115  closed with the server
        self.process = subprocess.Popen(command, env=env, stdout=self.log, stderr=self.log)
        self.url = self._wait_for_url()

    def _wait_for_url(self):
        for _ in range(240):
            for info in self.runtime.glob("jpserver-*.json"):
                url = json.loads(info.read_text() or "{}").get("url")
                if url:
                    return url
            if self.process.poll() is not None:
                break
            time.sleep(0.25)
        raise RuntimeError((self.folder / "log.txt").read_text())

    def api(self, path, method="GET"):
        """Call the server's REST interface and return its answer."""
        request = urllib.request.Request(f"{self.url}api/{path}", method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def stop(self):
        for session in self.api("sessions"):
            self.api(f"sessions/{session['id']}", "DELETE")
        self.process.terminate()
        self.process.wait(30)
        self.log.close()


class NotebookPage:
    """One notebook, open in JupyterLab (or in Notebook), with its kernel within reach."""

    def __init__(self, server, page, name, program="lab/tree"):
        self.server, self.page, self.name = server, page, name
        page.goto(f"{server.url}{program}/{name}?reset", timeout=PATIENCE)
        page.wait_for_selector(f"{PANEL} .jp-Cell", timeout=PATIENCE)
        self._client = None
        self._wait(self._session, "its kernel")

    def _wait(self, condition, what, timeout=120):
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            found = condition()
            if found:
                return found
            self.page.wait_for_timeout(50)
        raise TimeoutError(f"{self.name}: waited {timeout} s for {what}")

    def _session(self):
        return next((s for s in self.server.api("sessions") if s["path"] == self.name), None)

    @property
    def client(self):
        if self._client is None:
            kernel = self._session()["kernel"]["id"]
            self._client = BlockingKernelClient()
            self._client.load_connection_file(str(self.server.runtime / f"kernel-{kernel}.json"))
            self._client.start_channels()
            self._client.wait_for_ready(60)
        return self._client

    def kernel(self, expression, timeout=120):
        """Evaluate a Python expression in the notebook's kernel and return its value."""
        reply = self.client.execute(
            "", silent=True, user_expressions={"value": expression}, reply=True, timeout=timeout
        )
        value = reply["content"]["user_expressions"]["value"]
        if value["status"] != "ok":
            raise AssertionError(f"{expression}: {value['ename']}: {value['evalue']}")
        return ast.literal_eval(value["data"]["text/plain"])

    def run_code(self, code, timeout=120):
        """Run Python statements in the notebook's kernel, outside its cells."""
        content = self.client.execute(code, silent=True, reply=True, timeout=timeout)["content"]
        assert content["status"] == "ok", content

    def run_all(self, timeout=300):
        """Choose Run All Cells, and wait until every code cell has its number."""
        # the page too must know its kernel: a Run All before that is lost without a word
        idle = f"{PANEL} .jp-Notebook-ExecutionIndicator[data-status='idle']"
        self.page.wait_for_selector(idle)
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        prompts = f"{PANEL} .jp-CodeCell .jp-InputArea-prompt"

        def done():
            texts = self.page.locator(prompts).all_inner_texts()
            return texts and all("*" not in t for t in texts) and any("[1]" in t for t in texts)

        self.page.wait_for_timeout(300)
        self._wait(done, "all cells", timeout)
        self._wait(lambda: self._session()["kernel"]["execution_state"] == "idle", "idleness")

    def cell(self, index):
        """Return the locator of the code cell with this place among the code cells."""
        return self.page.locator(f"{PANEL} .jp-CodeCell").nth(index)

    def close(self):
        if self._client is not None:
            self._client.stop_channels()
        session = self._session()
        if session:
            self.server.api(f"sessions/{session['id']}", "DELETE")


@pytest.fixture(scope="session")
def lab_server(tmp_path_factory, own_folders):
    server = Server(tmp_path_factory.mktemp("lab"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def browser():
    path = need(find_chromium(), "Chromium")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


def new_context(browser, size=(1366, 768)):
    """Return a fresh browser window; a new, busy machine is slow, so it waits long."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    context.set_default_timeout(PATIENCE)
    return context


@pytest.fixture
def open_notebook(lab_server, browser):
    """Open a notebook of the workbook by name, or a new one made of code cells.

    `before` is done to the page before JupyterLab is loaded in it.
    """
    opened = []

    def open_(source, size=(1366, 768), before=lambda page: None):
        if isinstance(source, str):
            name = f"notebooks/{source}"
        else:
            name = f"cells-{time.monotonic_ns()}.ipynb"
            notebook = nbformat.v4.new_notebook(
                cells=[nbformat.v4.new_code_cell(code) for code in source],
                metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
            )
            nbformat.write(notebook, lab_server.files / name)
        context = new_context(browser, size)
        opened.append(context)
        page = context.new_page()
        before(page)
        page = NotebookPage(lab_server, page, name)
        opened.append(page)
        return page

    yield open_
    for thing in reversed(opened):
        thing.close()
