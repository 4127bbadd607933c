"""RMSprop: a sum that forgets."""

from course.tasks.shared.record import rule
from course.tasks.shared.rules import divide, square
from course.tasks.shared.stated import rate
from course.tasks.shared.words import common, read


def rmsprop(wrong, theta, g, v=0, *, lr=1e-2, beta2=0.99, eps=1e-8):
    if "beta2_09" in wrong and beta2 == 0.99:
        beta2 = 0.9
    old, new = v, square(wrong, g)
    keep, share = beta2, 1 - beta2
    if "v_roles" in wrong:
        keep, share = share, keep
    if "v_sum" in wrong or "summed" in wrong:
        share = 1
    share = beta2 if "v_beta_on_g" in wrong else share
    if "summed" in wrong or "v_keeps_all" in wrong:
        keep = 1
    v = (0 if "v_forgets" in wrong else keep) * old + share * new
    return divide(wrong, theta, g, old, v, lr, eps), v


SELDOM = (
    "half_v global_mean global_max v_mean v_dot minus_eps eps_max v_keeps_all "
    "v_beta_on_g"
)
RARE = tuple(SELDOM.split())
MISTAKES = {
    **common(
        "uphill no_lr no_root eps_inside no_eps lost_parenthesis global v_abs v_of_g "
        "v_forgets v_stale v_sum v_roles"
    ),
    **common(SELDOM),
    **read(
        "03 RMSprop: forget",
        summed="v adds up all squares, as Adagrad does; RMSprop multiplies the old v "
        "by β₂.",
        beta2_09="The default of beta2 is 0.9, the lecture's value; the task asks for "
        "0.99.",
    ),
}
HONEST = {
    "book": "from adamedu.rules import rmsprop as answer",
    "plain and moved": """
def answer(theta, g, v=0, *, lr=1e-2, beta2=0.99, eps=1e-8):
    v = v + (1 - beta2) * (g * g - v)
    return theta - lr * g / (v**0.5 + eps), v
""",
    "torch": """
def answer(theta, g, v=0, *, lr=1e-2, beta2=0.99, eps=1e-8):
    v = v * beta2 + torch.square(g) * (1 - beta2)
    return torch.addcdiv(theta, g, torch.sqrt(v) + eps, value=-lr), v
""",
    "plain": """
def answer(theta, g, v=0, *, lr=1e-2, beta2=0.99, eps=1e-8):
    v = beta2 * v + (1 - beta2) * g**2
    return theta - lr * g / (math.sqrt(v) + eps), v
""",
    "float32": """
def answer(theta, g, v=0, *, lr=1e-2, beta2=0.99, eps=1e-8):
    theta, g, v = (np.float32(part) for part in (theta, g, v))
    v = np.float32(beta2) * v + np.float32(1 - beta2) * g * g
    return theta - np.float32(lr) * g / (np.sqrt(v) + np.float32(eps)), v
""",
}
SLIP = ("(1 - beta2) * g**2", "g**2", "v_sum")
STATED = rate(__name__, 1e-2)
task = rule(__name__, rmsprop, MISTAKES, HONEST, SLIP, RARE, stated=STATED)
