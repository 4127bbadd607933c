"""Mistakes as another person writes them: each is named, and by no other's name."""

import pytest

from adamedu.questions.checks import diagnose
from course.tasks import TASKS
from tests.answers import made
from tests.machines import page

WRITTEN = {  # in which honest answer of a task the mistakes are made
    "adagrad": "NumPy", "adam": "plain", "adamw": "plain", "amsgrad": "NumPy",
    "backprop": "NumPy", "bias_correction": "book", "cosine": "plain", "ema": "book",
    "momentum": "plain", "nesterov": "plain", "paired_interval": "book",
    "rmsprop": "plain", "tail_average": "book", "warmup_linear": "plain",
}  # fmt: skip


def written(task, *pairs):
    """The honest answer with parts of it replaced: old, new, old, new, ..."""
    text = TASKS[task].honest[WRITTEN[task]].replace("math.sqrt(v)", "v**0.5")
    for old, new in zip(pairs[::2], pairs[1::2], strict=True):
        assert old in text, old
        text = text.replace(old, new)
    return text


HATS = "m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)"
SPELLINGS = [  # task, mistake, what is replaced by what
    ("adam", "m_minus", "(1 - beta1) * g", "(1 - beta1) * -g"),
    ("adam", "m_minus", "    t = t + 1", "    g = -g\n    t = t + 1"),
    ("adam", "half_v", "v_hat**0.5 + eps", "v_hat**1/2 + eps"),
    ("adam", "v_of_g", "g**2", "g"),
    ("adam", "global_mean", "v_hat**0.5", "np.sqrt(v_hat.mean())"),
    ("adam", "global_max", "v_hat**0.5", "v_hat.max()**0.5"),
    ("adam", "v_mean", "g**2", "np.mean(g**2)"),
    ("adam", "v_centred_early",
     "    m = beta1 * m + (1 - beta1) * g\n    v = beta2 * v + (1 - beta2) * g**2",
     "    v = beta2 * v + (1 - beta2) * (g-m)**2\n    m = beta1 * m + (1 - beta1) * g"),
    ("adam", "v_of_old_m",
     "    m = beta1 * m + (1 - beta1) * g\n    v = beta2 * v + (1 - beta2) * g**2",
     "    v = beta2 * v + (1 - beta2) * m**2\n    m = beta1 * m + (1 - beta1) * g"),
    ("adam", "m_beta_on_g", "(1 - beta1) * g", "beta1 * g"),
    ("adam", "m_keeps_all", "beta1 * m + (1 - beta1) * g", "m + (1-beta1) * g"),
    ("adam", "v_keeps_all", "beta2 * v + (1 - beta2) * g**2", "v + (1-beta2) * g**2"),
    ("adam", "v_adds_up", "beta2 * v + (1 - beta2) * g**2", "v + g**2"),
    ("adam", "m_adds_up", "beta1 * m + (1 - beta1) * g", "m + g"),
    ("adam", "v_by_beta1", "beta2 * v + (1 - beta2)", "beta1 * v + (1 - beta1)"),
    ("adam", "v_all_beta1", "beta2", "beta1", "beta1=0.999", "beta2=0.999"),
    ("adam", "m_all_beta2", "    m = beta1 * m + (1 - beta1)",
     "    m = beta2 * m + (1 - beta2)", "beta1**t", "beta2**t"),
    ("adam", "m_by_beta2", "m = beta1 * m + (1 - beta1)",
     "m = beta2 * m + (1 - beta2)"),
    ("adam", "all_swapped", "beta1=0.9, beta2=0.999", "beta2=0.999, beta1=0.9",
     "    t = t + 1", "    beta1, beta2 = beta2, beta1\n    t = t + 1"),
    ("adam", "defaults_swapped", "beta1=0.9, beta2=0.999", "beta1=0.999, beta2=0.9"),
    ("adam", "all_swapped", HATS,
     "m_hat, v_hat = m / (1 - beta2**t), v / (1 - beta1**t)",
     "beta1 * m + (1 - beta1)", "beta2 * m + (1 - beta2)", "beta2 * v + (1 - beta2)",
     "beta1 * v + (1 - beta1)"),
    ("adam", "g_hat", "m / (1 - beta1**t)", "g / (1 - beta1**t)"),
    ("adam", "only_v", "lr * m_hat", "lr * m"),
    ("adam", "only_m", "v_hat**0.5", "v**0.5"),
    ("adam", "no_power_m", HATS, "m_hat, v_hat = m / (1 - beta1), v / (1 - beta2**t)"),
    ("adam", "no_power_v", HATS, "m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2)"),
    ("adam", "times_t_m", HATS, "m_hat, v_hat = m / (1 - beta1*t), v / (1 - beta2**t)"),
    ("adam", "multiplied_m", HATS,
     "m_hat, v_hat = m * (1 - beta1**t), v / (1 - beta2**t)"),
    ("adam", "no_brackets", HATS, "m_hat, v_hat = m / 1 - beta1**t, v / 1 - beta2**t"),
    ("adam", "t_by_two", "t = t + 1", "t = t + 2"),
    ("adam", "power_outside", HATS,
     "m_hat, v_hat = m / (1 - beta1)**t, v / (1 - beta2)**t"),
    ("adam", "t_raised_twice", ", m, v, t\n", ", m, v, t + 1\n"),
    ("adam", "stored_m_hat", ", m, v, t\n", ", m_hat, v, t\n"),
    ("adam", "stored_v_hat", ", m, v, t\n", ", m, v_hat, t\n"),
    ("adam", "both_beta1", HATS,
     "m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta1**t)"),
    ("adam", "both_beta2", HATS,
     "m_hat, v_hat = m / (1 - beta2**t), v / (1 - beta2**t)"),
    ("adamw", "decay_doubled", "lr * (step + weight_decay * theta)",
     "lr * (step + 2 * weight_decay * theta)"),
    ("adamw", "decay_doubled", "lr * (step + weight_decay * theta)",
     "lr * step - 2 * lr * weight_decay * theta"),
    ("adamw", "decay_setting_squared", "lr * (step + weight_decay * theta)",
     "lr * (step + weight_decay**2 * theta)"),
    ("adamw", "decay_lr_twice", "lr * (step + weight_decay * theta)",
     "lr * (step + lr * weight_decay * theta)"),
    ("adamw", "decay_constant", "lr * (step + weight_decay * theta)",
     "lr * (step + weight_decay)"),
    ("adamw", "l2_grows", "    t = t + 1",
     "    g = g - weight_decay * theta\n    t = t + 1",
     "lr * (step + weight_decay * theta)", "lr * step"),
    ("adamw", "decay_proximal_after",
     "return theta - lr * (step + weight_decay * theta)",
     "return (theta - lr * step) / (1 + lr * weight_decay)"),
    ("adamw", "decay_without_lr", "theta - lr * (step + weight_decay * theta)",
     "theta * (1 - weight_decay) - lr * step"),
    ("cosine", "warmup_short", "t <= warmup", "t < warmup"),
    ("cosine", "from_zero_to_lr", "lr * t / warmup",
     "lr * (t - 1) / max(warmup - 1, 1)"),
    ("cosine", "counted_from_0", "    if", "    t = t - 1\n    if"),
    ("cosine", "rate_floored", "lr * t / warmup", "lr * t // warmup"),
    ("cosine", "warmup_of_steps", "lr * t / warmup", "lr * t / steps"),
    ("cosine", "warmup_no_lr", "lr * t / warmup", "t / warmup"),
    ("cosine", "warmup_end_added", "lr * t / warmup", "lr_end + lr * t / warmup"),
    ("cosine", "warmup_full", "return lr * t / warmup", "return lr"),
    ("cosine", "share_floored", "/ (steps", "// (steps"),
    ("warmup_linear", "warmup_short", "t <= warmup", "t < warmup"),
    ("warmup_linear", "from_zero_to_lr", "lr * t / warmup",
     "lr * (t - 1) / max(warmup - 1, 1)"),
    ("warmup_linear", "counted_from_0", "    if", "    t = t - 1\n    if"),
    ("warmup_linear", "rate_floored", "lr * t / warmup", "lr * t // warmup"),
    ("warmup_linear", "warmup_of_steps", "lr * t / warmup", "lr * t / steps"),
    ("warmup_linear", "warmup_no_lr", "lr * t / warmup", "t / warmup"),
    ("warmup_linear", "warmup_end_added", "lr * t / warmup",
     "lr_end + lr * t / warmup"),
    ("warmup_linear", "warmup_full", "return lr * t / warmup", "return lr"),
    ("warmup_linear", "fall_floored", "/ (steps", "// (steps"),
    ("cosine", "no_one", "(1 + math.cos(math.pi * share)) / 2",
     "math.cos(math.pi * share) / 2"),
    ("cosine", "no_pi", "math.pi * share", "share"),
    ("warmup_linear", "end_is_floor", "(lr - lr_end)", "lr"),
    ("warmup_linear", "no_end",
     "max(lr_end, lr - (lr - lr_end) * (t - 1 - warmup) / (steps - warmup))",
     "max(0, lr - lr * (t - 1 - warmup) / (steps - warmup))"),
    ("backprop", "softmax_columns_p", "np.exp(z2).sum(1, keepdims=True)",
     "np.exp(z2).sum(0)"),
    ("backprop", "softmax_turned", "z2.max(1, keepdims=True)", "z2.max(0)",
     "np.exp(z2).sum(1, keepdims=True)", "np.exp(z2).sum(0)", "-log.mean()",
     "-np.log(p[rows, y]).mean()"),
    ("backprop", "softmax_of_all_p", "np.exp(z2).sum(1, keepdims=True)",
     "np.exp(z2).sum()"),
    ("backprop", "overflow", "z2.max(1, keepdims=True)", "z2.max()"),
    ("backprop", "db1_mean", "d1.sum(0)", "d1.mean(0)"),
    ("backprop", "db2_mean", "d2.sum(0)", "d2.mean(0)"),
    ("backprop", "db1_mean", ", d1.sum(0)", ", d1.sum(0)/n"),
    ("backprop", "bias_mean", "d1.sum(0)", "d1.mean(0)", "d2.sum(0)", "d2.mean(0)"),
    ("backprop", "weights_mean", "x.T @ d1", "x.T @ d1 / n", "h.T @ d2",
     "h.T @ d2 / n"),
    ("backprop", "mean_twice", "x.T @ d1", "x.T @ d1 / n", "h.T @ d2", "h.T @ d2 / n",
     "d1.sum(0)", "d1.mean(0)", "d2.sum(0)", "d2.mean(0)"),
    ("backprop", "biases_lack_mean", "[y]) / n", "[y])", "x.T @ d1", "x.T @ d1 / n",
     "h.T @ d2", "h.T @ d2 / n"),
    ("backprop", "mask_is_z1", "(z1 > 0)", "z1"),
    ("backprop", "sign", "(p - np.eye(p.shape[1])[y])", "(np.eye(p.shape[1])[y] - p)"),
    ("backprop", "target_added", "(p - np.eye(p.shape[1])[y])",
     "(p + np.eye(p.shape[1])[y])"),
    ("backprop", "sigmoid_slope", "(p - np.eye(p.shape[1])[y]) / n",
     "(p - np.eye(p.shape[1])[y]) / n * p * (1 - p)"),
    ("backprop", "loss_sum", "-log.mean()", "-log.sum()"),
    ("momentum", "m_minus", "beta1 * m + g", "beta1 * m - g"),
    ("momentum", "lr_twice", "beta1 * m + g", "beta1 * m + lr * g"),
    ("momentum", "beta_on_g", "beta1 * m + g", "beta1 * (m + g)"),
    ("nesterov", "heavy_ball",
     "    m = beta1 * m + g\n    return theta - lr * (g + beta1 * m), m",
     "    return theta - lr * (g + beta1 * m), beta1 * m + g"),
    ("nesterov", "ahead_minus", "g + beta1 * m)", "g - beta1 * m)"),
    ("nesterov", "m_minus", "= beta1 * m + g", "= beta1 * m - g"),
    ("rmsprop", "half_v", "v**0.5", "v**1/2"),
    ("rmsprop", "global_max", "v**0.5", "v.max()**.5"),
    ("rmsprop", "v_keeps_all", "beta2 * v + (1 - beta2)", "v + (1-beta2)"),
    ("rmsprop", "v_beta_on_g", "(1 - beta2) * g**2", "beta2 * g**2"),
    ("adagrad", "v_dot", "v + g**2", "v + np.linalg.norm(g)**2"),
    ("adagrad", "v_mean", "v + g**2", "v + (g**2).mean()"),
    ("adagrad", "averaged_99", "v + g**2", "0.99*v + 0.01*g**2"),
    ("adagrad", "half", "v + g**2", "0.5*v + 0.5*g**2"),
    ("adagrad", "v_forgets", "v + g**2", "g**2"),
    ("adagrad", "v_stale",
     "    v = v + g**2\n    return theta - lr * g / (np.sqrt(v) + eps), v",
     "    return theta - lr * g / (np.sqrt(v) + eps), v + g**2"),
    ("amsgrad", "global_max", "np.sqrt(v_max)", "np.sqrt(v_max.max())"),
    ("amsgrad", "v_for_max", ", m, v, v_max\n", ", m, v, v\n"),
    ("ema", "m_roles", "beta * m + (1 - beta) * x", "(1-beta) * m + beta * x"),
    ("ema", "m_roles", "beta * m + (1 - beta) * x", "m + beta * (x - m)"),
    ("ema", "beta_on_x", "beta * m + (1 - beta) * x", "beta * m + beta * x"),
    ("ema", "always_09", "beta * m + (1 - beta) * x", "0.9 * m + 0.1 * x"),
    ("ema", "no_brackets", "(1 - beta) * x", "1 - beta * x"),
    ("ema", "beta_on_x", "(1 - beta) * x", "beta * x"),
    ("bias_correction", "power_outside", "(1 - beta**t)", "(1 - beta)**t"),
    ("bias_correction", "t_late", "beta**t", "beta**(t+1)"),
    ("bias_correction", "no_brackets", "m / (1 - beta**t)", "m / 1 - beta**t"),
    ("bias_correction", "upside_down", "1 - beta**t", "beta**t - 1"),
    ("bias_correction", "only_power", "m / (1 - beta**t)", "m / beta**t"),
    ("tail_average", "one_less", "(t - start)", "max(t - start - 1, 1)"),
    ("tail_average", "fades_slowly", "mean + (theta - mean) / (t - start)",
     "0.99*mean + 0.01*theta"),
    ("tail_average", "away", "(theta - mean)", "(mean - theta)"),
    ("paired_interval", "deviations_added", "np.std(d, ddof=1)",
     "(np.std(a, ddof=1)+np.std(b, ddof=1))"),
    ("paired_interval", "variance", "np.std(d, ddof=1)", "np.var(d, ddof=1)"),
    ("paired_interval", "upside_down", "b - a", "a - b"),
    ("paired_interval", "root_n1", "len(d) ** 0.5", "(len(d) - 1) ** 0.5"),
    ("paired_interval", "times_root", "/ len", "* len"),
    ("paired_interval", "sizes", "b - a", "abs(b - a)"),
]  # fmt: skip


@pytest.mark.parametrize("task, mistake, pairs", [(a, b, c) for a, b, *c in SPELLINGS])
def test_another_spelling_is_named(task, mistake, pairs):
    finding = diagnose(task, made(written(task, *pairs)))
    assert (finding.mistake, finding.right) == (mistake, False)
    assert finding.words == TASKS[task].mistakes[mistake][0]


def test_the_page_names_them_too():
    """Where it has the functions that the answer calls."""
    asked = [(task, written(task, *pairs)) for task, _, *pairs in SPELLINGS]
    plain = [k for k, (_, text) in enumerate(asked) if "np." not in text]
    found = page.findings([asked[k] for k in plain])
    assert len(plain) > 60
    for k, (_, mistake, *_) in zip(plain, found, strict=True):
        assert mistake == SPELLINGS[k][1]
