"""Collect the source that a figure needs, to be run by MicroPython in the page."""

import ast
import dis
import inspect
import math
import textwrap
import types

from adamedu import reach
from adamedu.figures import limits

PLAIN = (int, float, str, bool, type(None))


def pack(figure):
    """Return (source, modules): the text of `figure` and of the names it uses, and
    the names of the `adamedu` modules that this text needs.

    Raises ValueError for anything that cannot run in the page, such as NumPy, or would
    be something else there.
    """
    packer = _Packer()
    packer.name(figure.__name__, figure)
    return "\n\n".join(packer.parts.values()) + "\n", reach.modules(packer.modules)


def runs_in_page(module):
    """Whether a module of adamedu imports nothing that the page lacks."""
    return not any(_lacking(module))


def _lacking(module):
    for one in reach.modules([module]):
        for name, _ in reach.imports(reach.tree(one)):
            if name.split(".")[0] != reach.ROOT and name not in limits.MODULES:
                yield name


class _Packer:
    def __init__(self):
        self.parts, self.values, self.modules = {}, {}, set()

    def name(self, name, value):
        """Add the text that defines `name` as `value`."""
        if name in self.values:
            known = self.values[name]
            if known is not value and not (_is_data(value) and known == value):
                raise ValueError(f"{name}: two things of one name can't be in one page")
            return
        self.values[name] = value
        if isinstance(value, types.ModuleType):
            self.parts[name] = self.import_module(name, value)
        elif inspect.isfunction(value) or inspect.isclass(value):
            if value.__module__.split(".")[0] == reach.ROOT:
                self.module(name, value.__module__)
                text = f"from {value.__module__} import {value.__name__} as {name}"
                self.parts[name] = text
            elif inspect.isfunction(value):
                self.function(name, value)
            else:
                raise ValueError(f"{name}: a class of a notebook can't run in the page")
        else:
            self.parts[name] = f"{name} = {self.literal(name, value)}"

    def function(self, name, value):
        own = value.__name__
        if own == "<lambda>":
            raise ValueError(f"{name}: a lambda can't run in the page; write a def")
        if value.__closure__:
            lost = ", ".join(value.__code__.co_freevars)
            raise ValueError(f"{name}: it takes {lost} from the function around it, "
                             "which the page does not have")  # fmt: skip
        if own != name:  # another name for a function
            self.name(own, value)
            self.parts[name] = f"{name} = {own}"
            return
        text = textwrap.dedent(inspect.getsource(value)).rstrip()
        try:
            limits.check(ast.parse(text))
        except ValueError as error:
            raise ValueError(f"{name}, {error}") from None
        self.globals_of(value)
        self.parts[name] = text

    def globals_of(self, function):
        for name in names(function.__code__):
            if name in function.__globals__:
                self.name(name, function.__globals__[name])

    def literal(self, name, value):
        """Python text for a value made of plain values and functions."""
        if isinstance(value, PLAIN):
            finite = not isinstance(value, float) or math.isfinite(value)
            return repr(value) if finite else f'float("{value}")'
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
        if module.__name__.split(".")[0] == reach.ROOT:
            if hasattr(module, "__path__"):
                raise ValueError(f"{name}: import what you use by its own name")
            self.module(name, module.__name__)
        elif module.__name__ not in limits.MODULES:
            text = f"the module {module.__name__} can't run in the page"
            raise ValueError(f"{name}: {text}")
        parent, _, last = module.__name__.rpartition(".")
        return (f"from {parent} " if parent else "") + f"import {last} as {name}"

    def module(self, name, module):
        for lacking in _lacking(module):
            text = f"{module} needs {lacking}, which can't run in the page"
            raise ValueError(f"{name}: {text}")
        self.modules.add(module)


def _is_data(value):
    return isinstance(value, (*PLAIN, list, tuple, dict))


def names(code):
    """Global names that a code object reads, with those of the functions in it."""
    for step in dis.get_instructions(code):
        if step.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
            yield step.argval
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from names(constant)
