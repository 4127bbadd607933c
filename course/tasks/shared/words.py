"""Named mistakes in words, and those that many rules can have."""


def read(place, **sentences):
    """Mistakes that a section explains, such as "01 One rate for all parameters":
    {flag: (sentence, chapter, section)}.
    """
    chapter, _, section = place.partition(" ")
    return {flag: (text, chapter, section) for flag, text in sentences.items()}


def common(flags):
    """The mistakes of these names that many rules can have."""
    return {flag: COMMON[flag] for flag in flags.split()}


COMMON = {
    **read(
        "01 One rate for all parameters",
        uphill="The step goes uphill: theta must move against the gradient.",
        no_lr="The step is not multiplied by lr.",
    ),
    **read(
        "04 Why a root: the units",
        no_root="The step is divided by v, not by its root.",
        half_v="The step is divided by half of v, as a power 1/2 without brackets "
        "makes it; it must be the root.",
        root_outside="The root is taken of m/v as a whole: only v belongs under it.",
    ),
    **read(
        "07 A museum of Adam bugs",
        eps_inside="eps stands inside the root: it must be added to the root.",
        eps_hat="eps is added to the root of the uncorrected v. This is the paper's "
        "other form (TensorFlow, Keras) and no bug, but the task asks for Algorithm "
        "1: correct v first, then add eps to its root.",
        eps_1e7="The default of eps is 1e-7, as in Keras; the task asks for 1e-8.",
        lost_parenthesis="A parenthesis is lost: eps is added to theta, not to the "
        "divisor.",
        t_stuck="t is handed back as it came, so it never grows.",
    ),
    **read(
        "07 ε: a floor under the gradient's size",
        no_eps="There is no eps in the divisor.",
        eps_1e16="The default of eps is 1e-16 or less; the task asks for 1e-8.",
        minus_eps="eps is subtracted from the root; it must be added.",
        eps_max="The divisor is the larger one of the root and eps; eps must be added "
        "to the root.",
    ),
    **read(
        "03 Divide by the gradient's own size",
        **{
            "global": "One number divides all gradients: v must be kept for each "
            "parameter."
        },
        global_mean="One number divides all gradients, from the mean of v: v must be "
        "used for each parameter.",
        global_max="One number divides all gradients, from the largest v: v must be "
        "used for each parameter.",
        v_mean="v collects the mean of all squares; for each parameter it must collect "
        "the square of its own gradient.",
        v_dot="v collects the sum of all squares, as np.dot(g, g) gives it; for each "
        "parameter it must collect the square of its own gradient.",
    ),
    **read(
        "04 What v estimates",
        v_abs="v averages |g|; it must average the square of g.",
        v_of_g="v averages g itself; it must average the square of g.",
        v_of_m="v averages the square of m; it must average the square of g.",
        v_of_old_m="v averages the square of the old m; it must average the square of "
        "g.",
        v_centred_early="v averages the square of g less the old m; Adam averages the "
        "square of g.",
        v_centred="v averages the square of g − m, as AdaBelief does; Adam averages "
        "the square of g.",
    ),
    **read(
        "04 An average that forgets",
        m_sum="The gradient enters m without the factor 1 − β₁.",
        v_sum="The square enters v without the factor 1 − β₂.",
        m_keeps_all="The old m is not multiplied by β₁.",
        v_keeps_all="The old v is not multiplied by β₂.",
        m_adds_up="m adds up all gradients; it must average them.",
        v_adds_up="v adds up all squares, as Adagrad does; it must average them.",
        m_beta_on_g="The gradient enters m with the factor β₁; it must be 1 − β₁.",
        v_beta_on_g="The square enters v with the factor β₂; it must be 1 − β₂.",
        m_minus="The gradient enters m with the opposite sign.",
        m_roles="β₁ and 1 − β₁ have changed places in m.",
        v_roles="β₂ and 1 − β₂ have changed places in v.",
    ),
    **read(
        "07 The half repair",
        m_forgets="m begins anew at each step: its old value is not used.",
        v_forgets="v begins anew at each step: its old value is not used.",
    ),
    **read(
        "07 From the paper to Python",
        m_stale="The step uses the m of the step before, not the new one.",
        v_stale="The step uses the v of the step before, not the new one.",
        betas_swapped="β₁ and β₂ are swapped: m must average with β₁, v with β₂.",
        all_swapped="β₁ and β₂ are swapped everywhere: m goes with β₁, v with β₂.",
        defaults_swapped="The defaults of β₁ and β₂ are swapped: the task asks for 0.9 "
        "and 0.999.",
        m_by_beta2="m averages with β₂; it must average with β₁.",
        v_by_beta1="v averages with β₁; it must average with β₂.",
        m_all_beta2="m averages with β₂, and is corrected with it; it must be β₁.",
        v_all_beta1="v averages with β₁, and is corrected with it; it must be β₂.",
        g_for_m="theta moves by the gradient; m is computed and not used.",
        g_hat="theta moves by the gradient, divided by 1 − β₁ᵗ; m is not used.",
        t_by_two="t grows by 2 in each step; it must grow by 1.",
        t_raised_twice="t is raised once more where it is handed back, so it grows by "
        "2 in each step.",
        rate_t="lr is divided by t; Algorithm 1 takes lr as it is.",
        stored_m_hat="The corrected m is handed back as the state, so it is corrected "
        "again and again.",
        stored_v_hat="The corrected v is handed back as the state, so it is corrected "
        "again and again.",
        t_late="t is one too large in the correction: it is 1 at the first step.",
        t_early="The correction uses t before it is raised: at the first step 1 − β⁰ "
        "is 0.",
        t_guarded="The correction uses t before it is raised, and is left out at the "
        "first step, where t is 0: raise t first.",
        t_held="The correction uses t before it is raised, and 1 at the first step: "
        "from the second step on it is one behind.",
        rate_root_t="lr is divided by √t, as in the paper's theorem; Algorithm 1 takes "
        "lr as it is.",
        stored_hats="The corrected averages are handed back as the state, so they are "
        "corrected again and again.",
        m_v_swapped="m and v are handed back in the wrong order.",
    ),
    **read(
        "05 How much is missing",
        no_correction="The bias correction is missing: m and v are used as they are.",
        only_m="Only m is corrected; v must be divided by 1 − β₂ᵗ as well.",
        only_v="Only v is corrected; m must be divided by 1 − β₁ᵗ as well.",
        no_power="The correction lacks the power t: it must be 1 − βᵗ, not 1 − β.",
        times_t="The correction is 1 − β·t; it must be 1 − βᵗ, β to the power t.",
        root_on_m="m is divided by the root of 1 − β₁ᵗ; there is no root in its "
        "correction.",
        root_on_v="v is divided by the root of 1 − β₂ᵗ; there is no root in its "
        "correction.",
        no_power_m="The correction of m lacks the power t: it must be 1 − β₁ᵗ.",
        no_power_v="The correction of v lacks the power t: it must be 1 − β₂ᵗ.",
        times_t_m="The correction of m is 1 − β₁·t; it must be 1 − β₁ᵗ.",
        times_t_v="The correction of v is 1 − β₂·t; it must be 1 − β₂ᵗ.",
        power_outside="The corrections are (1 − β)ᵗ; the power t belongs to β alone.",
        no_brackets="The brackets are missing: m / 1 − βᵗ is m less βᵗ.",
        both_beta1="Both corrections have β₁; v must be divided by 1 − β₂ᵗ.",
        both_beta2="Both corrections have β₂; m must be divided by 1 − β₁ᵗ.",
        multiplied_m="m is multiplied by 1 − β₁ᵗ; it must be divided by it.",
        multiplied_v="v is multiplied by 1 − β₂ᵗ; it must be divided by it.",
        multiplied="m and v are multiplied by 1 − βᵗ; they must be divided by it.",
        corrections_swapped="The corrections are swapped: m is divided by 1 − β₂ᵗ, v "
        "by 1 − β₁ᵗ.",
    ),
}
