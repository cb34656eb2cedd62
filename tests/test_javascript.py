"""The widgets' JavaScript: joined without Node, checked and tested with it where there is one."""

import re
import shutil
import subprocess

import pytest

from helpers import colours
from helpers.page import script, stylesheet
from tests.conftest import ROOT, need

ENTRIES = sorted(
    path
    for path in (ROOT / "helpers").rglob("*.js")
    if "export default { render };" in path.read_text(encoding="utf-8")
)
NPM = "npm, or what it installs (npm ci)"


def node(*command):
    """Run a command of Node in the root of the project; return what it says if it fails."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_every_widget_is_found():
    assert {path.parent.name for path in ENTRIES} == {
        "exercises",
        "explorers",
        "helpers",
        "images",
        "js",
        "table",
    }


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_files_of_a_widget_join_into_one_module(entry, tmp_path):
    joined = script(entry)
    assert not re.search(r"^import\b", joined, re.M)
    assert re.findall(r"^export\b.*", joined, re.M) == ["export default { render };"]
    names = re.findall(r"^(?:async )?(?:function|const|let) (\w+)", joined, re.M)
    assert len(names) == len(set(names)), "two files give one name to different things"
    file = tmp_path / "joined.mjs"
    file.write_text(joined, encoding="utf-8")
    assert not node(need(shutil.which("node"), "Node"), "--check", str(file))


def test_a_circle_of_imports_ends(tmp_path):
    (tmp_path / "a.js").write_text('import { b } from "./b.js";\nexport const a = 1;\n')
    (tmp_path / "b.js").write_text('import {\n  a,\n} from "./a.js";\nexport const b = 2;\n')
    assert script(tmp_path / "a.js").split() == ["const", "b", "=", "2;", "const", "a", "=", "1;"]


def test_the_stylesheets_have_the_colours_of_the_pictures():
    css = (ROOT / "helpers" / "colours.css").read_text(encoding="utf-8")
    found = dict(re.findall(r"--nuclei-(\w+): (#\w+);", css))
    assert found == {name: getattr(colours, name.upper()) for name in found}
    for path in (ROOT / "helpers").rglob("*.css"):
        used = set(re.findall(r"var\(--nuclei-(\w+)", stylesheet(path)))
        own = set(re.findall(r"--nuclei-(\w+):", stylesheet(path)))
        assert used <= own, path


def test_the_javascript_is_formatted_and_free_of_what_biome_warns_of():
    biome = ROOT / "node_modules" / ".bin" / "biome"
    need(biome.exists(), NPM)
    assert not node(str(biome), "ci", "--error-on-warnings")


def test_what_the_javascript_claims_of_itself_holds():
    program = need(shutil.which("node"), "Node")
    assert not node(program, "--test", *map(str, sorted((ROOT / "tests").rglob("*.test.js"))))
