"""What the package needs is declared, pinned, and named where it is missing."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from functools import cache
from importlib import metadata
from pathlib import Path

import nbformat
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS = PROJECT["optional-dependencies"]
PINS = {
    canonicalize_name(pin.partition("==")[0]): pin.partition("==")[2]
    for pin in (ROOT / "constraints.txt").read_text().split()
}
MODULES = sorted((ROOT / "adamedu").rglob("*.py"))
NOTEBOOKS = [*(ROOT / "chapters").glob("*.ipynb"), *(ROOT / "course/sets").glob("*")]
ROOMS = {  # whoever has the extra runs what is there
    "book": "book", "course": "grade", "course/serve/jupyterhub_config.py": "hub",
    "chapters": "chapters", "course/sets": "chapters", "benchmarks": "dev",
    "tests": "dev",
}  # fmt: skip
LINE = f'# %pip install "adamedu{{}} @ git+{PROJECT["urls"]["Repository"]}"'
RUN = re.compile(r'(?:"python"\)|executable), "-m", "(?!pip")([\w.]+)"')  # has pip
each_module = pytest.mark.parametrize(
    "path", MODULES, ids=lambda p: f"{p.parent.name}-{p.stem}"
)


def declared(*extras):
    """The requirements of the core and of these extras, and of the extras in them."""
    found = {}
    lines = PROJECT["dependencies"] + [one for e in extras for one in EXTRAS[e]]
    while lines:
        one = Requirement(lines.pop())
        if one.name == "adamedu":
            lines += [line for extra in one.extras for line in EXTRAS[extra]]
        else:
            found[str(one)] = one
    return list(found.values())


@cache
def installed_by(*extras):
    """The names of all that pip installs here for the core and these extras."""
    found, left = set(), [(r, e) for r in declared(*extras) for e in ["", *r.extras]]
    while left:
        one, extra = left.pop()
        name = canonicalize_name(one.name)
        if (name, extra) in found:
            continue
        found.add((name, extra))
        for inner in map(Requirement, metadata.requires(name) or []):
            if not inner.marker or inner.marker.evaluate({"extra": extra}):
                left += [(inner, e) for e in ["", *inner.extras]]
    return {name for name, _ in found}


def test_each_declared_dependency_is_pinned_within_its_bounds():
    for one in declared(*EXTRAS):
        pin = PINS.get(canonicalize_name(one.name))
        assert pin, f"{one.name} is not in constraints.txt"
        assert one.specifier.contains(pin), f"{one} but {pin}"


def test_no_pin_is_stale():
    assert set(PINS) - installed_by("dev") == set()


def test_the_builders_are_the_pinned_ones():
    text = (ROOT / "hatch_build.py").read_text()
    for name, version in re.findall(r'"([\w-]+)==([\d.]+)"', text):
        assert PINS[canonicalize_name(name)] == version


# What is imported.


def imports(tree, extra=None):
    """(extra, module) of each import; extra is that of the `with extra(...)` around."""
    for node in ast.iter_child_nodes(tree):
        match node:
            case ast.Import(names):
                yield from ((extra, one.name) for one in names)
            case ast.ImportFrom(module, names):
                yield extra, module
                yield from ((extra, f"{module}.{one.name}") for one in names)
            case ast.With([ast.withitem(ast.Call(ast.Name("extra"), [asked]))]):
                yield from imports(node, asked.value)
            case _:
                yield from imports(node, extra)


def parsed(path):
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imported(path):
    return list(imports(parsed(path)))


def distributions(module):
    """The packages that a module may come from; none for Python's own and ours."""
    top = module.partition(".")[0]
    if top in sys.stdlib_module_names or (ROOT / top).is_dir():
        return set()
    return {canonicalize_name(name) for name in homes().get(top, [top])}


homes = cache(metadata.packages_distributions)


@each_module
def test_imports_come_with_the_core_or_name_their_extra(path):
    for extra, module in imported(path):
        there = installed_by(*[extra] if extra else [])
        found = distributions(module)
        assert not found or found & there, f"{module}: with extra(...) around it?"


@pytest.mark.parametrize("room, extra", ROOMS.items())
def test_an_extra_brings_all_that_its_room_reaches(room, extra):
    """Through modules of the package, too, which ask for another extra."""
    for path in [ROOT / room, *(ROOT / room).rglob("*.*")]:
        inner = path.relative_to(ROOT).as_posix() in ROOMS and path != ROOT / room
        if inner or path.suffix not in (".py", ".ipynb"):
            continue
        beside = {one.stem for one in path.parent.glob("*.py")}
        for module in reached(path):
            found = distributions(module)
            there = not found or module in beside or found & installed_by(extra)
            assert there, f"{path}: {module}"


def test_who_grades_need_not_install_torch():
    """On Linux it brings gigabytes of libraries for graphics cards."""
    assert "joblib" in installed_by("grade") and "torch" not in installed_by("grade")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_says_how_to_install_what_it_needs(path):
    first = next(c for c in nbformat.read(path, 4).cells if c.cell_type == "code")
    assert first.source.splitlines()[0] == line(path)


def line(path):
    """The first line of a notebook: it installs what the notebook imports."""
    needed = [found for one in reached(path) if (found := distributions(one))]
    for extra in ([], ["torch"], ["studies"], ["peers"]):
        there = installed_by(*extra)
        if all(found & there for found in needed):
            return LINE.format(f"[{extra[0]}]" if extra else "")
    raise AssertionError(f"no extra has all that {path} imports: {needed}")


def reached(path):
    """The modules that a file imports or runs, and those of ours that these import."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        cells = nbformat.reads(text, 4).cells
        text = "\n".join(one.source for one in cells if one.cell_type == "code")
    left = [module for _, module in imports(ast.parse(text))]
    left += RUN.findall(text)
    found = set()
    while left:
        module = left.pop()
        if module in found:
            continue
        found.add(module)
        place = ROOT / module.replace(".", "/")
        for file in (place.with_suffix(".py"), place / "__init__.py"):
            if module.startswith("adamedu") and file.exists():
                left += [inner for _, inner in imported(file)]
    return found


def python(text, executable=sys.executable, cwd=ROOT, **environment):
    """What a program prints."""
    done = subprocess.run(
        [executable, "-c", text], cwd=cwd, capture_output=True, text=True,
        env={**clean(), **environment},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def clean():
    """The environment, without the place of this checkout."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}


def test_the_front_door_loads_nothing_but_numpy():
    text = """
import sys, numpy
before = set(sys.modules)
import adamedu
adamedu.adam
new = {name.partition(".")[0] for name in set(sys.modules) - before}
print(*new - {"adamedu", "numpy"} - sys.stdlib_module_names, sep=",")
"""
    assert python(text).strip() == ""


EXTRA = [
    (module, extra, top)
    for path in MODULES
    for module in [".".join(path.relative_to(ROOT).with_suffix("").parts)]
    for extra, name in imported(path)
    for top in [name.partition(".")[0]]
    if extra and path.stem != "__main__"
]


@pytest.mark.parametrize("module, extra, missing", sorted(set(EXTRA)))
def test_a_missing_extra_is_named(module, extra, missing):
    text = f"""
import sys
sys.modules["{missing}"] = None
try:
    import {module}
except ModuleNotFoundError as error:
    print(error)
"""
    expected = f'{missing} is not installed: pip install "adamedu[{extra}]"'
    assert python(text).strip() == expected


def test_extras_are_asked_for_where_they_are_needed():
    named = {"torch", "joblib", "threadpoolctl"}
    assert {top for _, _, top in EXTRA} == named
    assert ("adamedu.nn.rule_optimizer", "torch", "torch") in EXTRA


@each_module
def test_no_text_sends_a_user_to_make_or_git(path):
    assert not re.search(r"`(make|git) ", path.read_text(encoding="utf-8"))
