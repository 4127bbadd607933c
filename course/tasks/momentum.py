"""The heavy ball, as torch has it."""

from course.tasks.shared.record import rule
from course.tasks.shared.rules import step
from course.tasks.shared.stated import rate
from course.tasks.shared.words import common, read


def velocity(wrong, g, m, lr, beta1):
    """The new m, and what was added to it."""
    new = (1 - beta1) * g if "ema" in wrong else g
    new = beta1 * new if "beta_on_g" in wrong else new
    new = lr * new if "lr_inside" in wrong or "lr_twice" in wrong else new
    new = -new if "minus_m" in wrong or "m_minus" in wrong else new
    keep = 1 - beta1 if "m_roles" in wrong else 1 if "no_beta" in wrong else beta1
    return (0 if "m_forgets" in wrong else keep) * m + new, new


def momentum(wrong, theta, g, m=0, *, lr=1e-3, beta1=0.9):
    old = m
    m, new = velocity(wrong, g, m, lr, beta1)
    used = old if "m_stale" in wrong else new if "g_for_m" in wrong else m
    if "look_ahead" in wrong:
        used = new + beta1 * used
    used = -used if "minus_m" in wrong else used
    return step(wrong, theta, used, 1 if "lr_inside" in wrong else lr), m


MISTAKES = {
    **common("uphill no_lr m_forgets m_stale m_minus"),
    **read(
        "02 A sum of past gradients",
        ema="The gradient enters m with the factor 1 − β₁. That is the averaging "
        "form; the book's, which is torch's, adds the whole gradient.",
        m_roles="The old m is multiplied by 1 − β₁; it must be multiplied by β₁.",
        no_beta="m never fades: its old value must be multiplied by β₁.",
        beta_on_g="The gradient is multiplied by β₁ when it enters m.",
        g_for_m="theta moves by the gradient; m is computed and not used.",
        minus_m="m has the opposite sign: it must add up the gradients as they are.",
    ),
    **read(
        "02 Two places for the rate",
        lr_twice="The gradient is multiplied by lr in m, and m once more.",
        lr_inside="lr stands inside m. That is Polyak's form: the same path while lr "
        "is constant, another one once it changes.",
    ),
    **read(
        "02 Is Nesterov's better?",
        look_ahead="This is Nesterov's step; the heavy ball moves by m alone.",
    ),
}
HONEST = {
    "book": "from adamedu.rules import momentum as answer",
    "plain": """
def answer(theta, g, m=0, *, lr=1e-3, beta1=0.9):
    m = beta1 * m + g
    return theta - lr * m, m
""",
    "plain and turned round": """
def answer(x, d, vel=0, *, lr=1e-3, beta1=0.9):
    vel = d - (1 - beta1) * vel + vel
    return (x - vel * lr, vel)
""",
    "a list": """
def answer(theta, g, m=0, *, lr=1e-3, beta1=0.9):
    m = np.array([beta1 * a + b for a, b in zip(m, g)])
    return [theta - lr * m, m]
""",
    "torch": """
def answer(theta, g, m=0, *, lr=1e-3, beta1=0.9):
    m = torch.add(g, m, alpha=beta1)
    return theta - lr * m, m
""",
    "float32": """
def answer(theta, g, m=0, *, lr=1e-3, beta1=0.9):
    theta, g, m = (np.float32(part) for part in (theta, g, m))
    m = np.float32(beta1) * m + g
    return theta - np.float32(lr) * m, m
""",
    "NumPy calls": """
def answer(theta, g, m=0, *, lr=1e-3, beta1=0.9):
    m = np.dot([beta1, 1], [m, g])
    return np.subtract(theta, np.multiply(lr, m)), m
""",
}
SLIP = ("* m + g", "* m + (1 - beta1) * g", "ema")
STATED = rate(__name__, 1e-3)
task = rule(__name__, momentum, MISTAKES, HONEST, SLIP, ("m_minus", "lr_twice"), STATED)
