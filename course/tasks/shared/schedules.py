"""What the plans for a rate share: a warm-up, a decay, and what is asked of them."""

import numpy as np

from course.tasks.shared.words import read


def schedule(fall, wrong, t, *, lr, steps, warmup=0, lr_end=0.0):
    """A warm-up, and then `fall` of the share that lies behind, from 1 to 0."""
    if "no_lr" in wrong:
        lr = 1
    if "no_warmup" in wrong:
        warmup = 0
    t = t - ("counted_from_0" in wrong)
    if t <= warmup + ("warmup_long" in wrong) - ("warmup_short" in wrong):
        if "warmup_of_steps" in wrong:
            return lr * np.float64(t) / steps
        return rise(wrong, np.float64(t), lr, warmup, lr_end)
    past = t - 1 - (0 if "unshifted" in wrong else warmup) + ("late" in wrong)
    length = steps - (0 if "not_stretched" in wrong else warmup)
    share = past / max(length - ("early_end" in wrong) + ("late_end" in wrong), 1)
    if "fall_floored" in wrong:
        return max(lr - (lr - lr_end) * past // max(length, 1), lr_end)
    share = share // 1 if "share_floored" in wrong else share
    share = share if "goes_on" in wrong else min(share, 1)
    low = 0 if "no_end" in wrong else lr_end
    left = fall(wrong, share)
    left = 1 - left if "upside_down" in wrong else left
    if "end_is_floor" in wrong:
        return max(lr * left, lr_end)
    return low + (lr if "end_added" in wrong else lr - low) * left


def rise(wrong, t, lr, warmup, lr_end):
    """The warm-up's rate in step t."""
    if "warmup_full" in wrong:
        return lr
    if "from_zero_to_lr" in wrong:
        return lr * (t - 1) / max(warmup - 1, 1)
    if "rate_floored" in wrong:
        return lr * t // warmup
    lr = 1 if "warmup_no_lr" in wrong else lr
    t = t - ("from_zero" in wrong) + ("warmup_ahead" in wrong)
    if "warmup_plus_one" in wrong:
        t, warmup = t + 1, warmup + 1
    warmup = warmup + ("warmup_late" in wrong)
    share = t // warmup if "warmup_floored" in wrong else t / warmup
    low = lr_end if "warmup_from_end" in wrong else 0
    more = lr_end if "warmup_end_added" in wrong else 0
    return low + (lr - low) * share + more


DAYS = [[t] for t in range(1, 31)]
PLANS = [
    {"about": "20 steps, 4 of warm-up, then the rate stays", "calls": DAYS,
     "settings": {"lr": 0.5, "steps": 20, "warmup": 4}},
    {"about": "20 steps, no warm-up, then the rate stays", "calls": DAYS,
     "settings": {"lr": 0.2, "steps": 20}},
    {"about": "20 steps, 5 of warm-up, then lr_end 0.1 stays", "calls": DAYS,
     "settings": {"lr": 0.5, "steps": 20, "warmup": 5, "lr_end": 0.1}},
]  # fmt: skip
SLIPS = {
    **read(
        "12 Wrong by one",
        warmup_plus_one="The warm-up is lr·(t + 1)/(warmup + 1); step t has "
        "lr·t/warmup.",
        warmup_late="The warm-up is lr·t/(warmup + 1), and ends below lr; step t has "
        "lr·t/warmup.",
        warmup_ahead="The warm-up is one step ahead, lr·(t + 1)/warmup, and ends above "
        "lr.",
        warmup_short="The warm-up ends one step too soon: step warmup belongs to it.",
        from_zero_to_lr="The warm-up is lr·(t − 1)/(warmup − 1), so the first step is "
        "lost; step t has lr·t/warmup.",
        counted_from_0="Steps are counted as if the first were t = 0; it is t = 1.",
        late_end="The decay reaches lr_end one step too late: it is there in step "
        "steps + 1.",
        warmup_long="The warm-up lasts one step too long, and the rate overshoots lr: "
        "the decay begins in step warmup + 1.",
    ),
    **read(
        "12 A plan for the rate",
        warmup_from_end="The warm-up begins at lr_end; it must begin at 0.",
        warmup_end_added="lr_end is added in the warm-up; it must begin at 0.",
        warmup_of_steps="In the warm-up lr·t is divided by steps; divide it by warmup.",
        warmup_no_lr="The warm-up is not multiplied by lr.",
        warmup_full="The rate is lr during the warm-up, too; it must rise to lr.",
        rate_floored="In the warm-up lr·t is divided without a remainder; write /, not "
        "//.",
        warmup_floored="In the warm-up t is divided without a remainder; write /, not "
        "//.",
        share_floored="The share of the way is divided without a remainder; write /, "
        "not //.",
        end_is_floor="lr_end is only a floor under a decay to 0; the decay itself must "
        "lead from lr to lr_end.",
    ),
}
MISTAKES = {
    **SLIPS,
    **read(
        "12 Wrong by one",
        from_zero="The warm-up begins at 0, so the first step is lost: step t has "
        "lr·t/warmup.",
        late="The decay is one step ahead: it must begin at the full rate in step "
        "warmup + 1.",
        early_end="The decay reaches lr_end one step too soon: it would reach it in "
        "step steps + 1.",
        goes_on="After the last step the rate goes on changing: it must stay at "
        "lr_end.",
    ),
    **read(
        "12 A plan for the rate",
        no_warmup="There is no warm-up.",
        unshifted="The decay counts from step 1, not from the end of the warm-up: the "
        "rate jumps there.",
        not_stretched="The decay is spread over all steps; it has only steps − warmup "
        "of them.",
        no_end="lr_end is ignored: the rate must end there.",
        end_added="lr_end is added to the whole decay; the part that decays is lr − "
        "lr_end.",
        no_lr="The rate is not multiplied by lr.",
        upside_down="The decay goes up: it must begin at lr and end at lr_end.",
    ),
}


def draw(rng):
    """Plans of a student's own, one without a warm-up and one that ends at 0."""
    asked = []
    for without in ("", "warmup", "lr_end"):
        steps = int(rng.integers(20, 200))
        warmup, lr = int(rng.integers(1, steps // 2)), float(rng.uniform(0.001, 1))
        settings = {"lr": lr, "steps": steps, "warmup": warmup, "lr_end": lr / 4}
        settings.pop(without, None)
        days = [1, warmup, steps, steps + 9, *rng.integers(1, steps, 9).tolist()]
        calls = [[t] for t in sorted(days)]
        asked.append({"about": f"{steps} steps", "calls": calls, "settings": settings})
    return asked
