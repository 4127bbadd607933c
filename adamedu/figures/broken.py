"""Adam without one of its parts: what the buttons of `interact(breaks=True)` write."""

import ast

PARTS = {  # what to write in the line of theta
    "no root": {"v_hat**0.5": "v_hat"},
    "no correction": {"m_hat": "m", "v_hat": "v"},
    "no m": {"m_hat": "g"},
}


def broken(text):
    """{words of a button: [line, the line without that part]} for the text of a rule
    that moves theta as Adam does: by m_hat over the root of v_hat, in one line.

    Raises ValueError for a text that can't be edited so.
    """
    steps = [node for node in ast.walk(ast.parse(text)) if _moves_theta(node)]
    if len(steps) != 1:
        raise ValueError(
            f"breaks: the rule has {len(steps)} lines that set theta, not 1"
        )
    line = text.splitlines()[steps[0].lineno - 1]
    if steps[0].lineno != steps[0].end_lineno or text.count(line) != 1:
        raise ValueError(f"breaks: {line.strip()!r} must be one line of the rule, once")
    return {name: [line, _edited(line, part)] for name, part in PARTS.items()}


def _moves_theta(node):
    return isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "theta"


def _edited(line, part):
    for old, new in part.items():
        if line.count(old) != 1:
            raise ValueError(f"breaks: {line.strip()!r} must have {old} once")
        line = line.replace(old, new)
    return line
