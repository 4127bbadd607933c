"""What each finding means: its name in words, what to look at, what to do."""

ADVICE = {
    "diverged": (
        "Diverged",
        "the gradient norm in the rows before the loss leaves its level",
        "take a third of the rate; against single outliers clip the gradient's norm at "
        "a few times its median",
    ),
    "not_a_number": (
        "NaN",
        "the batch of that step, a logarithm or a division in the loss, and the "
        "gradient norm just before; in float16 also the loss scale",
        "go back to the last good checkpoint and run that batch alone, with "
        "torch.autograd.set_detect_anomaly(True); skip a step whose gradient is not "
        "finite",
    ),
    "dead": (
        "Nothing arrives at the weights",
        "the gradient of each layer: the last one that has any is before the trouble",
        "look for units that are off for every input, a detach() or no_grad(), and a "
        "loss that does not depend on the weights",
    ),
    "stalled": (
        "Stalled, though the gradient has not shrunk",
        "how far the weights move in a step, beside their size and their number type",
        "keep a float32 copy of the weights, or round by chance: in bfloat16 a step "
        "below a 500th of the weight is lost",
    ),
    "forgotten_zero_grad": (
        "Gradients add up: zero_grad() is missing",
        "whether optimizer.zero_grad() runs once for each optimizer.step()",
        "call it before each backward(), or after the last part of a batch",
    ),
    "schedule_returns": (
        "The schedule comes back",
        "how many steps the schedule was told, and whether it counts steps or epochs",
        "give it the number of calls of scheduler.step(); where restarts are meant, "
        "keep the weights from the end of a cycle",
    ),
    "periodic": (
        "The loss repeats itself: the data come in the same order",
        "whether that period is an epoch, or the length of a file or a shard",
        "shuffle anew in each epoch (DataLoader(shuffle=True)), across shards too",
    ),
    "no_warmup": (
        "No warm-up, or one that is too short",
        "the rate of the first steps, and the gradient norm there",
        "let the rate rise over some hundred steps, or start lower; pretrained weights "
        "need it most",
    ),
    "resumed": (
        "A jump, as after a resume that lost something",
        "what was loaded at that step: weights, the optimizer's m, v and t, the "
        "schedule's step, the place in the data; or whether the data changed there",
        "save and load all of these, and compare the loss of one fixed batch before "
        "and after",
    ),
    "spikes": (
        "Spikes",
        "the batches of these steps, and the gradient norm just before",
        "look at these batches first, and let the rate fall; a norm clipped at a few "
        "times its median stops single outliers, and some papers lower beta2 to 0.95; "
        "our own runs could not decide",
    ),
    "rate_too_high": (
        "The rate is too high",
        "the gradient norm where the loss turns up",
        "take a third of the rate, or a tenth, until the loss falls from its start",
    ),
    "rate_too_low": (
        "The rate is too low, or this is only the start",
        "whether the loss still falls as fast at ten times the rate",
        "try three and ten times the rate for a few hundred steps",
    ),
    "healthy": ("Nothing found", "", ""),
    "unknown": ("Cannot say", "", ""),
    "note": ("A note", "", ""),
}
