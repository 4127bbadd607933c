"""AdamW as torch has it: theta shrinks by lr times weight_decay."""

from course.tasks.adam import HEAD as ADAM_HEAD
from course.tasks.adam import MISTAKES as ADAM
from course.tasks.adam import RARE as ADAM_RARE
from course.tasks.adam import adam
from course.tasks.shared.record import rule
from course.tasks.shared.words import read


def adamw(wrong, theta, g, m=0, v=0, t=0, *, lr=1e-3, beta1=0.9, beta2=0.999,
          eps=1e-8, weight_decay=1e-2):  # fmt: skip
    if "decay_default" in wrong and weight_decay == 1e-2:
        weight_decay = 0
    given = {"lr": lr, "beta1": beta1, "beta2": beta2, "eps": eps}
    if "l2" in wrong:
        return adam(wrong, theta, g + weight_decay * theta, m, v, t, **given)
    if "decay_divided" in wrong:
        pull = weight_decay * theta
        return adam(wrong, theta, g, m, v, t, decay=pull, **given)
    if "decay_squared" in wrong:
        theta = theta - lr * weight_decay * theta**2
        return adam(wrong, theta, g, m, v, t, **given)
    if "decay_constant" in wrong:
        theta = theta - lr * weight_decay
        return adam(wrong, theta, g, m, v, t, **given)
    if "decay_proximal_after" in wrong:
        theta, *state = adam(wrong, theta, g, m, v, t, **given)
        return theta / (1 + lr * weight_decay), *state
    if "l2_grows" in wrong:
        return adam(wrong, theta, g - weight_decay * theta, m, v, t, **given)
    if "l2_and_decay" in wrong:
        g = g + weight_decay * theta
    shrink = 1 - lr * weight_decay
    if "decay_twice" in wrong:
        shrink = shrink**2
    if "decay_doubled" in wrong:
        shrink = 1 - 2 * lr * weight_decay
    if "decay_lr_twice" in wrong:
        shrink = 1 - lr**2 * weight_decay
    if "decay_setting_squared" in wrong:
        shrink = 1 - lr * weight_decay**2
    if "decay_is_lr" in wrong:
        shrink = 1 - lr
    if "decay_proximal" in wrong:
        shrink = 1 / (1 + lr * weight_decay)
    if "decay_without_lr" in wrong:
        shrink = 1 - weight_decay
    if "decay_grows" in wrong:
        shrink = 2 - shrink
    if "decay_only_theta" in wrong:
        shrink = 1 - shrink
    if "no_decay" in wrong:
        shrink = 1
    if "decay_after" in wrong:
        theta, *state = adam(wrong, theta, g, m, v, t, **given)
        return shrink * theta, *state
    return adam(wrong, shrink * theta, g, m, v, t, **given)


FORMS = read(
    "10 One word, three forms",
    decay_twice="theta decays twice in each step.",
    decay_doubled="The decay is twice as large: it takes 2·lr·weight_decay of theta.",
    decay_lr_twice="The decay is multiplied by lr twice; once is right.",
    decay_setting_squared="The decay is lr·weight_decay²; it must be lr·weight_decay.",
    decay_constant="The decay is lr·weight_decay itself; it must take that share of "
    "theta.",
    decay_proximal_after="After the step theta is divided by 1 + lr·weight_decay, the "
    "proximal form; torch multiplies it by 1 − lr·weight_decay first.",
    l2_grows="The decay is subtracted from the gradient. AdamW shrinks theta directly.",
    decay_squared="The decay takes away theta squared; it must take a share of theta.",
    decay_is_lr="theta shrinks by lr alone; it must shrink by lr times weight_decay.",
    decay_proximal="theta is divided by 1 + lr·weight_decay, the proximal form; torch "
    "multiplies it by 1 − lr·weight_decay.",
    l2_and_decay="theta shrinks, and the decay is added to the gradient as well: that "
    "is AdamW and L2 in one.",
)
RARE = (*ADAM_RARE, *FORMS)
MISTAKES = {
    **ADAM,
    **FORMS,
    **read(
        "10 Two names, one thing",
        l2="The decay is added to the gradient. That is L2, which v divides; AdamW "
        "shrinks theta directly.",
    ),
    **read(
        "10 One word, three forms",
        decay_without_lr="The decay is not multiplied by lr. That is the paper's "
        "Algorithm 2; the task asks for torch's form, lr times weight_decay.",
        no_decay="theta does not decay.",
        decay_after="theta decays after the step; torch shrinks theta first, then "
        "steps.",
        decay_grows="theta grows instead of decaying: a sign is wrong.",
        decay_only_theta="theta is multiplied by lr times weight_decay; it must be "
        "multiplied by 1 − lr·weight_decay.",
        decay_default="The default of weight_decay is 0; the task asks for 0.01.",
    ),
    **read(
        "10 What Adam divides by",
        decay_divided="The decay is divided by the root of v, together with m; it "
        "must stand outside.",
    ),
}
HEAD = ADAM_HEAD.replace("eps=1e-8", "eps=1e-8, weight_decay=1e-2")
HONEST = {
    "book": "from adamedu.rules import adamw as answer",
    "plain": HEAD
    + """
    t = t + 1
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    step = m / (1 - beta1**t) / ((v / (1 - beta2**t)) ** 0.5 + eps)
    return theta - lr * (step + weight_decay * theta), m, v, t
""",
    "NumPy": HEAD
    + """
    t = t + 1
    theta = theta * (1 - lr * weight_decay)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    step = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return theta - lr * step, m, v, t
""",
    "torch": HEAD
    + """
    t = t + 1
    theta = torch.mul(theta, 1 - lr * weight_decay)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    step = m / (1 - beta1**t) / ((v / (1 - beta2**t)) ** 0.5 + eps)
    return theta - lr * step, m, v, t
""",
    "plain and careful": HEAD
    + """
    t, kept = t + 1, theta
    m = m - (1 - beta1) * (m - g)
    v = v - (1 - beta2) * (v - g * g)
    root = math.sqrt(v) / math.sqrt(1 - beta2**t) + eps
    theta = theta - lr * m / (root * (1 - beta1**t))
    return theta - lr * weight_decay * kept, m, v, t
""",
}
SLIP = ("lr * weight_decay * theta", "weight_decay * theta", "decay_without_lr")
task = rule(__name__, adamw, MISTAKES, HONEST, SLIP, RARE)
