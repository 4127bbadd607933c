"""A small solved set, and notebooks that students might hand in."""

import copy
import json
import zipfile
from functools import cache

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course.grade.intake import mark
from course.serve.release import student_version

SGD = """def my_sgd(theta, g, *, lr=1e-3):
    ### BEGIN SOLUTION
    theta = theta - lr * g
    ### END SOLUTION
    return (theta,)
"""
ADAM = """def my_adam(
    theta, g, m=0, v=0, t=0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8
):
    ### BEGIN SOLUTION
    t = t + 1
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    theta = theta - lr * m_hat / (v_hat**0.5 + eps)
    ### END SOLUTION
    return theta, m, v, t
"""
BACKPROP = """def my_backprop(theta, x, y):
    w1, b1, w2, b2 = theta
    loss, slopes = 0.0, [0 * part for part in theta]
    ### BEGIN SOLUTION
    h = np.maximum(x @ w1 + b1, 0)
    z2 = h @ w2 + b2
    z2 = z2 - z2.max(axis=1, keepdims=True)
    total = np.exp(z2).sum(axis=1, keepdims=True)
    rows = np.arange(len(x))
    loss = np.mean(np.log(total[:, 0]) - z2[rows, y])
    dz2 = np.exp(z2) / total
    dz2[rows, y] -= 1
    dz2 = dz2 / len(x)
    dz1 = (dz2 @ w2.T) * (h > 0)
    slopes = [x.T @ dz1, dz1.sum(axis=0), h.T @ dz2, dz2.sum(axis=0)]
    ### END SOLUTION
    return loss, slopes
"""
WRONG = ADAM.replace("**t)", "*t)")  # a correction without the power t


def cell(kind, source, grade_id=None, grade=False, solution=False, points=None):
    made = (new_code_cell if kind == "code" else new_markdown_cell)(source)
    if grade_id:
        marks = {"grade_id": grade_id, "grade": grade, "solution": solution}
        marks |= {"locked": not solution, "schema_version": 3, "task": False}
        made.metadata["nbgrader"] = marks | ({"points": points} if grade else {})
    return made


def solved():
    """The solved notebook: two tasks for the machine, one for a person."""
    notebook = new_notebook(
        cells=[
            cell("markdown", "# Problem set 1"),
            cell("code", "import numpy as np\nfrom adamedu.questions import check"),
            cell("code", SGD, "sgd", solution=True),
            cell("code", 'check("sgd", my_sgd)', "check_sgd", grade=True, points=2),
            cell("code", ADAM, "adam", solution=True),
            cell("code", 'check("adam", my_adam)', "check_adam", grade=True, points=5),
            cell("markdown", "Because.", "why", grade=True, solution=True, points=3),
        ]
    )
    for number, one in enumerate(notebook.cells):
        one.id = f"cell-{number}"
    notebook.metadata["kernelspec"] = {
        "name": "python3", "display_name": "Python 3", "language": "python",
    }  # fmt: skip
    return notebook


@cache
def handed_out():
    return student_version(solved())


def answers(sgd=SGD, adam=ADAM, **more):
    """A submission: the handed-out notebook with these sources in its cells."""
    notebook = copy.deepcopy(handed_out())
    for name, text in {"sgd": sgd, "adam": adam, **more}.items():
        text = "\n".join(line for line in text.split("\n") if "###" not in line)
        [one] = [c for c in notebook.cells if mark(c, "grade_id") == name]
        one.source = text
    return notebook


def data(notebook):
    return json.dumps(notebook, ensure_ascii=False).encode()


def with_cell(source, **more):
    """A submission with a cell of the student's own at its end."""
    notebook = answers(**more)
    notebook.cells.append(new_code_cell(source, id="own"))
    return notebook


def zipped(path, files):
    """A zip of {name: bytes}, at a path or in a file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def at(notebook, name):
    return [mark(one, "grade_id") for one in notebook.cells].index(name)


def stub(name):
    return copy.deepcopy(handed_out().cells[at(handed_out(), name)])
