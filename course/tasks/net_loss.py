"""Adam's loss after 100 steps at rate 0.03, median of five seeds."""

from functools import cache

import numpy as np

from course.tasks.adam import adam
from course.tasks.backprop import backprop
from course.tasks.check_error import arms
from course.tasks.shared.record import number
from course.tasks.shared.words import read


@cache
def trained(seed, steps, fresh):
    """The loss after training on `arms`; fresh: the state is never kept."""
    theta, x, y = arms(seed)
    states = [()] * len(theta)
    for _ in range(steps):
        _, grads = backprop((), theta, x, y)
        moved = [adam((), p, g, *s, lr=0.03) for p, g, s in zip(theta, grads, states)]
        theta = [one[0] for one in moved]
        states = states if fresh else [one[1:] for one in moved]
    return backprop((), theta, x, y)[0]


def net_loss(wrong):
    seeds = range(3 if "three_seeds" in wrong else 5)
    steps = 99 if "one_early" in wrong else 100
    losses = [trained(seed, steps, "fresh_state" in wrong) for seed in seeds]
    for name, pick in (("mean", np.mean), ("largest", np.max), ("smallest", np.min)):
        if name in wrong:
            return float(pick(losses))
    return float(np.median(losses))


MISTAKES = {
    **read(
        "06 Every rule on the same network",
        one_early="That is the loss before the last step; the question is the loss "
        "after it.",
        three_seeds="That is the median of three seeds; the question has five.",
        mean="That is the mean of the five losses; the question is their median.",
        largest="That is the largest of the five losses; the question is their median.",
        smallest="That is the smallest of the five losses; the question is their "
        "median.",
    ),
    **read(
        "07 The half repair",
        fresh_state="The state is lost: each step begins with new averages. Hand back "
        "to the rule what it returned.",
    ),
}
HONEST = {
    "book": """
from adamedu.nn.mlp import MLP
from adamedu.rules import adam
from course.tasks.check_error import arms

net, losses = MLP([2, 16, 3]), []
for seed in range(5):
    theta, x, y = arms(seed)
    states = [()] * 4
    for _ in range(100):
        _, grads = net.gradient(theta, x, y)
        moved = [adam(p, g, *s, lr=0.03) for p, g, s in zip(theta, grads, states)]
        theta, states = [one[0] for one in moved], [one[1:] for one in moved]
    losses.append(net.loss(theta, x, y))
answer = np.median(losses)
""",
    "torch": """
from course.tasks.check_error import arms

losses = []
for seed in range(5):
    theta, x, y = arms(seed)
    w1, b1, w2, b2 = theta = [torch.tensor(p, requires_grad=True) for p in theta]
    x, y = torch.tensor(x), torch.tensor(y)
    optimizer = torch.optim.Adam(theta, lr=0.03)
    for step in range(101):
        z = torch.relu(x @ w1 + b1) @ w2 + b2
        loss = torch.nn.functional.cross_entropy(z, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    losses.append(loss.item())
answer = sorted(losses)[2]
""",
}
SLIP = ("np.median", "np.mean", "mean")
task = number(__name__, net_loss, MISTAKES, HONEST, SLIP)
