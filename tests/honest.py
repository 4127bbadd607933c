"""Right answers as different people write them: {task: [source, ...]}.

Each source defines `answer`. Names, order, loops, libraries and precision vary; what
is computed does not.
"""

SGD = [
    "def answer(theta, g, *, lr=1e-3): return (theta - lr * g,)",
    "def answer(w, grad, *, lr=0.001): return w - grad * lr",
    """
def answer(theta, g, *, lr=1e-3):
    new = theta.copy()
    for i in range(len(theta)):
        new[i] -= lr * g[i]
    return (new,)
""",
    "answer = lambda p, d, *, lr=1e-3: [np.add(p, np.negative(lr * d))]",
    """
def answer(theta, g, *, lr=1e-3):
    return (torch.sub(theta, g, alpha=lr),)
""",
    "def answer(theta, g, *, lr=1e-3): return (math.fsum([theta, -lr * g]),)",
    """
def answer(theta, g, *, lr=1e-3):
    return (np.float32(theta) - np.float32(lr) * np.float32(g),)
""",
    "def answer(theta, g, *, lr=1e-3): return (np.array([theta, g]).T @ [1, -lr],)",
]
MOMENTUM = [
    """
def answer(theta, g, m=0, *, lr=1e-3, beta1=0.9):
    m = beta1 * m + g
    return theta - lr * m, m
""",
    """
def answer(x, d, vel=0, *, lr=1e-3, beta1=0.9):
    vel = d - (1 - beta1) * vel + vel
    return (x - vel * lr, vel)
""",
    """
def answer(theta, g, m=0, *, lr=1e-3, beta1=0.9):
    m = np.array([beta1 * a + b for a, b in zip(m, g)])
    return [theta - lr * m, m]
""",
    """
def answer(theta, g, m=0, *, lr=1e-3, beta1=0.9):
    m = torch.add(g, m, alpha=beta1)
    return theta - lr * m, m
""",
    """
def answer(theta, g, m=0, *, lr=1e-3, beta1=0.9):
    theta, g, m = (np.float32(part) for part in (theta, g, m))
    m = np.float32(beta1) * m + g
    return theta - np.float32(lr) * m, m
""",
    """
def answer(theta, g, m=0, *, lr=1e-3, beta1=0.9):
    m = np.dot([beta1, 1], [m, g])
    return np.subtract(theta, np.multiply(lr, m)), m
""",
]
NESTEROV = [
    """
def answer(theta, g, m=0, *, lr=1e-3, beta1=0.9):
    m = beta1 * m + g
    return theta - lr * (g + beta1 * m), m
""",
    """
def answer(theta, g, m=0, *, lr=1e-3, beta1=0.9):
    ahead = (1 + beta1) * g + beta1**2 * m
    return theta - lr * ahead, g + beta1 * m
""",
    """
def answer(theta, g, m=0, *, lr=1e-3, beta1=0.9):
    new = g + beta1 * m
    theta = theta - lr * g
    theta = theta - lr * beta1 * new
    return theta, new
""",
    """
def answer(theta, g, m=0, *, lr=1e-3, beta1=0.9):
    theta, g, m = (np.float32(part) for part in (theta, g, m))
    m = np.float32(beta1) * m + g
    return theta - np.float32(lr) * (g + np.float32(beta1) * m), m
""",
    """
def answer(theta, g, m=0, *, lr=1e-3, beta1=0.9):
    m = torch.add(g, m, alpha=beta1)
    return theta.sub(g.add(m, alpha=beta1), alpha=lr), m
""",
]
ADAGRAD = [
    """
def answer(theta, g, v=0, *, lr=1e-2, eps=1e-10):
    v = v + g**2
    return theta - lr * g / (np.sqrt(v) + eps), v
""",
    """
def answer(theta, g, total=0, *, lr=1e-2, eps=1e-10):
    total = total + np.square(g)
    rate = lr / (total**0.5 + eps)
    return theta - rate * g, total
""",
    """
def answer(theta, g, v=0, *, lr=1e-2, eps=1e-10):
    v = v + abs(g) ** 2
    return theta - lr / (math.sqrt(v) + eps) * g, v
""",
    """
def answer(theta, g, v=0, *, lr=1e-2, eps=1e-10):
    v = torch.addcmul(v, g, g)
    return theta - lr * g / v.sqrt().add(eps), v
""",
]
RMSPROP = [
    """
def answer(theta, g, v=0, *, lr=1e-2, beta2=0.99, eps=1e-8):
    v = v + (1 - beta2) * (g * g - v)
    return theta - lr * g / (v**0.5 + eps), v
""",
    """
def answer(theta, g, v=0, *, lr=1e-2, beta2=0.99, eps=1e-8):
    v = v * beta2 + torch.square(g) * (1 - beta2)
    return torch.addcdiv(theta, g, torch.sqrt(v) + eps, value=-lr), v
""",
    """
def answer(theta, g, v=0, *, lr=1e-2, beta2=0.99, eps=1e-8):
    v = beta2 * v + (1 - beta2) * g**2
    return theta - lr * g / (math.sqrt(v) + eps), v
""",
    """
def answer(theta, g, v=0, *, lr=1e-2, beta2=0.99, eps=1e-8):
    theta, g, v = (np.float32(part) for part in (theta, g, v))
    v = np.float32(beta2) * v + np.float32(1 - beta2) * g * g
    return theta - np.float32(lr) * g / (np.sqrt(v) + np.float32(eps)), v
""",
]
ADAM_HEAD = """
def answer(theta, g, m=0, v=0, t=0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
"""
ADAM = [
    ADAM_HEAD
    + """
    t = t + 1
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return theta - lr * m_hat / (v_hat**0.5 + eps), m, v, t
""",
    ADAM_HEAD
    + """
    t += 1
    m = m + (1 - beta1) * (g - m)
    v = v + (1 - beta2) * (np.square(g) - v)
    root = np.sqrt(1 - beta2**t)
    rate = lr * root / (1 - beta1**t)
    return theta - rate * m / (np.sqrt(v) + eps * root), m, v, t
""",
    ADAM_HEAD
    + """
    new = [[], [], []]
    for th, d, a, b in zip(theta, g, m, v):
        a = beta1 * a + (1 - beta1) * d
        b = beta2 * b + (1 - beta2) * d * d
        step = a / (1 - beta1 ** (t + 1)) / (
            math.sqrt(b / (1 - beta2 ** (t + 1))) + eps)
        for kept, value in zip(new, (th - lr * step, a, b)):
            kept.append(value)
    return (*map(np.array, new), t + 1)
""",
    ADAM_HEAD
    + """
    t = t + 1
    m = torch.lerp(g, m, beta1)
    v = beta2 * v + (1 - beta2) * g * g
    denominator = (v / (1 - beta2**t)).sqrt() + eps
    return theta - lr / (1 - beta1**t) * m / denominator, m, v, t
""",
    ADAM_HEAD
    + """
    theta, g, m, v = (np.asarray(part, np.float32) for part in (theta, g, m, v))
    t = t + 1
    m = np.float32(beta1) * m + np.float32(1 - beta1) * g
    v = np.float32(beta2) * v + np.float32(1 - beta2) * g * g
    step = m / np.float32(1 - beta1**t)
    root = np.sqrt(v / np.float32(1 - beta2**t)) + np.float32(eps)
    return theta - np.float32(lr) * step / root, m, v, t
""",
    ADAM_HEAD
    + """
    def unbiased(average, beta, steps):
        return average / (1 - math.exp(steps * math.log(beta)))
    m = np.average([m, g], axis=0, weights=[beta1, 1 - beta1])
    v = np.average([v, g**2], axis=0, weights=[beta2, 1 - beta2])
    step = unbiased(m, beta1, t + 1) / (unbiased(v, beta2, t + 1) ** 0.5 + eps)
    return theta - lr * step, m, v, t + 1
""",
    """
def answer(params, grads, first=0, second=0, step=0, *, lr=0.001, **rest):
    beta1, beta2 = rest.get("beta1", 0.9), rest.get("beta2", 0.999)
    step += 1
    first = beta1 * first + (1 - beta1) * grads
    second = beta2 * second + (1 - beta2) * grads * grads
    update = first / (1 - beta1**step)
    update = update / (np.sqrt(second / (1 - beta2**step)) + rest.get("eps", 1e-8))
    return params - lr * update, first, second, step
""",
    ADAM_HEAD
    + """
    theta, m, v = theta.copy(), m.copy(), v.copy()
    t = t + 1
    m *= beta1
    m += (1 - beta1) * g
    v *= beta2
    v += (1 - beta2) * g * g
    theta -= lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return theta, m, v, t
""",
    ADAM_HEAD
    + """
    if v > 1e300:
        raise OverflowError
    t = t + 1
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    root = math.sqrt(v / (1 - beta2**t))
    return theta - lr * m / (1 - beta1**t) / (root + eps), m, v, t
""",
]
ADAMW_HEAD = ADAM_HEAD.replace("eps=1e-8", "eps=1e-8, weight_decay=1e-2")
ADAMW = [
    ADAMW_HEAD
    + """
    t = t + 1
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    step = m / (1 - beta1**t) / ((v / (1 - beta2**t)) ** 0.5 + eps)
    return theta - lr * (step + weight_decay * theta), m, v, t
""",
    ADAMW_HEAD
    + """
    t = t + 1
    theta = theta * (1 - lr * weight_decay)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    step = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return theta - lr * step, m, v, t
""",
    ADAMW_HEAD
    + """
    t = t + 1
    theta = torch.mul(theta, 1 - lr * weight_decay)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    step = m / (1 - beta1**t) / ((v / (1 - beta2**t)) ** 0.5 + eps)
    return theta - lr * step, m, v, t
""",
    ADAMW_HEAD
    + """
    t, kept = t + 1, theta
    m = m - (1 - beta1) * (m - g)
    v = v - (1 - beta2) * (v - g * g)
    root = math.sqrt(v) / math.sqrt(1 - beta2**t) + eps
    theta = theta - lr * m / (root * (1 - beta1**t))
    return theta - lr * weight_decay * kept, m, v, t
""",
]
AMSGRAD = [
    """
def answer(theta, g, m=0, v=0, v_max=0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v, v_max)
    return theta - lr * m / (np.sqrt(v_max) + eps), m, v, v_max
""",
    """
def answer(theta, g, m=0, v=0, top=0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    top = max(top, v)
    return theta - lr * m / (top**0.5 + eps), m, v, top
""",
    """
def answer(theta, g, m=0, v=0, top=0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    top = np.where(v > top, v, top)
    return theta - lr * m / (top**0.5 + eps), m, v, top
""",
    """
def answer(theta, g, m=0, v=0, top=0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    m = torch.lerp(g, m, beta1)
    v = torch.lerp(g * g, v, beta2)
    top = torch.maximum(top, v)
    return torch.addcdiv(theta, m, top.sqrt() + eps, value=-lr), m, v, top
""",
]
EMA = [
    "def answer(m, x, *, beta=0.9): return beta * m + (1 - beta) * x",
    "def answer(old, new, *, beta=0.9): return old + (1 - beta) * (new - old)",
    "answer = lambda m, x, *, beta=0.9: np.dot(beta, m) + np.dot(1 - beta, x)",
    "def answer(m, x, *, beta=0.9): return x + beta * (m - x)",
]
BIAS = [
    "def answer(m, t, *, beta=0.9): return m / (1 - beta**t)",
    """
def answer(m, t, *, beta=0.9):
    return m / ((1 - beta) * sum(beta**k for k in range(t)))
""",
    "def answer(m, t, *, beta=0.9): return m * (1 - np.power(beta, t)) ** -1",
    "def answer(m, t, *, beta=0.9): return m / -math.expm1(t * math.log(beta))",
]
COSINE = [
    """
def answer(t, *, lr, steps, warmup=0, lr_end=0.0):
    if t <= warmup:
        return lr * t / warmup
    share = min((t - 1 - warmup) / (steps - warmup), 1)
    return lr_end + (lr - lr_end) * (1 + math.cos(math.pi * share)) / 2
""",
    """
def answer(t, *, lr, steps, warmup=0, lr_end=0.0):
    if t <= warmup:
        return t / warmup * lr
    share = np.clip((t - warmup - 1) / (steps - warmup), 0, 1)
    return lr_end + (lr - lr_end) * np.cos(np.pi / 2 * share) ** 2
""",
    """
def answer(t, *, lr, steps, warmup=0, lr_end=0.0):
    if t <= warmup:
        return np.float64(lr) * t / warmup
    t = min(t - 1, steps) - warmup
    return lr + (lr_end - lr) * math.sin(math.pi * t / (steps - warmup) / 2) ** 2
""",
]
LINEAR = [
    """
def answer(t, *, lr, steps, warmup=0, lr_end=0.0):
    if t <= warmup:
        return lr * t / warmup
    return max(lr_end, lr - (lr - lr_end) * (t - 1 - warmup) / (steps - warmup))
""",
    """
def answer(t, *, lr, steps, warmup=0, lr_end=0.0):
    knots, rates = [0, warmup, warmup + 1, steps + 1], [0, lr, lr, lr_end]
    if not warmup:
        knots, rates = knots[2:], rates[2:]
    return float(np.interp(t, knots, rates))
""",
    """
def answer(t, *, lr, steps, warmup=0, lr_end=0.0):
    rise = [lr * k / warmup for k in range(1, warmup + 1)]
    fall = np.linspace(lr, lr_end, steps - warmup + 1).tolist()
    return (rise + fall)[min(t, steps + 1) - 1]
""",
]
BACKPROP = [
    """
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
    """
def answer(theta, x, y):
    theta = [torch.as_tensor(p).requires_grad_() for p in theta]
    w1, b1, w2, b2 = theta
    z = torch.relu(torch.as_tensor(x) @ w1 + b1) @ w2 + b2
    loss = torch.nn.functional.cross_entropy(z, torch.as_tensor(y))
    loss.backward()
    return loss, tuple(p.grad for p in theta)
""",
    """
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
]
HONEST = {
    "sgd": SGD, "momentum": MOMENTUM, "momentum_bug": MOMENTUM[:1],
    "nesterov": NESTEROV, "adagrad": ADAGRAD, "rmsprop": RMSPROP, "adam": ADAM,
    "adam_bugs": ADAM[:1], "adamw": ADAMW, "amsgrad": AMSGRAD, "ema": EMA,
    "bias_correction": BIAS, "cosine": COSINE, "warmup_linear": LINEAR,
    "backprop": BACKPROP,
}  # fmt: skip
