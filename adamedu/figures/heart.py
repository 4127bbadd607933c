"""The heart as one script, which a page loads once: the texts of the modules that can
run there, the text of each rule, the palette."""

import hashlib
import inspect
import json
import pkgutil
from functools import cache

import adamedu
from adamedu import reach
from adamedu.figures.pack import runs_in_page
from adamedu.figures.palette import PALETTE
from adamedu.rules import RULES


@cache
def script():
    """The script's text."""
    texts = {"files": files(), "rules": rule_texts(), "palette": PALETTE}
    return f"globalThis.AdamEduHeart = {json.dumps(texts, ensure_ascii=False)};\n"


def version():
    """A hash of the script."""
    return hashlib.sha256(script().encode()).hexdigest()[:12]


def name():
    """The script's name in the book."""
    return f"adamedu-heart.{version()}.js"


@cache
def files():
    """{path: text}; a package is only a folder there."""
    found = {}
    for module in pkgutil.walk_packages(adamedu.__path__, "adamedu."):
        if not module.ispkg and runs_in_page(module.name):
            parts = module.name.split(".")
            for k in range(1, len(parts)):
                found["/".join([*parts[:k], "__init__.py"])] = ""
            found["/".join(parts) + ".py"] = reach.source(module.name)
    return dict(sorted(found.items()))


@cache
def rule_texts():
    """{name: text} of the rules that can run in the page, for its editors."""
    return {
        rule.name: inspect.getsource(rule.function)
        for rule in RULES.values()
        if runs_in_page(rule.function.__module__)
    }
