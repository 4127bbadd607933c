"""The records of the rules in one_rate.py."""

from adamedu.rules import one_rate
from adamedu.rules.record import Rule, style

RULES = [
    Rule(
        one_rate.sgd, "numbers", "classical", "01_limits_of_sgd",
        torch="SGD", optax="sgd", keras="SGD",
        style=style("grey", "square"),
        formula=r"\theta_t = \theta_{t-1} - \alpha\, g_t",
    ),
    Rule(
        one_rate.momentum, "numbers", "classical", "02_momentum",
        torch="SGD(momentum=0.9)",
        optax="sgd(momentum=0.9)",
        keras="SGD(momentum=0.9)",
        style=style("orange", "triangle", dash=(7, 3)),
        formula=r"""
            m_t = \beta_1 m_{t-1} + g_t \\
            \theta_t = \theta_{t-1} - \alpha\, m_t
        """,
    ),
    Rule(
        one_rate.nesterov, "numbers", "classical", "02_momentum",
        torch="SGD(momentum=0.9, nesterov=True)",
        optax="sgd(momentum=0.9, nesterov=True)",
        keras="SGD(momentum=0.9, nesterov=True)",
        style=style("purple", "wye", 2, (2, 2.5)),
        formula=r"""
            m_t = \beta_1 m_{t-1} + g_t \\
            \theta_t = \theta_{t-1} - \alpha\, (g_t + \beta_1 m_t)
        """,
    ),
]
