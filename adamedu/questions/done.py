"""What is done, kept in one small file of your own: no server hears of it."""

import json

import platformdirs

from adamedu.questions.tables import sets


def file():
    """Where it is kept: the user's data folder, as the system has it."""
    return platformdirs.user_data_path("adamedu") / "progress.json"


def done():
    """{task: "right" or "tried"}; a file that can't be read counts as none."""
    try:
        found = json.loads(file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def note(task, right):
    """Remember a check. A task once right stays right. Where nothing can be written,
    nothing is kept."""
    known = done()
    known[task] = "right" if right or known.get(task) == "right" else "tried"
    try:
        file().parent.mkdir(parents=True, exist_ok=True)
        file().write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")
    except OSError:
        pass


def progress():
    """Print what is done in each set."""
    known, signs = done(), {"right": "✓", "tried": "…"}
    for name, tasks in sets().items():
        count = sum(known.get(task) == "right" for task in tasks)
        shown = "  ".join(f"{signs.get(known.get(t), '·')} {t}" for t in tasks)
        print(f"{name}  {count} of {len(tasks)}   {shown}")
    print(f"✓ right   … tried   · not yet tried   (kept in {file()})")
