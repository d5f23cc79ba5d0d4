"""The notebook of the documentation, as it is stored and as it runs in this environment."""

import ast
import os
import pathlib
import re

import pytest

NOTEBOOK = pathlib.Path(__file__).resolve().parents[3] / "docs" / "first-steps.ipynb"

# Results on another processor differ in the last digits of the parameters, which training amplifies.
TOLERANCE = 0.15

if os.environ.get("CI"):
    import nbclient
    import nbformat
else:
    nbclient = pytest.importorskip("nbclient", reason="nbclient is not installed")
    nbformat = pytest.importorskip("nbformat", reason="nbformat is not installed")


@pytest.fixture(scope="module")
def stored():
    return nbformat.read(NOTEBOOK, as_version=4)


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def pictures(cell):
    return sum("image/png" in output.get("data", {}) for output in cell.outputs)


def printed(cell):
    return "".join(output.text for output in cell.outputs if output.get("name") == "stdout")


def numbers(text):
    return [float(number) for number in re.findall(r"\d+\.\d+", text)]


def test_the_notebook_is_stored_with_its_outputs_and_without_traces_of_a_machine(stored):
    cells = code(stored)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert [pictures(cell) for cell in cells if pictures(cell)] == [1, 1, 1, 1]
    assert not any(output.output_type == "error" for cell in cells for output in cell.outputs)
    text = NOTEBOOK.read_text(encoding="utf-8")
    assert len(text) < 300_000
    assert re.findall(r"(?<![\w.])/(?:tmp|root|home|work|usr|opt|var)/\S*", text) == []


def test_the_notebook_needs_the_wheel_and_matplotlib_only(stored):
    modules = set()
    for cell in code(stored):
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.Import):
                modules |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                modules.add(node.module.split(".")[0])
    assert modules == {"jointae", "matplotlib", "pyspark", "tempfile"}


def test_the_notebook_runs_and_gives_the_stored_results(stored, tmp_path, monkeypatch):
    # The folders that the notebook makes are deleted with those of the test.
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    executed = nbformat.read(NOTEBOOK, as_version=4)
    for cell in code(executed):
        cell.outputs = []
    nbclient.NotebookClient(executed, timeout=300, resources={"metadata": {"path": str(tmp_path)}}).execute()

    for before, after in zip(code(stored), code(executed)):
        assert pictures(after) == pictures(before), after.source
        assert re.sub(r"\d+\.\d+", "", printed(after)) == re.sub(r"\d+\.\d+", "", printed(before))
        assert numbers(printed(after)) == pytest.approx(numbers(printed(before)), rel=TOLERANCE), after.source
