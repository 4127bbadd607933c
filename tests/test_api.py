"""The page of the package: each public name is on it, with an example that runs."""

import ast
import doctest
import importlib
import inspect
import json
import pydoc
import re
from collections import Counter

import pytest

import adamedu
from adamedu.rules import RULES, arguments
from tests.pages import ROOT

PAGE = (ROOT / "chapters/api.md").read_text()
ENTRY = r"```\{api\} (\S+)\n(>>> (?s:.*?))```"
HELPERS = {"adamedu.scaling.ratio", "adamedu.scaling.checked"}
SECTIONS = {text.partition("\n")[0]: text for text in PAGE.split("\n## ")[1:]}


def public():
    """What the README imports, what a module says it offers, and the families."""
    names = {"adamedu.descend", "adamedu.each"}
    for text in re.findall(
        r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.S
    ):
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ImportFrom):
                names |= {f"{node.module}.{one.name}" for one in node.names}
    for module in ("figures", "questions"):
        found = importlib.import_module(f"adamedu.{module}")
        names |= {f"adamedu.{module}.{name}" for name in found.__all__}
    names |= {name for name, count in imported().items() if count > 1}
    names |= members("doctor", callable)
    names |= members("schedules", lambda one: hasattr(one, "__wrapped__"))
    names |= members("scaling", lambda one: callable(one) and "old" in takes(one))
    names |= members(
        "nn.datasets", lambda one: inspect.isfunction(one) and not takes(one)
    )
    return names - {f"adamedu.{rule}" for rule in RULES}


def imported():
    """How many chapters import a name of the networks."""
    found = Counter()
    for path in (ROOT / "chapters").glob("[0-9]*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        text = "\n".join("".join(cell["source"]) for cell in cells)
        lines = re.findall(r"^from (adamedu\.nn\.\w+) import (.*)$", text, re.M)
        found.update(
            {f"{room}.{name}" for room, names in lines for name in names.split(", ")}
        )
    return found


def members(module, wanted):
    found = vars(importlib.import_module(f"adamedu.{module}"))
    names = [name for name, one in found.items() if name[0] != "_" and wanted(one)]
    return {f"adamedu.{module}.{name}" for name in names} - HELPERS


def takes(function):
    return [p.name for p in inspect.signature(function).parameters.values()]


def test_each_public_name_has_an_entry():
    assert public() - {name for name, _ in re.findall(ENTRY, PAGE)} == set()


@pytest.mark.parametrize("section", SECTIONS)
def test_examples_do_what_they_say(section, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    found = dict(re.findall(ENTRY, SECTIONS[section]))
    text, space = "\n".join(found.values()), {"__name__": "__main__"}
    lines = doctest.DocTestParser().get_doctest(text, space, section, None, 0)
    assert all(name.rpartition(".")[2] in found[name] for name in found)
    said = []
    doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(lines, out=said.append)
    assert "".join(said) == ""


def test_what_most_rules_take_is_said_once():
    """help(adamedu.rules), and the page, tell what more than three rules take."""
    names = Counter(name for rule in RULES.values() for name in takes(rule.function))
    told = re.findall(r"^    ([a-z].*?)  ", adamedu.rules.__doc__, re.M)
    common = {name for name, count in names.items() if count > 3} - {"theta", "g"}
    assert common == set(", ".join(told).split(", "))


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)
def test_help_of_a_rule_says_what_each_argument_is(rule):
    told = pydoc.render_doc(rule.function, renderer=pydoc.plaintext)
    lines = re.findall(r"^        (\w+)  +(\S.*\S)$", told, re.M)
    assert [name for name, _ in lines] == takes(rule.function)
    assert all(len(words) > 8 for _, words in lines)
    assert told.splitlines()[3].strip() == record_of(rule)
    assert f"Returns the tuple of {', '.join(['theta', *rule.state])} " in told


def record_of(rule):
    """The first line of a rule's text, as the book shows it."""
    function = ast.parse(inspect.getsource(rule.function)).body[0]
    return ast.get_docstring(function).splitlines()[0]


def test_no_words_are_told_of_what_no_rule_takes():
    known = {
        (name, one) for name, rule in RULES.items() for one in takes(rule.function)
    }
    assert set(arguments.ALL) <= {one for _, one in known} | {"u", "s", "beta3"}
    own = {(name, one) for name, words in arguments.OWN.items() for one in words}
    assert own <= known


def functions():
    """Public functions, and public methods of public classes, by their names."""
    for name in sorted(public() - {f"adamedu.rules.{rule}" for rule in RULES}):
        found = pydoc.locate(name)
        if inspect.isclass(found):
            for inner, method in vars(found).items():
                if inspect.isfunction(method) and method.__doc__ and inner[0] != "_":
                    yield f"{name}.{inner}", method, found.__doc__
        elif callable(found):
            yield name, found, ""


@pytest.mark.parametrize(
    "name, function, home",
    [pytest.param(*one, id=one[0]) for one in functions()],
)
def test_help_names_each_argument(name, function, home):
    module = inspect.getmodule(function)
    around = module.__doc__ if module.__name__ == "adamedu.scaling" else home
    told = f"{inspect.getdoc(function)} {around}"
    for argument in takes(function):
        if argument not in ("self", "kwargs"):
            assert re.search(rf"\b{argument}\b", told), f"{name}: {argument}"
