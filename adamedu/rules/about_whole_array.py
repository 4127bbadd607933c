"""The records of the rules in whole_array.py."""

from adamedu.rules import whole_array
from adamedu.rules.record import Rule, style

RULES = [
    Rule(
        whole_array.lamb, "arrays", "whole arrays", "16_variants",
        optax="lamb", keras="Lamb",
        style=style("green", "left", dash=(4, 2)),
        formula=r"""
            r_t = \hat m_t / (\sqrt{\hat v_t} + \epsilon) + \lambda\, \theta_{t-1} \\
            \theta_t = \theta_{t-1} - \alpha\,
            \frac{\lVert \theta_{t-1} \rVert}{\lVert r_t \rVert}\, r_t
        """,
    ),
    Rule(
        whole_array.adafactor, "arrays", "whole arrays", "16_variants",
        optax="adafactor", keras="Adafactor",
        style=style("blue", "diamond", dash=(7, 3)),
        formula=r"""
            R_t = \hat\beta_{2t} R_{t-1} + (1 - \hat\beta_{2t})
            \operatorname{mean}_{\text{row}}(G_t^2 + \epsilon_1),
            \qquad \hat\beta_{2t} = 1 - t^{-0.8} \\
            C_t = \hat\beta_{2t} C_{t-1} + (1 - \hat\beta_{2t})
            \operatorname{mean}_{\text{column}}(G_t^2 + \epsilon_1) \\
            U_t = G_t / \sqrt{R_t C_t / \operatorname{mean}(R_t)} \\
            \Theta_t = \Theta_{t-1}
            - \max(\epsilon_2, \operatorname{RMS}(\Theta_{t-1}))\,
            \min(\alpha, 1/\sqrt t)\; U_t / \max(1, \operatorname{RMS}(U_t) / d)
        """,
    ),
    Rule(
        whole_array.adafactor_torch, "arrays", "whole arrays", "libraries",
        torch="Adafactor",
        style=style("blue", "left", dash=(2, 2.5)),
        formula=r"""
            R_t = \hat\beta_{2t} R_{t-1} + (1 - \hat\beta_{2t})
            \operatorname{mean}_{\text{row}}(G_t^2),
            \qquad \hat\beta_{2t} = 1 - t^{-0.8} \\
            C_t = \hat\beta_{2t} C_{t-1} + (1 - \hat\beta_{2t})
            \operatorname{mean}_{\text{column}}(G_t^2) \\
            U_t = G_t \big/ \sqrt{\max(V_t, \epsilon_1^2)}, \qquad
            V_t = R_t C_t / \max(\operatorname{mean}(R_t), \epsilon_1) \\
            \alpha_t = \max(\epsilon_2, \operatorname{RMS}(\Theta_{t-1}))\,
            \min(\alpha, 1/\sqrt t) \\
            \Theta_t = (1 - \alpha\lambda)\, \Theta_{t-1}
            - \alpha_t\, U_t / \max(1, \operatorname{RMS}(U_t) / d)
        """,
    ),
    Rule(
        whole_array.prodigy, "arrays", "whole arrays", "18_past_adam",
        optax="contrib.prodigy",
        style=style("grey", "star", dash=(4, 2)),
        formula=r"""
            m_t = \beta_1 m_{t-1} + (1-\beta_1)\, d_t g_t, \qquad
            v_t = \beta_2 v_{t-1} + (1-\beta_2)\, d_t^2 g_t^2 \\
            r_t = \sqrt{\beta_2}\, r_{t-1} + (1-\sqrt{\beta_2})\,
            \alpha\, d_t^2 \langle g_t, \theta_0 - \theta_{t-1} \rangle \\
            s_t = \sqrt{\beta_2}\, s_{t-1} + (1-\sqrt{\beta_2})\, \alpha\, d_t^2 g_t \\
            d_{t+1} = \max(d_t,\ r_t / \lVert s_t \rVert_1) \\
            \theta_t = \theta_{t-1}
            - \alpha\, d_t\, m_t / (\sqrt{v_t} + d_{t+1} \epsilon)
        """,
    ),
    Rule(
        whole_array.muon, "matrices", "matrices", "18_past_adam",
        biases="adam",
        torch="Muon", optax="contrib.muon", keras="Muon",
        style=style("ochre", "circle", 2.2),
        formula=r"""
            M_t = \beta_1 M_{t-1} + (1-\beta_1)\, G_t \\
            O_t = \operatorname{orthogonal}\left(
            (1-\beta_1)\, G_t + \beta_1 M_t\right) \\
            \Theta_t = (1 - \alpha\lambda)\, \Theta_{t-1}
            - \alpha \sqrt{\max(1, \text{rows}/\text{columns})}\; O_t
        """,
    ),
]
