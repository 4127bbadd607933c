"""Rules of 2024 and after: Adam with one thing changed."""

from adamedu.ops import atan2, count, larger, norm, sign, total

__all__ = ["ademamix", "adopt", "adam_atan2", "cautious_adamw", "mars", "adam_mini"]


def ademamix(
    theta, g, m=0, m_old=0, v=0, t=0, *,
    lr=1e-3, beta1=0.9, beta2=0.999, beta3=0.9999, alpha=5.0, eps=1e-8,
    weight_decay=0.0,
):
    """AdEMAMix: Pagliardini et al. (2025), Algorithm 1: Adam with a second, slow m.

    The slow average m_old is not corrected: it fills by itself. The paper raises
    alpha from 0 and beta3 from beta1 while training: give them at each step, as lr.
    """
    t = t + 1
    m = beta1 * m + (1 - beta1) * g
    m_old = beta3 * m_old + (1 - beta3) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    step = (m_hat + alpha * m_old) / (v_hat**0.5 + eps)
    theta = theta - lr * (step + weight_decay * theta)
    return theta, m, m_old, v, t


def adopt(
    theta, g, m=0, v=0, t=0, *, lr=1e-3, beta1=0.9, beta2=0.9999, eps=1e-6
):
    """ADOPT: Taniguchi et al. (2024): g is divided by the v of the steps before it.

    So g and its divisor are independent. m averages what was divided, cut at t**0.25
    as in the authors' code and optax; in pytorch_optimizer t is one more. The first
    step only sets v.
    """
    cut = t**0.25
    u = larger(-larger(-g / larger(v**0.5, eps), -cut), -cut)
    m = beta1 * m + (1 - beta1) * u
    theta = theta - lr * m
    keep = beta2 * sign(t)
    v = keep * v + (1 - keep) * g**2
    return theta, m, v, t + 1


def adam_atan2(
    theta, g, m=0, v=0, t=0, *, lr=1e-3, beta1=0.9, beta2=0.999, a=1.27, b=1.0
):
    """Adam-atan2: Everett et al. (2024): an angle for the quotient, and no eps.

    No step is longer than lr * a * pi / 2. The defaults are those of
    adam-atan2-pytorch: on a constant gradient, where the angle is pi / 4, it steps lr.
    In float32 the v of gradients below 1e-19 loses digits, and below 1e-22 it is 0, and
    the step the longest.
    """
    t = t + 1
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    theta = theta - lr * a * atan2(m_hat, b * v_hat**0.5)
    return theta, m, v, t


def cautious_adamw(
    theta, g, m=0, v=0, t=0, *,
    lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, xi=1.0, weight_decay=0.0,
):
    """Cautious AdamW: Liang et al. (2024): weights whose step opposes g stay.

    The others step further, by all over those that agree + xi. The paper's one line
    and timm divide by the mean of the mask; with 1 for xi, as in its algorithm, a
    single number takes half steps.
    """
    t = t + 1
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    agree = larger(sign(m) * sign(g), 0)
    step = agree * m_hat / (v_hat**0.5 + eps) * count(g) / (total(agree) + xi)
    theta = theta - lr * weight_decay * theta - lr * step
    return theta, m, v, t


def mars(
    theta, g, m=0, v=0, g_old=0, t=0, *,
    lr=3e-3, beta1=0.95, beta2=0.99, gamma=0.025, eps=1e-8, weight_decay=0.0,
):
    """MARS-AdamW: Yuan et al. (2025), Algorithm 2: the change of g goes on for m.

    c, g with its change, is at most 1 long. This is the paper's "approx", with the
    last step's gradient; "exact" asks for the new minibatch's at the last place. At
    the first step nothing has changed. pytorch_optimizer starts from g_old = 0, adds
    eps before v is corrected, and leaves vectors to AdamW.
    """
    c = g + sign(t) * gamma * beta1 / (1 - beta1) * (g - g_old)
    c = c / larger(norm(c), 1)
    t = t + 1
    m = beta1 * m + (1 - beta1) * c
    v = beta2 * v + (1 - beta2) * c**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    theta = theta - lr * (m_hat / (v_hat**0.5 + eps) + weight_decay * theta)
    return theta, m, v, g, t


def adam_mini(
    theta, g, m=0, v=0, t=0, *,
    lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0,
):
    """Adam-mini: Zhang et al. (2025), Algorithm 1: one v for a block, of mean g**2.

    The block is the array: call it for each. The paper's blocks are a token's row, a
    head's queries or keys, and else the weights into one neuron.
    """
    t = t + 1
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * total(g**2 / count(g))
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    theta = theta - lr * weight_decay * theta
    theta = theta - lr * m_hat / (v_hat**0.5 + eps)
    return theta, m, v, t
