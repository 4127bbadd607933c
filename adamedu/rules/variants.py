"""Rules that changed something in Adam, each parameter for itself."""

from adamedu.ops import larger, sign

__all__ = [
    "amsgrad", "amsgrad_torch", "adamax", "nadam", "radam", "adabelief", "yogi",
    "adan", "signum", "lion", "schedule_free_adamw",
]


def amsgrad(
    theta, g, m=0, v=0, v_max=0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8
):
    """AMSGrad: Reddi, Kale & Kumar (2018), Algorithm 2. No bias correction.

    The paper has no eps; without it, a gradient of 0 at the start gives 0/0.
    """
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = larger(v, v_max)
    theta = theta - lr * m / (v_max**0.5 + eps)
    return theta, m, v, v_max


def amsgrad_torch(
    theta, g, m=0, v=0, v_max=0, t=0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8
):
    """AMSGrad: Reddi, Kale & Kumar (2018), as in torch.optim.Adam(amsgrad=True).

    The largest v is corrected as if it were new. So its step can grow, which the
    paper's rule excludes; optax takes the largest v_hat instead.
    """
    t = t + 1
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_max = larger(v, v_max)
    m_hat = m / (1 - beta1**t)
    v_hat = v_max / (1 - beta2**t)
    theta = theta - lr * m_hat / (v_hat**0.5 + eps)
    return theta, m, v, v_max, t


def adamax(theta, g, m=0, u=0, t=0, *, lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Adamax: Kingma & Ba (2015), Algorithm 2: a decaying maximum for a mean square.

    The paper has no eps; torch and optax add it to |g|, as here.
    """
    t = t + 1
    m = beta1 * m + (1 - beta1) * g
    u = larger(abs(g) + eps, beta2 * u)
    theta = theta - lr / (1 - beta1**t) * m / u
    return theta, m, u, t


def nadam(
    theta, g, m=0, v=0, t=0, mu_all=1.0, *,
    lr=2e-3, beta1=0.9, beta2=0.999, eps=1e-8, momentum_decay=4e-3,
):
    """NAdam: Dozat (2016), in the form of torch.optim.NAdam.

    mu is a beta1 that warms up; mu_all is the product of all mu so far. Keras
    forgets the 1/250 that is momentum_decay; optax keeps mu constant.
    """
    t = t + 1
    mu = beta1 * (1 - 0.5 * 0.96 ** (t * momentum_decay))
    mu_next = beta1 * (1 - 0.5 * 0.96 ** ((t + 1) * momentum_decay))
    mu_all = mu_all * mu
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_hat = v / (1 - beta2**t)
    m_bar = (1 - mu) / (1 - mu_all) * g + mu_next / (1 - mu_all * mu_next) * m
    theta = theta - lr * m_bar / (v_hat**0.5 + eps)
    return theta, m, v, t, mu_all


def radam(
    theta, g, m=0, v=0, t=0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, rho_min=4.0
):
    """RAdam: Liu et al. (2020), Algorithm 2: no v while its variance is too large.

    The paper adapts once rho > 4; torch takes rho_min = 5. The paper has no eps;
    torch adds it to the root of the uncorrected v, as here.
    """
    t = t + 1
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    rho_inf = 2 / (1 - beta2) - 1
    rho = rho_inf - 2 * t * beta2**t / (1 - beta2**t)
    if rho > rho_min:
        scale = (1 - beta2**t) ** 0.5 / (v**0.5 + eps)
        r = (rho - 4) * (rho - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho)
        theta = theta - lr * r**0.5 * m_hat * scale
    else:
        theta = theta - lr * m_hat
    return theta, m, v, t


def adabelief(
    theta, g, m=0, s=0, t=0, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-16
):
    """AdaBelief: Zhuang et al. (2020), Algorithm 2: the distance of g from m.

    eps adds up inside s, so its default is smaller than Adam's.
    """
    t = t + 1
    m = beta1 * m + (1 - beta1) * g
    s = beta2 * s + (1 - beta2) * (g - m) ** 2 + eps
    m_hat = m / (1 - beta1**t)
    s_hat = s / (1 - beta2**t)
    theta = theta - lr * m_hat / (s_hat**0.5 + eps)
    return theta, m, s, t


def yogi(theta, g, m=0, v=0, *, lr=1e-2, beta1=0.9, beta2=0.999, eps=1e-3):
    """Yogi: Zaheer et al. (2018), Algorithm 2: v moves by steps of g**2.

    optax and others start m and v at 1e-6 and correct both; the paper does neither.
    """
    m = beta1 * m + (1 - beta1) * g
    v = v - (1 - beta2) * sign(v - g**2) * g**2
    theta = theta - lr * m / (v**0.5 + eps)
    return theta, m, v


def adan(
    theta, g, m=0, v=0, n=0, g_old=0, t=0, *,
    lr=1e-3, beta1=0.98, beta2=0.92, beta3=0.99, eps=1e-8, weight_decay=0.0,
):
    """Adan: Xie et al. (2022), Algorithm 1; its betas are 1 - ours.

    v averages the change of g, which is 0 at the first step. The moments are
    corrected as in the authors' code.
    """
    t = t + 1
    change = (t > 1) * (g - g_old)
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * change
    n = beta3 * n + (1 - beta3) * (g + beta2 * change) ** 2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    n_hat = n / (1 - beta3**t)
    step = lr * (m_hat + beta2 * v_hat) / (n_hat**0.5 + eps)
    theta = (theta - step) / (1 + lr * weight_decay)
    return theta, m, v, n, g, t


def signum(theta, g, m=0, *, lr=1e-3, beta1=0.9):
    """Signum: Bernstein et al. (2018), Algorithm 2: the sign of the average."""
    m = beta1 * m + (1 - beta1) * g
    theta = theta - lr * sign(m)
    return theta, m


def lion(theta, g, m=0, *, lr=1e-4, beta1=0.9, beta2=0.99, weight_decay=0.0):
    """Lion: Chen et al. (2023), Algorithm 2: the sign of one average; m is another."""
    c = beta1 * m + (1 - beta1) * g
    theta = theta - lr * (sign(c) + weight_decay * theta)
    m = beta2 * m + (1 - beta2) * g
    return theta, m


def schedule_free_adamw(
    theta, g, x=None, z=None, v=0, s=0, t=0, *,
    lr=2.5e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0,
):
    """Schedule-free AdamW: Defazio et al. (2024), as in their code since version 1.3.

    theta is the paper's y, where gradients are taken; z takes the steps; x is the
    average of all z, weighted by lr**2: evaluate the network there. x and z start
    as theta. Algorithm 1 of the paper corrects the rate and not v: with its rate of
    lr * (1 - beta2**t) ** 0.5, early steps decay less and weigh less.
    """
    t = t + 1
    x = theta if x is None else x
    z = theta if z is None else z
    v = beta2 * v + (1 - beta2) * g**2
    v_hat = v / (1 - beta2**t)
    z = z - lr * (g / (v_hat**0.5 + eps) + weight_decay * theta)
    s = s + lr**2
    c = lr**2 / (s + (s == 0))
    x = (1 - c) * x + c * z
    theta = (1 - beta1) * z + beta1 * x
    return theta, x, z, v, s, t
