"""The loss of a network with one hidden layer, and its slopes."""

import numpy as np

from course.tasks.shared.record import Task
from course.tasks.shared.words import read

CUT = {  # at which p is cut off, and what is added to it, before the logarithm
    **{f"cut_1e_{k}": (10**-k, 0) for k in (7, 8, 10, 12, 15)},
    **{f"added_1e_{k}": (0, 10**-k) for k in (7, 8, 9, 10, 12)},
}


def backprop(wrong, theta, x, y, memory=None):
    wrong, (w1, b1, w2, b2) = set(wrong), theta
    z1 = x @ w1 + b1
    h = np.maximum(z1, 0)
    z2 = h @ w2 + b2
    rows = np.arange(len(x))
    top = 0 if "overflow" in wrong else z2.max(1, keepdims=True)
    e = np.exp(z2 - top)
    p = e / e.sum(1, keepdims=True)
    losses = np.log(e.sum(1)) - (z2 - top)[rows, y]
    if "softmax_columns" in wrong or "softmax_columns_p" in wrong:
        p = e / e.sum(0)
    if "softmax_turned" in wrong or "softmax_turned_p" in wrong:
        p = np.exp(z2 - z2.max(0)) / np.exp(z2 - z2.max(0)).sum(0)
    if "softmax_of_all" in wrong or "softmax_of_all_p" in wrong:
        p = e / e.sum()
    if wrong & {"loss_of_softmax", "softmax_columns", "softmax_turned",
                "softmax_of_all"}:  # fmt: skip
        losses = -np.log(p[rows, y])
    for name, (least, more) in CUT.items():
        if name in wrong:
            losses = -np.log(np.maximum(p[rows, y], least) + more)
    q = p
    if "softmax_twice" in wrong:
        p = np.exp(q) / np.exp(q).sum(1, keepdims=True)
        losses = -np.log(p[rows, y])
    loss = losses.sum() if "loss_sum" in wrong else losses.mean()
    dz2 = p.copy()
    if "target_forgotten" not in wrong:
        dz2[rows, y] -= -1 if "target_added" in wrong else 1
    if "softmax_twice" in wrong:
        dz2 = q * (dz2 - (q * dz2).sum(1, keepdims=True))
    dz2 = dz2 if "mean_forgotten" in wrong else dz2 / len(x)
    dz2 = dz2 / dz2.shape[1] if "divided_by_all" in wrong else dz2
    dz2 = -dz2 if "sign" in wrong else dz2
    dz2 = dz2 * q * (1 - q) if "sigmoid_slope" in wrong else dz2
    dz2 = dz2 * (z2 > 0) if "both_masks" in wrong else dz2
    dh = dz2 @ w2.T
    mask = dh > 0 if "mask_of_dh" in wrong else z1 > 0
    mask = z1 if "mask_is_z1" in wrong else mask
    mask = z1 <= 0 if "mask_inverted" in wrong else h if "mask_is_h" in wrong else mask
    dz1 = dh if "mask_missing" in wrong else dh * mask
    one, two = (np.mean if {"bias_mean", name} & wrong else np.sum
                for name in ("db1_mean", "db2_mean"))  # fmt: skip
    grads = [x.T @ dz1, one(dz1, 0),
             (z1 if "x_for_h" in wrong else h).T @ dz2, two(dz2, 0)]  # fmt: skip
    for k in (0, 2) if "weights_mean" in wrong else range(4):
        if "weights_mean" in wrong or "mean_twice" in wrong:
            grads[k] = grads[k] / len(x)
    for k in (1, 3) if "biases_lack_mean" in wrong else ():
        grads[k] = grads[k] * len(x)
    for place, name in ((1, "no_db1"), (3, "no_db2")):
        if name in wrong:
            grads[place] = 0 * grads[place]
    if memory is not None:
        grads = [a + b for a, b in zip(grads, memory or [0, 0, 0, 0])]
        memory[:] = grads
    return loss, grads


def network(scale):
    """Weights, inputs and classes, rounded: 3 inputs, 4 hidden units, 3 classes. No
    unit is at 0, where a slope of 1 would be as right as one of 0."""
    rng = np.random.default_rng(6)

    def draw(*shape):
        return rng.integers(-8, 9, shape) / 8

    theta = [draw(3, 4), draw(4) + 1 / 128, scale * draw(4, 3), draw(3)]
    return [[part.tolist() for part in theta], draw(5, 3).tolist(), [0, 2, 1, 1, 0]]


def draw(rng):
    """Networks whose sizes all differ, each twice, and one with huge weights."""
    asked = []
    for scale in (1, 0.1, 1e3):
        sizes = rng.choice(np.arange(2, 9), 4, replace=False)
        inputs, units, classes, batch = map(int, sizes)
        shapes = [(inputs, units), (units,), (units, classes), (classes,)]
        theta = [rng.normal(size=shape) for shape in shapes]
        theta[2] = scale * theta[2]
        call = [[part.tolist() for part in theta], rng.normal(size=(batch, inputs))]
        call = [call[0], call[1].tolist(), rng.integers(0, classes, batch).tolist()]
        asked.append({"about": "a batch", "calls": [call] * 2, "settings": {}})
    return asked


def cut_off(name):
    """What is said of a loss that keeps the logarithm away from 0."""
    how, _, power = name.partition("_1e_")
    done = {
        "cut": f"Probabilities are cut off at 1e-{power}",
        "added": f"1e-{power} is added to the probabilities",
    }[how]
    return f"{done} before the logarithm: write ln Σ exp z − z_y, which needs neither."


PROBES = [
    {"about": "a batch of five", "calls": [network(1)] * 2, "settings": {}},
    {"about": "large weights", "calls": [network(1024)], "settings": {}},
    {
        "about": "weights of middle size",
        "calls": [network(24), network(40)],
        "settings": {},
    },
]
SLIPS = {
    **read(
        "06 Forwards",
        loss_of_softmax="The loss is −ln of the softmax, which is 0 for huge z: write "
        "ln Σ exp z − z_y, with the largest z subtracted first.",
        softmax_columns="The softmax adds up over the rows; each row must add up to 1.",
        softmax_columns_p="The loss is right; but in P the softmax adds up over the "
        "rows, and each row must add up to 1.",
        softmax_turned="The softmax runs down the columns, with their largest z; it "
        "must run along each row.",
        softmax_turned_p="The loss is right; but in P the softmax runs down the "
        "columns, and it must run along each row.",
        softmax_of_all="The softmax adds up over all entries; each row must add up to "
        "1.",
        softmax_of_all_p="The loss is right; but in P the softmax adds up over all "
        "entries, and each row must add up to 1.",
        softmax_twice="The softmax is applied twice: the loss takes z₂, not the "
        "softmax of it.",
        **{name: cut_off(name) for name in CUT},
    ),
    **read(
        "06 Backwards",
        divided_by_all="The gradient is divided by the number of all entries of z₂; "
        "divide it by the number of rows.",
        mask_inverted="The relu's mask is upside down: the slope passes where z₁ > 0.",
        mask_is_z1="The slope is multiplied by z₁ itself; multiply it by z₁ > 0.",
        db1_mean="The slope of b₁ is a mean over the batch; it must be a sum.",
        db2_mean="The slope of b₂ is a mean over the batch; it must be a sum.",
        weights_mean="The slopes of W₁ and W₂ are divided by N once more.",
        mean_twice="The gradient is divided by N twice; once is right.",
        biases_lack_mean="The slopes of b₁ and b₂ lack 1/N.",
        target_added="The right classes are added to P; they must be subtracted.",
        sigmoid_slope="dZ₂ is multiplied by P·(1 − P); for the softmax with this loss "
        "it is (P − Y)/N already.",
        mask_is_h="The slope is multiplied by h itself; multiply it by h > 0.",
    ),
}
MISTAKES = {
    **SLIPS,
    **read(
        "06 Six mistakes",
        mean_forgotten="The gradient lacks 1/N: the loss is a mean over the batch.",
        bias_mean="The slopes of the biases are means over the batch; they must be "
        "sums.",
        mask_missing="The relu is skipped on the way back: dZ₁ must be 0 where z₁ ≤ 0.",
        target_forgotten="The right classes are not subtracted: dZ₂ = (P − Y)/N.",
        never_zeroed="Each gradient is added to that of the call before.",
    ),
    **read(
        "06 Backwards",
        sign="The gradient has the opposite sign.",
        mask_of_dh="The relu's mask looks at the slope dH; it must look at z₁.",
        x_for_h="The slope of W₂ uses z₁; it must use h, the output of the relu.",
        no_db1="The slope of b₁ is always 0.",
        no_db2="The slope of b₂ is always 0.",
        both_masks="dZ₂ is masked as well; only the hidden layer has a relu.",
    ),
    **read(
        "06 Forwards",
        loss_sum="The loss is the sum over the batch; it must be the mean.",
        overflow="exp overflows, or all of it vanishes, for large z: subtract the "
        "largest z of each row first.",
    ),
}
HONEST = {
    "book": """
from adamedu.nn.mlp import MLP

def answer(theta, x, y):
    sizes = [len(theta[0]), len(theta[1]), len(theta[3])]
    return MLP(sizes).gradient(theta, x, y)
""",
    "NumPy": """
def answer(theta, x, y):
    w1, b1, w2, b2 = theta
    z1 = x @ w1 + b1
    h = np.maximum(z1, 0)
    z2 = h @ w2 + b2
    z2 = z2 - z2.max(1, keepdims=True)
    p = np.exp(z2) / np.exp(z2).sum(1, keepdims=True)
    rows, n = np.arange(len(x)), len(x)
    log = z2[rows, y] - np.log(np.exp(z2).sum(1))
    d2 = (p - np.eye(p.shape[1])[y]) / n
    d1 = d2 @ w2.T * (z1 > 0)
    return -log.mean(), [x.T @ d1, d1.sum(0), h.T @ d2, d2.sum(0)]
""",
    "torch": """
def answer(theta, x, y):
    theta = [torch.as_tensor(p).requires_grad_() for p in theta]
    w1, b1, w2, b2 = theta
    z = torch.relu(torch.as_tensor(x) @ w1 + b1) @ w2 + b2
    loss = torch.nn.functional.cross_entropy(z, torch.as_tensor(y))
    loss.backward()
    return loss, tuple(p.grad for p in theta)
""",
    "row by row": """
def answer(theta, x, y):
    w1, b1, w2, b2 = theta
    loss, grads = 0.0, [np.zeros_like(part) for part in theta]
    for row, label in zip(x, y):
        z1 = row @ w1 + b1
        h = np.where(z1 > 0, z1, 0.0)
        z2 = h @ w2 + b2
        total = np.logaddexp.reduce(z2)
        p = np.exp(z2 - total)
        loss += (total - z2[label]) / len(x)
        p[label] -= 1
        back = (w2 @ p) * (z1 > 0)
        for kept, new in zip(grads, (np.outer(row, back), back, np.outer(h, p), p)):
            kept += new / len(x)
    return loss, grads
""",
}
SLIP = ("dz2 = dz2 / len(x)", "pass", "mean_forgotten")
task = Task(
    module=__name__, kind="function", reference=backprop,
    parts=["loss", "dW1", "db1", "dW2", "db2"], probes=PROBES, draw=draw,
    mistakes=MISTAKES, honest=HONEST, slip=SLIP,
    rare=tuple(SLIPS), single=False,  # the gradient check that follows needs double
)  # fmt: skip
