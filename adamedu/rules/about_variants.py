"""The records of the rules in variants.py."""

from adamedu.rules import variants
from adamedu.rules.record import Rule, style

RULES = [
    Rule(
        variants.adamax, "numbers", "close to Adam", "16_variants",
        torch="Adamax", optax="adamax", keras="Adamax",
        style=style("green", "square"),
        formula=r"""
            u_t = \max(\beta_2 u_{t-1},\ |g_t| + \epsilon) \\
            \theta_t = \theta_{t-1} - \alpha\, \hat m_t / u_t
        """,
    ),
    Rule(
        variants.nadam, "numbers", "close to Adam", "16_variants",
        torch="NAdam", optax="nadam", keras="Nadam",
        style=style("purple", "cross", 2, (4, 2)),
        formula=r"""
            \mu_t = \beta_1 (1 - \tfrac12\, 0.96^{t/250}) \\
            \bar m_t = \frac{1 - \mu_t}{1 - \prod_{i \le t} \mu_i}\, g_t
            + \frac{\mu_{t+1}}{1 - \prod_{i \le t+1} \mu_i}\, m_t \\
            \theta_t = \theta_{t-1} - \alpha\, \bar m_t / (\sqrt{\hat v_t} + \epsilon)
        """,
    ),
    Rule(
        variants.radam, "numbers", "close to Adam", "16_variants",
        torch="RAdam", optax="radam",
        style=style("orange", "left", dash=(6, 2, 2, 2)),
        formula=r"""
            \rho_\infty = \frac{2}{1-\beta_2} - 1, \qquad
            \rho_t = \rho_\infty - \frac{2 t \beta_2^t}{1 - \beta_2^t} \\
            r_t = \sqrt{\frac{(\rho_t - 4)(\rho_t - 2)\,\rho_\infty}
            {(\rho_\infty - 4)(\rho_\infty - 2)\,\rho_t}} \\
            \theta_t = \theta_{t-1} - \alpha\, r_t\, \hat m_t\,
            \frac{\sqrt{1-\beta_2^t}}{\sqrt{v_t} + \epsilon}
            \ \text{ if } \rho_t > \rho_{\min},
            \text{ else } \theta_{t-1} - \alpha\, \hat m_t
        """,
    ),
    Rule(
        variants.amsgrad, "numbers", "close to Adam", "16_variants",
        optax="amsgrad(bias_correction_mu=False, bias_correction_nu=False)",
        style=style("rose", "diamond", dash=(6, 2, 2, 2)),
        formula=r"""
            v^{\max}_t = \max(v^{\max}_{t-1}, v_t) \\
            \theta_t = \theta_{t-1} - \alpha\, m_t / (\sqrt{v^{\max}_t} + \epsilon)
        """,
    ),
    Rule(
        variants.amsgrad_torch, "numbers", "close to Adam", "16_variants",
        torch="Adam(amsgrad=True)", keras="Adam(amsgrad=True)",
        style=style("rose", "triangle", dash=(2, 2.5)),
        formula=r"""
            v^{\max}_t = \max(v^{\max}_{t-1}, v_t) \\
            \theta_t = \theta_{t-1} - \alpha\, \hat m_t
            \big/ \left(\sqrt{v^{\max}_t / (1 - \beta_2^t)} + \epsilon\right)
        """,
    ),
    Rule(
        variants.adabelief, "numbers", "further from Adam", "16_variants",
        optax="adabelief",
        style=style("green", "triangle", dash=(2, 2.5)),
        formula=r"""
            s_t = \beta_2 s_{t-1} + (1-\beta_2) (g_t - m_t)^2 + \epsilon \\
            \theta_t = \theta_{t-1} - \alpha\, \hat m_t / (\sqrt{\hat s_t} + \epsilon)
        """,
    ),
    Rule(
        variants.yogi, "numbers", "further from Adam", "16_variants",
        optax="yogi",
        style=style("orange", "star", dash=(4, 2)),
        formula=r"""
            v_t = v_{t-1}
            - (1-\beta_2)\, \operatorname{sign}(v_{t-1} - g_t^2)\, g_t^2 \\
            \theta_t = \theta_{t-1} - \alpha\, m_t / (\sqrt{v_t} + \epsilon)
        """,
    ),
    Rule(
        variants.adan, "numbers", "further from Adam", "16_variants",
        optax="adan",
        style=style("grey", "cross", dash=(7, 3)),
        formula=r"""
            v_t = \beta_2 v_{t-1} + (1-\beta_2) (g_t - g_{t-1}) \\
            n_t = \beta_3 n_{t-1}
            + (1-\beta_3) \left(g_t + \beta_2 (g_t - g_{t-1})\right)^2 \\
            \theta_t = \left(\theta_{t-1} - \alpha\,
            \frac{\hat m_t + \beta_2 \hat v_t}{\sqrt{\hat n_t} + \epsilon}\right)
            \Big/ (1 + \alpha\lambda)
        """,
    ),
    Rule(
        variants.signum, "numbers", "further from Adam", "16_variants",
        optax="signum(beta=0.9)",
        style=style("orange", "cross", 2, (9, 3, 2, 3)),
        formula=r"""
            m_t = \beta_1 m_{t-1} + (1-\beta_1)\, g_t \\
            \theta_t = \theta_{t-1} - \alpha \operatorname{sign}(m_t)
        """,
    ),
    Rule(
        variants.lion, "numbers", "further from Adam", "16_variants",
        optax="lion", keras="Lion",
        style=style("purple", "down", 2, (9, 3, 2, 3)),
        formula=r"""
            c_t = \beta_1 m_{t-1} + (1-\beta_1)\, g_t \\
            \theta_t = \theta_{t-1}
            - \alpha \left(\operatorname{sign}(c_t) + \lambda\, \theta_{t-1}\right) \\
            m_t = \beta_2 m_{t-1} + (1-\beta_2)\, g_t
        """,
    ),
    Rule(
        variants.schedule_free_adamw, "numbers", "further from Adam", "18_past_adam",
        optax="contrib.schedule_free_adamw", keras="ScheduleFreeAdamW",
        style=style("violet", "left", 2.2, (6, 2, 2, 2)),
        formula=r"""
            z_t = z_{t-1} - \alpha_t \left(
            g_t / (\sqrt{\hat v_t} + \epsilon) + \lambda\, \theta_{t-1} \right) \\
            x_t = (1 - c_t)\, x_{t-1} + c_t z_t, \qquad
            c_t = \alpha_t^2 \big/ \textstyle\sum_{i \le t} \alpha_i^2 \\
            \theta_t = (1 - \beta_1)\, z_t + \beta_1 x_t
        """,
    ),
]
