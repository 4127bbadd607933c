"""The records of the rules in per_parameter.py."""

from adamedu.rules import per_parameter
from adamedu.rules.record import Rule, style

RULES = [
    Rule(
        per_parameter.adagrad, "numbers", "classical", "03_a_rate_for_each",
        torch="Adagrad", optax="adagrad", keras="Adagrad",
        style=style("green", "diamond", dash=(9, 3, 2, 3)),
        formula=r"""
            v_t = v_{t-1} + g_t^2 \\
            \theta_t = \theta_{t-1} - \alpha\, g_t / (\sqrt{v_t} + \epsilon)
        """,
    ),
    Rule(
        per_parameter.adadelta, "numbers", "classical", "03_a_rate_for_each",
        torch="Adadelta", optax="adadelta", keras="Adadelta",
        style=style("rose", "cross", dash=(4, 2)),
        formula=r"""
            v_t = \beta_2 v_{t-1} + (1-\beta_2)\, g_t^2 \\
            s_t = \sqrt{u_{t-1} + \epsilon}\; g_t / \sqrt{v_t + \epsilon} \\
            u_t = \beta_2 u_{t-1} + (1-\beta_2)\, s_t^2 \\
            \theta_t = \theta_{t-1} - \alpha\, s_t
        """,
    ),
    Rule(
        per_parameter.rmsprop, "numbers", "Adam's family", "03_a_rate_for_each",
        torch="RMSprop", optax="rmsprop", keras="RMSprop",
        style=style("ochre", "star", dash=(4, 2)),
        formula=r"""
            v_t = \beta_2 v_{t-1} + (1-\beta_2)\, g_t^2 \\
            \theta_t = \theta_{t-1} - \alpha\, g_t / (\sqrt{v_t} + \epsilon)
        """,
    ),
    Rule(
        per_parameter.rmsprop_centered, "numbers", "Adam's family", "04_two_averages",
        torch="RMSprop(centered=True)",
        optax="rmsprop(centered=True)",
        keras="RMSprop(centered=True)",
        style=style("ochre", "square", dash=(2, 2.5)),
        formula=r"""
            v_t = \beta_2 v_{t-1} + (1-\beta_2)\, g_t^2 \\
            m_t = \beta_2 m_{t-1} + (1-\beta_2)\, g_t \\
            \theta_t = \theta_{t-1} - \alpha\, g_t / (\sqrt{v_t - m_t^2} + \epsilon)
        """,
    ),
    Rule(
        per_parameter.rmsprop_momentum, "numbers", "Adam's family", "19_field_guide",
        torch="RMSprop(momentum=0.9)",
        optax="rmsprop(momentum=0.9)",
        keras="RMSprop(momentum=0.9)",
        style=style("ochre", "triangle", dash=(7, 3)),
        formula=r"""
            v_t = \beta_2 v_{t-1} + (1-\beta_2)\, g_t^2 \\
            m_t = \beta_1 m_{t-1} + g_t / (\sqrt{v_t} + \epsilon) \\
            \theta_t = \theta_{t-1} - \alpha\, m_t
        """,
    ),
    Rule(
        per_parameter.adam, "numbers", "Adam's family", "07_algorithm",
        torch="Adam", optax="adam", keras="Adam",
        style=style("blue", "circle", 2.8),
        formula=r"""
            m_t = \beta_1 m_{t-1} + (1-\beta_1)\, g_t \\
            v_t = \beta_2 v_{t-1} + (1-\beta_2)\, g_t^2 \\
            \hat m_t = m_t / (1 - \beta_1^t), \qquad \hat v_t = v_t / (1 - \beta_2^t) \\
            \theta_t = \theta_{t-1} - \alpha\, \hat m_t / (\sqrt{\hat v_t} + \epsilon)
        """,
    ),
    Rule(
        per_parameter.adam_l2, "numbers", "Adam's family", "10_adamw",
        torch="Adam(weight_decay=0.01)",
        optax="chain(add_decayed_weights(0.01), adam(0.001))",
        style=style("orange", "down", 2, (2, 2.5)),
        formula=r"""
            \tilde g_t = g_t + \lambda\, \theta_{t-1} \\
            \theta_t = \text{Adam}(\theta_{t-1}, \tilde g_t)
        """,
    ),
    Rule(
        per_parameter.adamw, "numbers", "Adam's family", "10_adamw",
        torch="AdamW", optax="adamw", keras="AdamW",
        style=style("violet", "star", 2.4, (7, 3)),
        formula=r"""
            \theta_t = \theta_{t-1} - \alpha\, \hat m_t / (\sqrt{\hat v_t} + \epsilon)
            - \alpha \lambda\, \theta_{t-1}
        """,
    ),
    Rule(
        per_parameter.adamw_decoupled, "numbers", "Adam's family", "10_adamw",
        style=style("violet", "square", dash=(4, 2)),
        formula=r"""
            \theta_t = \theta_{t-1} - \eta_t \left(
            \alpha\, \hat m_t / (\sqrt{\hat v_t} + \epsilon) + \lambda\, \theta_{t-1}
            \right)
        """,
    ),
]
