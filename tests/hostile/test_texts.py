"""Texts that people edit, copy or receive: workflow and progress files, arguments, records."""

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from helpers.exercises import saved_progress
from helpers.folder.command import main
from helpers.workflow import Workflow
from tests.hostile.conftest import HOSTILE, survives

PLAIN = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=9), st.dates(),
    st.binary(max_size=5),
)  # fmt: skip
VALUES = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3)
    ),
    max_leaves=6,
)
ALIASES = "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
NAMES = st.sampled_from(["sigma", "radius", "expansion", "clear_border", "unit", "Radius", "x"])
WORST = {
    "an alias bomb": "a: &a [x,x,x,x,x,x,x,x,x]\n" + ALIASES,
    "5,000 digits": "radius: " + "9" * 5000,
    "deep": "radius: " + "[" * 1000,
    "a bool": "clear_border: !!bool x",
    "a time": "radius: !!timestamp x",
    "long comments": "# a\n" * 3_000_000,
    "a command": "radius: !!python/object/apply:os.system ['true']",
    "nothing": "",
    "a list": "- 1\n- 2",
    "binary": "radius: !!binary x",
    "not a number": "radius: .nan",
}  # fmt: skip


@pytest.mark.parametrize("text", WORST.values(), ids=WORST)
def test_the_worst_workflow_files(text):
    survives("workflow", Workflow.from_text, text)


@HOSTILE
@given(st.one_of(st.text(), st.dictionaries(NAMES, VALUES, max_size=3).map(yaml.dump)))
def test_any_workflow_file(text):
    survives("workflow", Workflow.from_text, text)


@HOSTILE
@given(st.one_of(st.text(), st.binary(), VALUES, st.dictionaries(
    st.sampled_from(["solved", "answers", "guesses", "rooms"]), VALUES)))  # fmt: skip
def test_any_progress_file(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("own") / "progress.json"
    if not isinstance(content, bytes):
        text = content if isinstance(content, str) else json.dumps(content, default=str)
        content = text.encode("utf-8", "surrogatepass")
    path.write_bytes(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NUCLEI_PROGRESS", str(path))
        state, problem = survives("progress", saved_progress.load)
        assert isinstance(problem, str)
        assert all(isinstance(entries, dict) for entries in state.values())
        survives("progress", saved_progress.record, "solved", "mask", True)


def test_a_progress_file_nested_beyond_all_bounds(tmp_path, monkeypatch):
    path = tmp_path / "progress.json"
    path.write_text("[" * 100_000)
    monkeypatch.setenv("NUCLEI_PROGRESS", str(path))
    assert "damaged" in survives("progress", saved_progress.load)[1]


WORDS = """
--channel ² ٣ 405 --workers 0 -1 --spacing 0 nan --sigma 1e9 --radius inf --overwrite --unit mm
--scheduler tls://127.0.0.1:9 tcp://127.0.0.1:9 nonsense --workflow none.yaml
"""
ARGUMENTS = st.lists(st.sampled_from([*WORDS.split(), "x" * 300]) | st.text(max_size=6), max_size=6)


@HOSTILE
@given(ARGUMENTS)
def test_any_arguments(tmp_path_factory, arguments):
    folder = tmp_path_factory.mktemp("command")
    (folder / "image.tif").write_bytes(b"no image")
    try:
        status = survives(
            "arguments", main, [str(folder), "--out", str(folder / "out"), *arguments]
        )
    except SystemExit as stopped:  # argparse says what is wrong
        status = stopped.code
    assert status in (0, 1, 2)
