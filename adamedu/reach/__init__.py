"""What a piece of code depends on, read from its text: nothing is imported or run.

Figures ask which modules they take into the page, studies and notebooks whether the
code that made their numbers is still the same.
"""

import ast
import hashlib
import importlib.util
from functools import cache
from pathlib import Path

ROOT = "adamedu"
IMPORT = (ast.Import, ast.ImportFrom)


def reach(module, *names, but=()):
    """{"module:name": [nodes]} of all that these names of a module need to run.

    Without names: all that the module holds. Only modules of `adamedu`, and of the
    package that `module` is in, are followed; what is in `but`, a module or a
    "module:name", is not.
    """
    found, packages = {key: [] for key in but}, {ROOT, module.split(".")[0]}

    def inside(module):
        return module.split(".")[0] in packages and module not in but

    for name in names or names_of(module):
        _follow(module, name, inside, found)
    return {key: nodes for key, nodes in found.items() if nodes}


def reach_text(text, but=()):
    """As `reach`, of all that a text, such as a notebook's code, needs of `adamedu`;
    the modules in `but` are not followed."""
    part, found = Part("__main__", parsed(text)), {}

    def inside(module):
        return module.split(".")[0] == ROOT and module not in but

    for nodes in [*part.names.values(), part.loose]:
        for node in nodes:
            _follow_node(part, node, inside, found)
    return found


def digest(found, *more):
    """A hash of what `reach` found, and of more texts. Docstrings, comments, layout and
    what only refuses, functions called check_..., do not count."""
    parts = [f"{key} {plain(node)}" for key in sorted(found)
             for node in found[key] if not _refuses(node)]  # fmt: skip
    return hashlib.sha256("\n".join([*parts, *more]).encode()).hexdigest()[:12]


def modules(names):
    """The modules of `adamedu` that these import when they are loaded, and they
    themselves, sorted."""
    found, left = set(), list(names)
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += [m for m, _ in imports(tree(name)) if m.split(".")[0] == ROOT]
    return sorted(found)


def imports(node):
    """(module, name) of each import inside a node; name is "" for `import module`."""
    for one in ast.walk(node):
        if isinstance(one, ast.Import):
            yield from ((alias.name, "") for alias in one.names)
        elif isinstance(one, ast.ImportFrom):
            yield from ((one.module or "", alias.name) for alias in one.names)


def plain(node):
    """A node as text, the same in all versions of Python, without docstrings and
    checks."""
    if isinstance(node, list):
        return "[" + ",".join(plain(n) for n in node if not _refuses(n)) + "]"
    if not isinstance(node, ast.AST):
        return repr(node)
    fields = {k: v for k, v in ast.iter_fields(node) if v not in (None, [])}
    if "body" in fields and _documented(node):
        fields["body"] = node.body[1:]
    fields.pop("kind", None)
    inner = ",".join(f"{k}={plain(v)}" for k, v in sorted(fields.items()))
    return f"{type(node).__name__}({inner})"


def _refuses(node):
    """Whether a statement is a check, or asks one: it moves no number."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        called = node.value.func
        name = getattr(called, "id", getattr(called, "attr", ""))
    else:
        name = node.name if isinstance(node, ast.FunctionDef) else ""
    return name.startswith("check_")


def _documented(node):
    kinds = (ast.FunctionDef, ast.ClassDef, ast.Module, ast.AsyncFunctionDef)
    return isinstance(node, kinds) and ast.get_docstring(node, clean=False) is not None


@cache
def path(module):
    """The file of a module's text; None for a module that has none, or is not there."""
    top, *rest = module.split(".")
    spec = importlib.util.find_spec(top)
    found = [Path(spec.origin)] if spec and spec.origin else []
    if rest:  # a folder without an __init__.py is a package, too
        found = []
        for folder in (spec and spec.submodule_search_locations) or []:
            base = Path(folder).joinpath(*rest)
            found += [base.with_name(f"{base.name}.py"), base / "__init__.py"]
    return next((one for one in found if one.suffix == ".py" and one.exists()), None)


@cache
def source(module):
    """A module's text."""
    return path(module).read_text(encoding="utf-8")


def tree(module):
    """A module's syntax tree."""
    return _part(module).tree


@cache
def names_of(module):
    """The names that a module defines or imports."""
    part = _part(module)
    stars = [name for star in part.stars for name in names_of(star)]
    return dict.fromkeys([*part.names, *stars])


class Part:
    """A module's text by the names that it defines, and what stands loose in it."""

    def __init__(self, module, tree):
        self.module, self.tree = module, tree
        self.names, self.loose, self.stars = {}, [], []
        body = tree.body[1:] if _documented(tree) else tree.body
        for node in body:
            self._add(node)

    def _add(self, node):
        if isinstance(node, ast.ImportFrom) and node.names[0].name == "*":
            self.stars.append(node.module)
        elif isinstance(node, (ast.If, ast.With, ast.Try)):
            if not _only_imports(node):
                self.loose.append(node)
            for inner in ast.iter_child_nodes(node):
                if isinstance(inner, ast.stmt):
                    self._add(inner)
        else:
            names = list(_defined(node))
            if names == ["__all__"]:
                return
            for name in names:
                self.names.setdefault(name, []).append(node)
            if not names:
                self.loose.append(node)


def _only_imports(node):
    """`with extra("torch"): import torch` is no more than the import."""
    return isinstance(node, ast.With) and all(isinstance(n, IMPORT) for n in node.body)


@cache
def _part(module):
    return Part(module, parsed(source(module)))


def parsed(text):
    """A text's syntax tree without the hints of functions, which only tell of code."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            node.annotation = None
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            node.returns = None
    return tree


def _defined(node):
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        yield node.name
    elif isinstance(node, IMPORT):
        for alias in node.names:
            yield alias.asname or alias.name.split(".")[0]
    elif isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        for target in targets:
            for one in ast.walk(target):
                if isinstance(one, ast.Name):
                    yield one.id


def _follow(module, name, inside, found):
    """Add what `name` of a module is, and all that this needs."""
    key, part = f"{module}:{name}", _part(module)
    if not inside(module) or key in found:
        return
    nodes = part.names.get(name, [])
    own = [n for n in nodes if not isinstance(n, IMPORT)]
    if own:
        found[key] = own + part.loose
        for node in found[key]:
            _follow_node(part, node, inside, found)
    if len(own) < len(nodes) or not nodes:
        for home, inner in _resolved(part, name):
            _follow_import(home, inner, inside, found)


def _follow_import(home, name, inside, found):
    """What `from home import name` gives, or `import home` with an empty name."""
    if not inside(home) or not path(home):
        return
    below = f"{home}.{name}"
    if name and name in names_of(home):
        _follow(home, name, inside, found)
    elif whole := home if not name else below if path(below) else "":
        for one in names_of(whole):
            _follow(whole, one, inside, found)


def _follow_node(part, node, inside, found):
    """Follow all names that a node uses, and the imports in it."""
    whole, attributes = _used(node)
    for name in whole:
        for home, inner in _resolved(part, name):
            _follow_import(home, inner, inside, found)
    for name, attribute in attributes:
        for home, inner in _resolved(part, name):
            below = f"{home}.{inner}" if inner else home
            of_module = home != part.module and path(below)
            _follow_import(*((below, attribute) if of_module else (home, inner)),
                           inside, found)  # fmt: skip
    if not isinstance(node, (*IMPORT, ast.If, ast.With, ast.Try)):
        for home, inner in imports(node):
            _follow_import(home, inner, inside, found)


def _resolved(part, name):
    """(module, name) of where a name comes from; name is "" for a whole module."""
    if name not in part.names:
        return [(star, name) for star in part.stars if name in names_of(star)]
    found = []
    for node in part.names[name]:
        if isinstance(node, ast.ImportFrom):
            alias = next(a for a in node.names if (a.asname or a.name) == name)
            found.append((node.module, alias.name))
        elif isinstance(node, ast.Import):
            found += [(a.name, "") for a in node.names
                      if (a.asname or a.name.split(".")[0]) == name]  # fmt: skip
        else:
            found.append((part.module, name))
    return found


@cache
def _used(node):
    """Names that a node uses as they are, and (name, attribute) of `name.attribute`."""
    attributes, heads = set(), set()
    for one in ast.walk(node):
        if isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name):
            attributes.add((one.value.id, one.attr))
            heads.add(id(one.value))
    whole = {
        n.id for n in ast.walk(node) if isinstance(n, ast.Name) and id(n) not in heads
    }
    return sorted(whole), sorted(attributes)
