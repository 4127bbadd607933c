"""What a training log looks like: the illness that fits best, or none.

A loss is compared with its own noise and its own fall, by medians, so that nothing
depends on its units. The tests stand in `illnesses.py`: where two fit, the one that
explains more is named, which stands first there. A healthy log that is called ill costs
more than an ill one that is passed over, so thresholds are wide.
"""

from adamedu.doctor.advice import ADVICE
from adamedu.doctor.illnesses import ILLNESSES, SURE, diverged, not_a_number
from adamedu.doctor.levels import Seen, is_finite, most, said, turn, when

LEAST = 20  # rows; fewer do not show their noise


def diagnose(log):
    """Findings of a Log: first an illness, "healthy" or "unknown", then notes.

    Each is a dict: "name" (a key of `advice.ADVICE`), "title", "evidence" (a sentence
    with numbers of the log), "look" and "do" (advice, or ""), "at" (a step, or None).
    """
    seen = Seen(log)
    for illness in ILLNESSES:
        if illness in (diverged, not_a_number) or len(seen.x) >= LEAST:
            found = illness(seen)
            if found:
                return [finding(illness.__name__, *found)] + notes(seen)
    return [no_illness(seen)] + notes(seen)


def told(findings):
    """What `diagnose` found, its `findings`, in words, a line for each part."""
    lines = []
    for one in findings:
        lines.append(f"{one['title']}. {one['evidence']}")
        lines += [f"Look at {one['look']}."] if one["look"] else []
        lines += [f"To do: {one['do']}."] if one["do"] else []
    return "\n".join(lines)


def finding(name, evidence, at=None):
    title, look, do = ADVICE[name]
    return {"name": name, "title": title, "evidence": evidence, "look": look,
            "do": do, "at": at}  # fmt: skip


def no_illness(seen):
    """Healthy if the loss has fallen, by five standard errors of a level."""
    rows = len(seen.x)
    if rows < LEAST:
        return finding("unknown", f"The log has {rows} rows with a loss; {LEAST} show "
                                  "how noisy it is.")  # fmt: skip
    start, end = seen.mid[0], seen.mid[-1]
    words = f"from {said(start)} to {said(end)}"
    if start - end > SURE * seen.error and end - seen.best <= most([
            SURE * seen.error, seen.fall / 4]):  # fmt: skip
        return finding("healthy", f"The loss falls {words}, with a noise of "
                                  f"{said(seen.noise)} from row to row.")  # fmt: skip
    words = f"The loss goes {words}"
    if abs(start - end) > SURE * seen.error:
        return finding("unknown", words + ", and no illness that is known here fits.")
    words += f", as its noise of {said(seen.noise)} can alone."
    if seen.grad is None:
        words += " A column grad_norm would decide: near 0, nothing arrives; as large "
        words += "as at first, the rate is too low or the steps are rounded away."
    else:
        words += " More rows, or the mean of more batches in each, would decide."
    return finding("unknown", words)


def notes(seen):
    """What is worth a look, and need be no illness."""
    found = list(seen.log.notes)
    lr, k = seen.lr, turn(seen.lr)
    if lr and len(lr) >= LEAST and most(lr) == -most([-v for v in lr]):
        found.append(f"The rate is {said(lr[0])} in all rows: if there should be a "
                     "schedule, nobody steps it.")  # fmt: skip
    if k is not None:
        found.append(f"The rate rises again from {when(seen.step(k))} on.")
    norms = seen.log.grad_norm or []
    bad = [v for v in norms if v == v and not is_finite(v)]
    if bad and all([is_finite(v) for v in seen.log.loss]):
        found.append(f"The gradient norm is infinite in {len(bad)} rows; with a loss "
                     "scale in float16 a few such steps are usual.")  # fmt: skip
    return [finding("note", words) for words in found]
