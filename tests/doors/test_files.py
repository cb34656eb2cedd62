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

from tests.conftest import ROOT, need
from tests.test_javascript import NPM

PAGE = (ROOT / "docs" / "doors.md").read_text(encoding="utf-8")
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
    assert files < recipe.index('--file "environment.yml"') < recipe.index("RUN ./postBuild")


def test_binder_can_run_what_it_runs_after_the_environment():
    after = ROOT / "postBuild"
    assert os.name == "nt" or os.access(after, os.X_OK)
    lines = after.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("#!") and lines[-1].endswith("--no-deps --editable .")


def test_the_page_names_files_that_are_there_and_the_readme_leads_to_it():
    for name in (".devcontainer", "environment.yml", "postBuild"):
        assert name in PAGE and (ROOT / name).exists()
    assert "docs/doors.md" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert (ROOT / "notebooks" / "00_welcome.ipynb").exists() and "00_welcome.ipynb" in PAGE
