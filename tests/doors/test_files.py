"""The files of the other doors, read by the tools that will read them, and the page on them."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.util import find_spec

import pytest

from tests.conftest import ROOT, SYSTEM_PACKAGES, need
from tests.test_javascript import NPM

PAGE = (ROOT / "docs" / "doors.md").read_text(encoding="utf-8")
SCREEN = "matchbox-window-manager"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def container():
    """Return what the dev containers' own tool reads, with a Docker that has no container yet."""
    tool = need(shutil.which("devcontainer", path=ROOT / "node_modules" / ".bin"), NPM)
    docker = need(shutil.which("true"), "the program true")
    command = [tool, "read-configuration", "--workspace-folder", ROOT, "--docker-path", docker]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["configuration"]


def test_a_dev_container_installs_the_learners_set_and_opens_the_port(container):
    script, *words = container["postCreateCommand"].removeprefix("python ").split()
    assert (ROOT / script).exists() and words == ["setup", "lab"]
    assert container["forwardPorts"] == [8888] and set(container["portsAttributes"]) == {"8888"}
    version = re.search(r"python:(\d\.\d+)-", container["image"])[1]
    least = PROJECT["requires-python"].removeprefix(">=")
    assert tuple(map(int, version.split("."))) >= tuple(map(int, least.split(".")))


def test_a_codespace_opens_the_first_notebook_with_the_python_that_was_set_up(container):
    shown = container["customizations"]
    assert all((ROOT / name).exists() for name in shown["codespaces"]["openFiles"])
    python = shown["vscode"]["settings"]["python.defaultInterpreterPath"]
    assert python.startswith("/workspaces/") and python.endswith("/.venv/bin/python")


@pytest.fixture(scope="module")
def recipe():
    """Return the steps by which Binder's own tool would build the workbook."""
    if os.name == "nt":
        pytest.skip("Binder's tool is a program for Unix systems")
    need(find_spec("repo2docker"), "repo2docker (jupyter-repo2docker, in make test's packages)")
    options = ["--no-build", "--debug", "--user-id", "1000", "--user-name", "jovyan"]
    command = [sys.executable, "-m", "repo2docker", *options, str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def test_binder_takes_the_environment_after_the_files_it_names_and_then_makes_helpers(recipe):
    environment = (ROOT / "environment.yml").read_text(encoding="utf-8")
    python = re.search(r"python=(\d\.\d+)", environment)[1]
    assert f"Building conda environment for python={python}" in recipe
    files = recipe.index("COPY --chown=1000:1000 src/")
    made, after = recipe.index('--file "environment.yml"'), recipe.index("RUN ./postBuild")
    assert files < made < after < recipe.index('R2D_ENTRYPOINT="${REPO_DIR}/start"')


def test_binder_brings_a_screen_and_what_qt_needs_to_draw_on_it(recipe):
    installed = re.search(r"apt-get install --yes --no-install-recommends (lib.*) &&", recipe)[1]
    here = {"xvfb", "xauth", "chromium", "libtiff-tools"}  # what the tests need besides Qt
    wanted = set(SYSTEM_PACKAGES.split()) - here
    assert set(installed.split()) == wanted | {"tigervnc-standalone-server", SCREEN}


def test_binder_can_run_what_it_runs_after_the_environment_and_at_the_start():
    for name in ("postBuild", "start"):
        assert os.name == "nt" or os.access(ROOT / name, os.X_OK)
    first, *_, desktop, own = (ROOT / "postBuild").read_text(encoding="utf-8").splitlines()
    assert first.startswith("#!") and own.endswith("--no-deps --editable .")
    brought = desktop.partition(" install ")[2].split()
    assert brought[0].startswith("jupyter-remote-desktop-proxy")
    assert all(re.fullmatch(r"[a-z-]+==[\d.]+", one) for one in brought)


def test_binders_jupyterlab_has_the_settings_and_extensions_of_make_lab():
    look = """
import json, os
from jupyter_core.paths import jupyter_config_path, jupyter_path
from jupyterlab_server.config import get_federated_extensions
found = get_federated_extensions(jupyter_path("labextensions"))
settings = [os.path.join(path, "labconfig") for path in jupyter_config_path()]
kept = os.environ["JUPYTER_REMOTE_DESKTOP_PROXY_XSTARTUP"]
print(json.dumps([sorted(found), settings, kept]))
"""
    bash = need(shutil.which("bash") if os.name != "nt" else None, "bash")
    command = [bash, "start", sys.executable, "-c", look]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found, settings, kept = json.loads(done.stdout)
    tools = ROOT / "tools" / "jupyter"
    assert {path.name for path in (tools / "labextensions").iterdir()} <= set(found)
    assert str(tools / "labconfig") in settings and kept == f"/usr/bin/{SCREEN}"


def test_the_page_names_files_that_are_there():
    for name in (".devcontainer", "environment.yml", "apt.txt", "postBuild", "start"):
        assert name in PAGE and (ROOT / name).exists()
    assert (ROOT / "notebooks" / "00_welcome.ipynb").exists() and "00_welcome.ipynb" in PAGE


def test_the_readme_says_of_each_door_how_it_was_tried_and_leads_to_its_section():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme.partition("### Every door")[2].partition("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("| ")]
    assert len(rows) > 10 and {len(row) for row in rows} == {3}
    assert all(re.match("here: |its files|looked up", tried) for _, _, tried in rows[1:])
    headings = re.findall(r"^## (.*)", PAGE, re.M)
    sections = {heading.lower().replace(" ", "-") for heading in headings}
    linked = re.findall(r"\(docs/doors\.md#([\w-]+)\)", readme)
    assert linked and set(linked) <= sections
