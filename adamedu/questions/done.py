"""What is done, kept in one small file of your own: no server hears of it."""

import json

import platformdirs

SETS = {
    "ps1": [
        "sgd", "step_limit", "momentum", "effective_rate", "nesterov", "momentum_bug",
        "floor_ratio",
    ],
    "ps2": [
        "ema", "ema_window", "bias_correction", "adam_first_step", "adagrad",
        "rmsprop", "turned_steps",
    ],
    "ps3": [
        "backprop", "check_error", "adam", "eps_inside_step", "adam_bugs", "net_loss",
    ],
    "ps4": [
        "adamw", "decay_steps", "amsgrad", "flip", "cosine", "warmup_linear",
        "mean_rate",
    ],
    "ps5": ["paired_interval", "seeds_needed", "best_of", "comparison"],
}  # fmt: skip


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
    for name, tasks in SETS.items():
        count = sum(known.get(task) == "right" for task in tasks)
        shown = "  ".join(f"{signs.get(known.get(t), '·')} {t}" for t in tasks)
        print(f"{name}  {count} of {len(tasks)}   {shown}")
    print(f"✓ right   … tried   · not yet tried   (kept in {file()})")
