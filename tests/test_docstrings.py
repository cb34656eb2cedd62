"""Every public function says what it takes."""

import ast

import pytest

from tests.conftest import ROOT

MODULES = sorted((ROOT / "helpers").rglob("*.py"))


def public(body, place=""):
    """Yield each function of a module or class that others may call, with its place."""
    for node in body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
            if isinstance(node, ast.ClassDef):
                yield from public(node.body, f"{node.name}.")
            else:
                yield f"{place}{node.name}", node


def silent(text):
    """Return the public functions of a source text that do not describe their arguments."""
    found = []
    for place, node in public(ast.parse(text).body):
        given = {a.arg for a in node.args.args + node.args.kwonlyargs} - {"self", "cls"}
        if given and "\nParameters\n---" not in (ast.get_docstring(node) or ""):
            found.append(place)
    return found


def test_a_function_that_does_not_describe_its_arguments_is_found():
    told = '"""Do.\n\n    Parameters\n    ----------\n    x : int\n    """'
    assert silent('def f(x):\n    """Do."""\n') == ["f"]
    assert silent(f"class A:\n    def g(self, x): pass\ndef f(x):\n    {told}\n") == ["A.g"]
    assert silent("def _f(x): pass\ndef g(): pass\n") == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_public_function_describes_its_arguments(path):
    assert silent(path.read_text(encoding="utf-8")) == []
