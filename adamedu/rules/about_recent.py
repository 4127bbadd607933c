"""The records of the rules in recent.py."""

from adamedu.rules import recent
from adamedu.rules.record import Rule, style

RULES = [
    Rule(
        recent.ademamix, "numbers", "further from Adam", "16_variants",
        optax="contrib.ademamix",
        style=style("violet", "diamond", 2.2, (9, 3, 2, 3)),
        formula=r"""
            \bar m_t = \beta_3 \bar m_{t-1} + (1-\beta_3)\, g_t \\
            \theta_t = \theta_{t-1} - \alpha \left(
            \frac{\hat m_t + a\, \bar m_t}{\sqrt{\hat v_t} + \epsilon}
            + \lambda\, \theta_{t-1} \right)
        """,
    ),
    Rule(
        recent.adopt, "numbers", "further from Adam", "16_variants",
        optax="contrib.adopt",
        style=style("green", "circle", 2, (7, 3)),
        formula=r"""
            u_t = \operatorname{clip}\left(g_t / \max(\sqrt{v_{t-1}}, \epsilon),\
            (t-1)^{1/4} \right), \qquad v_1 = g_1^2 \\
            m_t = \beta_1 m_{t-1} + (1-\beta_1)\, u_t \\
            \theta_t = \theta_{t-1} - \alpha\, m_t
        """,
    ),
    Rule(
        recent.adam_atan2, "numbers", "further from Adam", "16_variants",
        style=style("grey", "diamond", dash=(9, 3, 2, 3)),
        formula=r"""
            \theta_t = \theta_{t-1}
            - \alpha\, a \operatorname{atan2}\left(\hat m_t,\ b \sqrt{\hat v_t}\right)
        """,
    ),
    Rule(
        recent.cautious_adamw, "arrays", "whole arrays", "16_variants",
        style=style("rose", "circle", 2, (7, 3)),
        formula=r"""
            \phi_t = 1 \text{ where } \hat m_t\, g_t > 0, \text{ else } 0 \\
            \theta_t = (1 - \alpha\lambda)\, \theta_{t-1} - \alpha\,
            \frac{n}{\xi + \sum \phi_t}\, \phi_t\,
            \frac{\hat m_t}{\sqrt{\hat v_t} + \epsilon},
            \qquad n \text{ the number of weights}
        """,
    ),
    Rule(
        recent.mars, "arrays", "whole arrays", "16_variants",
        style=style("ochre", "down", 2, (9, 3, 2, 3)),
        formula=r"""
            c_t = g_t + \gamma\, \frac{\beta_1}{1-\beta_1}\, (g_t - g_{t-1}) \\
            \tilde c_t = c_t / \max(1, \lVert c_t \rVert) \\
            \theta_t = \text{AdamW}(\theta_{t-1}, \tilde c_t)
        """,
    ),
    Rule(
        recent.adam_mini, "arrays", "whole arrays", "16_variants",
        style=style("purple", "circle", 2.2, (7, 3)),
        formula=r"""
            v_t = \beta_2 v_{t-1} + (1-\beta_2) \operatorname{mean}(g_t^2),
            \quad \text{one number for a block} \\
            \theta_t = (1 - \alpha\lambda)\, \theta_{t-1}
            - \alpha\, \hat m_t / (\sqrt{\hat v_t} + \epsilon)
        """,
    ),
]
