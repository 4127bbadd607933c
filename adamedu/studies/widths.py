"""Where does Adam's best rate go as a network gets wider, plain and in muP?

Two networks, each at several widths and at eight rates a factor of 2 apart: an MLP with
two hidden layers on MNIST-1D, and the transformer of `next_character` with heads of 16
numbers. 300 steps; the rate rises over the first twentieth and falls linearly to 0.
Seeds vary the split, the start and the minibatches. Single precision, one thread.

"plain" is what the book's networks do at any width. "mup" is the maximal update
parametrization, table 3 of Yang et al. (2021) for Adam, relative to the smallest width,
at which both are one. With r the ratio of the widths, a matrix between layers has its
rate divided by r. One that reads out the last layer has that too, and starts with
numbers of 1/r the size. All other parameters keep the rate and the start of the base.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from adamedu import adam
from adamedu.nn.extras import extra
from adamedu.nn.fit import minibatch
from adamedu.nn.mlp import MLP
from adamedu.schedules import linear
from adamedu.studies import next_character, protocol, stacked, successors

with extra("torch"):
    import torch

STEPS, EARLY, HEAD, PIECE = 300, 10, 16, 65536
SEEDS, TUNE, REPORT = range(6), range(3), range(3, 6)
WIDTHS = {"mlp": [32, 64, 128, 256, 512], "transformer": [16, 32, 64]}
RATES = {"mlp": [2.0**k for k in range(-10, -2)],
         "transformer": [2.0**k for k in range(-11, -3)]}  # fmt: skip
GRID = [{"net": net, "plan": plan, "width": width}
        for net in WIDTHS for width in WIDTHS[net] for plan in ("plain", "mup")
        if (plan, width) != ("mup", WIDTHS[net][0])]  # fmt: skip


class Problem(NamedTuple):
    """A network and its data. A row has all parameters of a copy of it."""

    parts: list  # of each parameter: its role, its start, and muP's factor for that
    losses: Callable  # (rows, x, y): the mean loss of each row
    batch: Callable  # of step t = 1, 2, ...: x, y
    last: tuple  # the x, y of the loss at the end


def tolerance(name, row):
    """A thousandth in the early losses of low rates; beyond, rounding errors grow."""
    low = RATES[row["net"]][int(name.split()[1])] < 0.01
    return 1e-3 if low and name.startswith("early") else math.inf


def run(seed, net, plan, width):
    """Each rate's loss in step 10 and at the end, infinite if it diverged."""
    problem = {"mlp": mlp, "transformer": transformer}[net](seed, width)
    early, last = trained(problem, plan, width / WIDTHS[net][0], RATES[net])
    return protocol.numbered(early=early, loss=last)


def mlp(seed, width):
    """Two hidden layers, batches of 64; the last loss is that on all training rows."""
    net = MLP([40, width, width, 10])
    (x, y), _ = protocol.split(seed, 4000, *protocol.signals())
    x = x.astype(np.float32)
    theta = [torch.tensor(p, dtype=torch.float32) for p in protocol.start(net, seed)]
    theta = [p.view(-1, p.shape[-1]) for p in theta]
    sizes, shapes = [p.numel() for p in theta], [p.shape for p in theta]

    def losses(rows, x, y):
        parts = zip(rows.split(sizes, 1), shapes)
        return stacked.losses([p.view(-1, *shape) for p, shape in parts], x, y)

    def batch(t):
        rows = minibatch(len(x), 64, seed, t)
        return x[rows], y[rows]

    roles = ["input", "input", "hidden", "input", "output", "input"]
    factors = [1, 1, 1, 1, (WIDTHS["mlp"][0] / width) ** 0.5, 1]
    return Problem(list(zip(roles, theta, factors)), losses, batch, (x, y))


def transformer(seed, width):
    """Batches of 8 stretches of 24 characters; the last loss is that on other text."""
    net = next_character.network(width=width, heads=width // HEAD)
    (x, y), last = next_character.split()
    theta = dict(zip(net.names, net.init(np.random.default_rng([seed, 0]))))
    hidden, rng = dict(zip(net.names, net.hidden)), np.random.default_rng([seed, 1])
    base, letters = WIDTHS["transformer"][0], len(theta["token"])
    factors = {
        "token": (width / base) ** 0.5, "position": (width / base) ** 0.5,
        "head": ((width + letters) / (base + letters)) ** 0.5 * base / width,
    }  # fmt: skip

    def role(name):
        return "hidden" if hidden[name] else "output" if name == "head" else "input"

    def batch(t):
        rows = rng.integers(len(x), size=next_character.BATCH)
        return torch.tensor(x[rows]), torch.tensor(y[rows])

    parts = [(role(name), theta[name], factors.get(name, 1))
             for name, _ in successors.places(net)]  # fmt: skip
    return Problem(parts, lambda *data: successors.losses(net, *data), batch,
                   tuple(map(torch.tensor, last)))  # fmt: skip


def start(problem, plan, ratio):
    """A copy's row of parameters, and what the rate of each is multiplied with."""
    mup = plan == "mup"
    theta = [p * factor if mup else p for _, p, factor in problem.parts]
    factors = [torch.full_like(p, 1 / ratio if mup and role != "input" else 1)
               for role, p, _ in problem.parts]  # fmt: skip
    return [torch.cat([p.flatten() for p in row]) for row in (theta, factors)]


def trained(problem, plan, ratio, rates):
    """The losses of each rate's copy, on a minibatch in step 10 and at the end."""
    torch.set_num_threads(1)
    theta, factors = start(problem, plan, ratio)
    theta, states, early = theta.repeat(len(rates), 1), [None] * len(rates), None
    for t in range(1, STEPS + 1):
        theta = theta.requires_grad_()
        losses = problem.losses(theta, *problem.batch(t))
        early = losses.detach() if t == EARLY else early
        g = torch.autograd.grad(losses.sum(), theta)[0]
        now = linear(t, lr=1.0, steps=STEPS, warmup=STEPS // 20)
        new = [step(*copy, factors, now * lr)
               for *copy, lr in zip(theta.detach(), g, states, rates)]  # fmt: skip
        theta, states = torch.stack([n[0] for n in new]), [n[1] for n in new]
    with torch.no_grad():
        last = [problem.losses(one[None], *problem.last) for one in theta]
    return early, torch.cat(last)


def step(theta, g, states, factors, lr):
    """Adam's step of one copy, in pieces that fit into a processor's cache."""
    pieces = [of.split(PIECE) for of in (theta, g, factors)]
    states = states or [()] * len(pieces[0])
    new = [adam(p, slope, *state, lr=lr * factor)
           for p, slope, factor, state in zip(*pieces, states)]  # fmt: skip
    return torch.cat([n[0] for n in new]), [n[1:] for n in new]


def table(rows, net, plan, width):
    """Array (seed, rate) of the losses at the end; the base is the same in both."""
    names = [f"loss {k}" for k in range(len(RATES[net]))]
    plan = "plain" if width == WIDTHS[net][0] else plan
    return protocol.table(rows, names, net=net, plan=plan, width=width)


def bottom(ends, net):
    """log2 of the best rate, of `ends` (seed, rate), by `protocol.lowest`.

    Raises ValueError for a best rate at an edge of the grid.
    """
    protocol.inside(ends, net, lr=RATES[net])
    return math.log2(protocol.lowest(ends.mean(0), RATES[net]))


def bottoms(rows, net, plan, draws=1000, seed=0):
    """log2 of the best rate at each width: (width,), and (draw, width) for seeds that
    are drawn again with replacement, the same ones at all widths."""
    found = [table(rows, net, plan, width) for width in WIDTHS[net]]
    rng = np.random.default_rng(seed)
    drawn = [rng.integers(len(SEEDS), size=len(SEEDS)) for _ in range(draws)]
    again = [[bottom(ends[pick], net) for ends in found] for pick in drawn]
    return np.array([bottom(ends, net) for ends in found]), np.array(again)


def exponent(net, best):
    """The power of the width that the best rate goes with, for rows of log2 rates."""
    x = np.log2(WIDTHS[net])
    x = (x - x.mean()) / ((x - x.mean()) ** 2).sum()
    return best @ x


def finer(ends):
    """(seed, rate) with seven rates between any two of the grid, a column each, by the
    parabolas through the nearest three."""
    at = np.linspace(0, ends.shape[1] - 1, 8 * (ends.shape[1] - 1) + 1)
    k = np.clip(np.round(at), 1, ends.shape[1] - 2).astype(int)
    low, middle, high = ends[:, k - 1], ends[:, k], ends[:, k + 1]
    shift = at - k
    return middle + shift * (high - low) / 2 + shift**2 * (low + high - 2 * middle) / 2


def transfer(rows, net, plan, width):
    """What the rate that is best for the base costs here, against one tuned here."""
    here, base = (finer(table(rows, net, plan, w)) for w in (width, WIDTHS[net][0]))
    return protocol.compare((here[TUNE], base[TUNE]), (here[REPORT], here[REPORT]))


def summary(rows):
    """How the best rate goes with the width, and what keeping the base's rate costs."""
    text = ""
    for net in WIDTHS:
        for plan in ("plain", "mup"):
            best, again = bottoms(rows, net, plan)
            low, high = np.quantile(exponent(net, again), [0.025, 0.975])
            cost = transfer(rows, net, plan, WIDTHS[net][-1])
            text += (f"\n{net:12}{plan:6} lr as width**{exponent(net, best):.2f} "
                     f"[{low:.2f}, {high:.2f}]; the base's rate costs "
                     f"{cost.mean:.3f} [{cost.low:.3f}, {cost.high:.3f}]")  # fmt: skip
    return text[1:]
