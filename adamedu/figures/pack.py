"""Collect the source that a figure needs, to be run by MicroPython in the page."""

import ast
import dis
import inspect
import sys
import textwrap
import types
from pathlib import Path

# Modules that the page's MicroPython has.
STDLIB = {"math", "random", "functools", "itertools", "json"}
PLAIN = (int, float, str, bool, type(None))


def pack(figure):
    """Return (source, files): the text of `figure` and of the names it uses, and
    {path: text} for the `adamedu` modules that this text imports.

    Raises ValueError for anything that cannot run in the page, such as NumPy.
    """
    packer = _Packer()
    packer.name(figure.__name__, figure)
    return "\n\n".join(packer.parts.values()) + "\n", packer.files


class _Packer:
    def __init__(self):
        self.parts, self.files = {}, {}

    def name(self, name, value):
        """Add the text that defines `name` as `value`."""
        if name in self.parts:
            return
        if isinstance(value, types.ModuleType):
            self.parts[name] = self.import_module(name, value.__name__)
        elif inspect.isfunction(value) or inspect.isclass(value):
            if value.__module__.split(".")[0] == "adamedu":
                self.module(value.__module__)
                text = f"from {value.__module__} import {value.__name__} as {name}"
                self.parts[name] = text
            elif inspect.isfunction(value):
                self.globals_of(value)
                self.parts[name] = textwrap.dedent(inspect.getsource(value)).rstrip()
            else:
                raise ValueError(f"{name}: a class of a notebook can't run in the page")
        else:
            self.parts[name] = f"{name} = {self.literal(name, value)}"

    def globals_of(self, function):
        for name in _names(function.__code__):
            if name in function.__globals__ and name != function.__name__:
                self.name(name, function.__globals__[name])

    def literal(self, name, value):
        """Python text for a value made of plain values and functions."""
        if isinstance(value, PLAIN):
            return repr(value)
        if isinstance(value, (list, tuple)):
            items = ", ".join(self.literal(name, v) for v in value)
            return f"[{items}]" if isinstance(value, list) else f"({items},)"
        if isinstance(value, dict):
            items = [f"{k!r}: {self.literal(name, v)}" for k, v in value.items()]
            return "{" + ", ".join(items) + "}"
        if inspect.isfunction(value) and value.__name__ != "<lambda>":
            self.name(value.__name__, value)
            return value.__name__
        raise ValueError(f"{name}: a {type(value).__name__} can't run in the page")

    def import_module(self, name, module):
        if module.split(".")[0] == "adamedu":
            self.module(module)
        elif module not in STDLIB:
            raise ValueError(f"{name}: the module {module} can't run in the page")
        parent, _, last = module.rpartition(".")
        return f"from {parent} import {last} as {name}" if parent else f"import {name}"

    def module(self, module):
        """Add an adamedu module's own text, and that of the modules it imports."""
        path = module.replace(".", "/") + ".py"
        if path in self.files:
            return
        for parent in _parents(module):  # in the page, a package is only a folder
            self.files[parent.replace(".", "/") + "/__init__.py"] = ""
        text = Path(sys.modules[module].__file__).read_text(encoding="utf-8")
        self.files[path] = text
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ImportFrom):
                if node.module.split(".")[0] == "adamedu":
                    self.module(node.module)
                elif node.module not in STDLIB:
                    raise ValueError(f"{module}: {node.module} can't run in the page")
            elif isinstance(node, ast.Import):
                for alias in node.names:
                    self.import_module(alias.name, alias.name)


def _names(code):
    """Global names that a code object reads, with those of the functions in it."""
    for step in dis.get_instructions(code):
        if step.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
            yield step.argval
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _names(constant)


def _parents(module):
    parts = module.split(".")
    return [".".join(parts[:k]) for k in range(1, len(parts))]
