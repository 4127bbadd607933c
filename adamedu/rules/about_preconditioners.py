"""The records of the rules in preconditioners.py."""

from adamedu.rules import preconditioners
from adamedu.rules.record import Rule, style

RULES = [
    Rule(
        preconditioners.shampoo, "matrices", "matrices", "18_past_adam",
        biases="adagrad",
        style=style("green", "wye", 2, (6, 2, 2, 2)),
        formula=r"""
            L_t = L_{t-1} + G_t G_t^\top, \qquad R_t = R_{t-1} + G_t^\top G_t \\
            \Theta_t = \Theta_{t-1}
            - \alpha\, (L_t + \epsilon I)^{-1/4}\, G_t\, (R_t + \epsilon I)^{-1/4}
        """,
    ),
    Rule(
        preconditioners.soap, "matrices", "matrices", "18_past_adam",
        biases="adam",
        style=style("rose", "star", 2.2),
        formula=r"""
            L_t = \beta_2 L_{t-1} + (1-\beta_2)\, G_t G_t^\top, \qquad
            R_t = \beta_2 R_{t-1} + (1-\beta_2)\, G_t^\top G_t \\
            Q_L, Q_R: \text{ eigenvectors of } L_t \text{ and } R_t \\
            \Theta_t = \Theta_{t-1}
            - Q_L\, \text{Adam's step for } (Q_L^\top G_t Q_R)\; Q_R^\top
            - \alpha\lambda\, \Theta_{t-1}
        """,
    ),
]
