"""The settings of a larger run, as papers compute them from those of a smaller one.

    old, new = {"batch": 64, "width": 512, "tokens": 1e9}, {"batch": 256, ...}
    square_root({"lr": 1e-3, "beta1": 0.9, ...}, old, new)["lr"]  # 2e-3

`settings` has lr, beta1, beta2, eps, weight_decay and warmup, a number of steps; a run
has its batch (in sequences or tokens, the same in both), its width and its tokens. A
rule returns all settings and changes only those that its paper speaks of: they are
claims, and they disagree. Raises ValueError for a setting or a size out of range.
"""

SIZES = ("batch", "width", "tokens")
SHARES = ("beta1", "beta2")


def linear(settings, old, new):
    """Goyal et al. (2017), section 2: SGD's rate grows with the batch.

    The warm-up keeps its tokens, theirs were five epochs: so it has fewer steps.
    """
    k = ratio("batch", settings, old, new)
    warmup = round(settings["warmup"] / k)
    return dict(settings, lr=k * settings["lr"], warmup=warmup)


def square_root(settings, old, new):
    """Krizhevsky (2014), section 5: the rate grows with the batch's square root."""
    k = ratio("batch", settings, old, new)
    return dict(settings, lr=k**0.5 * settings["lr"])


def sde(settings, old, new):
    """Malladi et al. (2022), section 5: the square root for Adam, with the betas.

    1 - beta is multiplied as the batch is, and eps is divided by the root. Raises
    ValueError where a beta would not stay above 0: from `sde_limit` on.
    """
    k = ratio("batch", settings, old, new)
    limit = sde_limit(settings, old)
    if new["batch"] >= limit:
        raise ValueError(f"batch must be below {limit:g} for this rule: "
                         f"a beta would fall to 0, got {new['batch']:g}")  # fmt: skip
    return dict(settings, lr=k**0.5 * settings["lr"], eps=settings["eps"] / k**0.5,
                beta1=1 - k * (1 - settings["beta1"]),
                beta2=1 - k * (1 - settings["beta2"]))  # fmt: skip


def sde_limit(settings, old):
    """The batch at which `sde` has no beta left; infinite if both are 1."""
    widest = 1 - min(settings["beta1"], settings["beta2"])
    return old["batch"] / widest if widest > 0 else float("inf")


def noise_scale(settings, old, new, noise):
    """McCandlish et al. (2018), section 2.2: SGD's rate saturates at a large batch.

    It is proportional to 1 / (1 + noise / batch), where `noise` is the noise scale, in
    the unit of the batch: far below it the rule is `linear`, far above, constant.
    """
    checked(settings, old, new)
    if not 0 <= noise < float("inf"):
        raise ValueError(f"noise must be 0 or more, and finite, got {noise}")
    k = (1 + noise / old["batch"]) / (1 + noise / new["batch"])
    return dict(settings, lr=k * settings["lr"])


def half_life(settings, old, new):
    """Marek et al. (2025): beta2 keeps its half-life in tokens; no word on the rate."""
    k = ratio("batch", settings, old, new)
    return dict(settings, beta2=settings["beta2"] ** k)


def mu_p(settings, old, new):
    """Yang et al. (2021): Adam's rate of hidden matrices falls with the width.

    Other arrays keep theirs, and the start and the outputs are scaled, too.
    """
    return dict(settings, lr=settings["lr"] / ratio("width", settings, old, new))


def time_scale(settings, old, new, lr=None):
    """Wang & Aitchison (2025): lr * weight_decay * steps stays what it was.

    `lr` is the new rate, if another rule has changed it. The decay is AdamW's in
    torch's form: a step takes away lr * weight_decay.
    """
    more_steps = ratio("tokens", settings, old, new) / ratio(
        "batch", settings, old, new
    )
    lr = settings["lr"] if lr is None else lr
    if not 0 < lr < float("inf"):
        raise ValueError(f"lr must be above 0, and finite, got {lr}")
    decay = settings["weight_decay"] * settings["lr"] / (lr * more_steps)
    return dict(settings, lr=lr, weight_decay=decay)


def ratio(name, settings, old, new):
    """How many times larger the new run is, after all that is given was checked."""
    checked(settings, old, new)
    return new[name] / old[name]


def checked(settings, old, new):
    """Raise ValueError, which names it, for a setting or a size out of range."""
    for which, sizes in (("old", old), ("new", new)):
        for name in SIZES:
            if not 0 < sizes[name] < float("inf"):
                raise ValueError(
                    f"{name} must be above 0, and finite, got {which} {sizes[name]}"
                )
    if not 0 < settings["lr"] < float("inf"):
        raise ValueError(f"lr must be above 0, and finite, got {settings['lr']}")
    for name in SHARES:
        if not 0 <= settings[name] < 1:
            raise ValueError(f"{name} must lie in [0, 1), got {settings[name]}")
    for name in ("eps", "weight_decay", "warmup"):
        if not 0 <= settings[name] < float("inf"):
            raise ValueError(
                f"{name} must be 0 or more, and finite, got {settings[name]}"
            )
