"""The files of the other doors hold to their rules, and the page on them to the files."""

import json
import os
import re
import tomllib

from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "doors.md").read_text(encoding="utf-8")


def test_a_dev_container_installs_the_learners_set_and_opens_the_port():
    made = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8"))
    script, *words = made["postCreateCommand"].removeprefix("python ").split()
    assert (ROOT / script).exists() and words == ["setup", "lab"]
    assert made["forwardPorts"] == [8888] and set(made["portsAttributes"]) == {"8888"}
    version = re.search(r"python:(\d\.\d+)-", made["image"])[1]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    least = project["requires-python"].removeprefix(">=")
    assert tuple(map(int, version.split("."))) >= tuple(map(int, least.split(".")))


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
