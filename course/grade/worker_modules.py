"""Inside the sandbox: modules that a notebook imports and grading does without.

What only shows something is replaced by an object that accepts everything and does
nothing. The book's rules, and whatever else would answer a task, can be imported but
not called: a line of imports still works, a borrowed solution doesn't.
"""

import importlib.abc
import importlib.machinery
import sys
from pathlib import Path
from runpy import run_path

GIVEN = {}
SHOWS = ("matplotlib", "IPython", "ipywidgets", "tqdm", "nbgrader")
SHOWS += ("adamedu.figures", "adamedu.questions")
WITHHELD = ("adamedu",)


class Nothing:
    """Accepts every use, and does nothing."""

    def __init__(self, name="nothing"):
        self._name = name

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Nothing(f"{self._name}.{name}")

    def __call__(self, *args, **settings):
        return Nothing(self._name)

    def __iter__(self):
        return iter(())

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return None


class Withheld(Nothing):
    """Can be named, not used."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Withheld(f"{self._name}.{name}")

    def __call__(self, *args, **settings):
        raise RuntimeError(f"{self._name} is not there when your work is graded")


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds such modules, after everything real was looked for."""

    def find_spec(self, name, path=None, target=None):
        known = [*SHOWS, *WITHHELD]
        if any(name == one or name.startswith(f"{one}.") for one in known):
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        name = module.__name__
        shows = any(name == one or name.startswith(f"{one}.") for one in SHOWS)
        kind = Nothing if shows else Withheld

        def look_up(attribute):
            if attribute.startswith("__"):
                raise AttributeError(attribute)
            return kind(f"{name}.{attribute}")

        module.__getattr__ = look_up


def install():
    sys.meta_path.append(Finder())
    given = Path(__file__).with_name("given.py")  # see sandbox.py
    GIVEN.update(run_path(str(given))["GIVEN"])
