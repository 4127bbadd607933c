"""Adam and its successors train the transformer of `next_character`, many at once.

Copies of the network, each with a rate and a momentum of its own, see the same
minibatches. Their parameters are the rows of one array, the matrices between layers
first: those that Muon, SOAP and Shampoo take. A rule that goes number by number does
not notice, Muon takes stacks of matrices, and the others go copy by copy. Single
precision, one thread.

All rules warm up over the first twentieth and fall linearly to 0, but for two that
keep their rate, `schedule_free` and `adam_constant`, and Prodigy, which has no
warm-up, as its authors advise, and Adam's corrections of its averages, their option.
Where a rule takes matrices, Adam takes the rest, at the same rate and momentum.
Shampoo's roots are renewed every ten steps, as SOAP's axes are.
"""

import functools
import math
import time

import numpy as np

from adamedu import rules
from adamedu.nn.extras import extra
from adamedu.ops import norm
from adamedu.rules import adamw, root
from adamedu.schedules import constant, linear
from adamedu.studies import next_character

with extra("torch"):
    import torch
    from torch.nn import functional as F

BY_NUMBERS = {
    "adam": adamw, "adam_constant": adamw,
    "momentum": rules.momentum, "lion": rules.lion,
    "schedule_free": rules.schedule_free_adamw,
}  # fmt: skip
CONSTANT = ["adam_constant", "schedule_free"]
SPAN = 0.1  # of the average of the weights, as a share of the run
RENEWED = 10


def factor(rule, t, steps, beta1):
    """What the rate of step t = 1, ..., steps is multiplied with."""
    warmup = steps // 20
    if rule in CONSTANT:
        return constant(t, lr=1.0, warmup=warmup)
    if rule == "prodigy":
        correction = (1 - 0.999**t) ** 0.5 / (1 - beta1**t)
        return correction * linear(t, lr=1.0, steps=steps)
    return linear(t, lr=1.0, steps=steps, warmup=warmup)


def result(rule):
    """The loss that a rule is known by: that of the average if this is all its plan."""
    return "average" if rule == "adam_constant" else "loss"


def places(net):
    """The name and shape of each parameter in the order of a row, matrices first."""
    pairs = sorted(zip(net.hidden, net.shapes.items()), key=lambda pair: not pair[0])
    return [item for _, item in pairs]


def row(net, theta):
    """A list of parameters as one row."""
    named = dict(zip(net.names, theta))
    return torch.cat([named[name].flatten() for name, _ in places(net)])[None]


def parts(net, theta):
    """Each parameter by its name: (copies, *shape), views of the rows `theta`."""
    sizes = [math.prod(shape) for _, shape in places(net)]
    cut = theta.split(sizes, 1)
    return {name: part.view(-1, *shape)
            for (name, shape), part in zip(places(net), cut)}  # fmt: skip


def losses(net, theta, x, y):
    """The mean cross-entropy of each copy: Transformer.mean_loss, for rows."""
    p, copies, (batch, length) = parts(net, theta), len(theta), x.shape

    def normed(h, scale):
        return scale[:, 1:] + scale[:, :1] * F.layer_norm(h, h.shape[-1:])

    h = p["token"][:, x.flatten()] + p["position"][:, :length].repeat(1, batch, 1)
    for k in range(net.layers):
        qkv = normed(h, p[f"{k} norm 1"]) @ p[f"{k} qkv"]
        qkv = qkv.view(copies * batch, length, 3, net.heads, -1)
        q, key, value = qkv.permute(2, 0, 3, 1, 4)
        mixed = F.scaled_dot_product_attention(q, key, value, is_causal=True)
        h = h + mixed.transpose(1, 2).reshape(h.shape) @ p[f"{k} out"]
        up = normed(h, p[f"{k} norm 2"]) @ p[f"{k} up"] + p[f"{k} up bias"][:, None]
        h = h + torch.relu(up) @ p[f"{k} down"] + p[f"{k} down bias"][:, None]
    logits = (normed(h, p["norm"]) @ p["head"]).flatten(0, 1)
    each = F.cross_entropy(logits, y.flatten().repeat(copies), reduction="none")
    return each.view(copies, -1).mean(1)


def gradient(net, theta, x, y):
    """Each copy's loss and the gradient of each row; copies do not mix."""
    theta = theta.detach().requires_grad_()
    loss = losses(net, theta, torch.tensor(x), torch.tensor(y))
    return loss.detach(), torch.autograd.grad(loss.sum(), theta)[0]


def train(net, seed, rule, steps, *, lr, beta1, batch=next_character.BATCH, decay=0.0):
    """Each copy's loss in step 20, and (copy, 2) at the end, on other text.

    lr and beta1 have a number for each copy. The two are the losses of the weights and
    of their running average, an exponential one over a tenth of the run.
    """
    torch.set_num_threads(1)
    (x, y), test = next_character.split()
    theta, state = row(net, net.init(np.random.default_rng([seed, 0]))), None
    theta = average = theta.repeat(len(lr), 1)
    rng, step, early = np.random.default_rng([seed, 1]), stepper(rule, net), None
    for t in range(1, steps + 1):
        rows = rng.integers(len(x), size=batch)
        loss, g = gradient(net, theta, x[rows], y[rows])
        early = loss if t == next_character.EARLY else early
        rates = [a * factor(rule, t, steps, b) for a, b in zip(lr, beta1)]
        theta, state = step(theta, g, state, rates, beta1, decay)
        now = state[0] if rule == "schedule_free" else theta
        average = torch.lerp(average, now, 1 / min(t, 1 + SPAN * steps))
    return early, torch.stack([evaluated(net, one, test) for one in (now, average)], 1)


def evaluated(net, theta, test):
    """The loss of each copy on other text."""
    with torch.no_grad():
        x, y = map(torch.tensor, test)
        return torch.cat([losses(net, one[None], x, y) for one in theta])


def stepper(rule, net):
    """step(theta, g, state, lr, beta1, decay) of all rows: theta and state after it."""
    if rule in BY_NUMBERS:
        return functools.partial(by_numbers, rule)
    if rule == "prodigy":
        return by_copies
    return functools.partial(by_matrices, rule, net)


def column(values):
    return torch.tensor(values, dtype=torch.float32)[:, None]


def by_numbers(rule, theta, g, state, lr, beta1, decay):
    more = {} if rule == "momentum" else {"weight_decay": decay}
    theta, *state = BY_NUMBERS[rule](
        theta, g, *(state or ()), lr=column(lr), beta1=column(beta1), **more
    )
    return theta, state


def by_copies(theta, g, states, lr, beta1, decay):
    """Prodigy, with one estimate for all of a copy's parameters."""
    states = states or [()] * len(theta)
    new = [rules.prodigy(*item[:2], *item[2], lr=item[3], beta1=item[4])
           for item in zip(theta, g, states, lr, beta1)]  # fmt: skip
    return torch.stack([n[0] for n in new]), [n[1:] for n in new]


def by_matrices(rule, net, theta, g, state, lr, beta1, decay):
    """The rule for the matrices between layers, Adam for the rest."""
    shapes = dict(places(net)[: sum(net.hidden)])
    end = sum([math.prod(shape) for shape in shapes.values()])
    states, rest = state or ({}, ())
    now, slopes = parts(net, theta), parts(net, g)
    stack = stacked_muon if rule == "muon" else functools.partial(one_by_one, rule)
    new = {name: stack(now[name], slopes[name], states.get(name), lr, beta1, decay)
           for name in shapes}  # fmt: skip
    others, rest = by_numbers(
        "adam", theta[:, end:], g[:, end:], rest, lr, beta1, decay
    )
    done = torch.cat([*[new[name][0].flatten(1) for name in shapes], others], 1)
    return done, ({name: new[name][1] for name in shapes}, rest)


def one_by_one(rule, theta, g, states, lr, beta1, decay):
    """SOAP or Shampoo for a stack of matrices."""
    step = {"soap": rules.soap, "shampoo": grafted_shampoo}[rule]
    states = states or [()] * len(theta)
    new = [step(theta[k], g[k], *states[k], lr=lr[k], beta1=beta1[k],
                weight_decay=decay) for k in range(len(theta))]  # fmt: skip
    return torch.stack([n[0] for n in new]), [n[1:] for n in new]


def stacked_muon(theta, g, m, lr, beta1, decay):
    """`rules.muon` of each matrix, steps of Adam's size, 0.2 lr: Liu et al. (2025)."""
    lr, beta1 = column(lr)[:, None], column(beta1)[:, None]
    m = (1 - beta1) * g + (0 if m is None else beta1 * m)
    x = (1 - beta1) * g + beta1 * m
    rows, columns = x.shape[1:]
    x = x.mT if rows > columns else x
    x = x / (x.norm(dim=(1, 2), keepdim=True) + 1e-7)
    for _ in range(5):
        a = x @ x.mT
        x = 3.4445 * x + (-4.7750 * a + 2.0315 * a @ a) @ x
    x = x.mT if rows > columns else x
    size = 0.2 * max(rows, columns) ** 0.5
    return theta - lr * (decay * theta + size * x), m


def grafted_shampoo(
    theta, g, left=0, right=0, roots=None, m=0, v=0, t=0, *, lr, beta1, weight_decay
):
    """Shampoo's direction, for m, at the length of Adam's step: "grafting"."""
    left, right = left + g @ g.T, right + g.T @ g
    if t % RENEWED == 0:
        roots = root(left, -1 / 4, 1e-6), root(right, -1 / 4, 1e-6)
    step, m, v, t = rules.adam(0 * theta, g, m, v, t, lr=lr, beta1=beta1)
    turned = roots[0] @ m @ roots[1]
    theta = theta - lr * weight_decay * theta - norm(step) / norm(turned) * turned
    return theta, left, right, roots, m, v, t


def step_ms(net, rule, batch, repeats=12):
    """Milliseconds of one network's step: the shortest of some."""
    (x, y), _ = next_character.split()
    theta, state, best = net.init(np.random.default_rng(0)), None, math.inf
    one, step = row(net, theta), stepper(rule, net)
    for k in range(repeats):
        begun = time.process_time()
        _, g = net.gradient(theta, x[k * batch : (k + 1) * batch], y[:batch])
        one, state = step(one, row(net, g), state, [1e-3], [0.9], 0.0)
        best = min(best, time.process_time() - begun)
    return 1e3 * best
