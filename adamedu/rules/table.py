"""One record for each rule: what tests, studies and the page of rules go through."""

from adamedu.rules import (
    about_one_rate,
    about_per_parameter,
    about_preconditioners,
    about_recent,
    about_variants,
    about_whole_array,
)

RULES = {
    rule.name: rule
    for about in (
        about_one_rate,
        about_per_parameter,
        about_variants,
        about_recent,
        about_whole_array,
        about_preconditioners,
    )
    for rule in about.RULES
}
