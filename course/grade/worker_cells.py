"""Inside the sandbox: runs a cell, so that a failure costs only what needs it.

Where a notebook stops at an error, the cell's later definitions still count here: a
function does not depend on a module that is missing above it.
"""

import __future__

import ast
import inspect

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
ASSIGNS = (ast.Assign, ast.AnnAssign, ast.AugAssign)
UNREAD = __future__.annotations.compiler_flag  # theta: torch.Tensor needs no torch


def run(source, name, names, brief=False):
    """Run a cell in `names`; raises its first error, after its later definitions.

    With brief=True only what defines is run, and of the variables those that take no
    call: nothing that takes time or ends the process.
    """
    tree = ast.parse(source, name)
    if brief:
        tree.body = [node for node in tree.body if defines(node, calls=False)]
    try:
        execute(tree, name, names)
    except BaseException as error:
        line = failed(error, name)
        for node in tree.body:
            if node.end_lineno >= line and defines(node):
                rescue(node, name, names)
        raise


def execute(tree, name, names, flags=0):
    """Run a parsed cell, which may await."""
    flags |= ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    code = compile(tree, name, "exec", flags, dont_inherit=True)
    if code.co_flags & inspect.CO_COROUTINE:
        import asyncio

        asyncio.run(eval(code, names))
    else:
        exec(code, names)


def rescue(node, name, names):
    """Define what can be defined, without decorators and types that are missing."""
    if isinstance(node, FUNCTIONS):
        node.decorator_list = []
    try:
        execute(ast.Module([node], []), name, names, UNREAD)
    except Exception:
        return  # the first error says why


def defines(node, calls=True):
    """Whether a statement only gives names to something."""
    if isinstance(node, (ast.Import, ast.ImportFrom, *FUNCTIONS)):
        return True
    inside = ast.walk(node)
    called = any(isinstance(one, (ast.Call, ast.Await)) for one in inside)
    return isinstance(node, ASSIGNS) and (calls or not called)


def failed(error, name):
    """The line of the cell at which it stopped."""
    trace = error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == name:
            return trace.tb_lineno
        trace = trace.tb_next
    return 0
