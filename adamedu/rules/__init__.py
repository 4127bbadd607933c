"""Update rules, from SGD to AdamW and past it, each as its paper writes it.

    theta, *state = rule(theta, g, *state, **settings)

A rule is one pure function. `theta` are the parameters and `g` their gradient: floats,
NumPy arrays or torch tensors of one shape. The first call goes without a state: a
rule knows its own start, mostly 0, which stands for zeros of any shape. Settings are
keyword-only. What most rules have means the same in all of them:

{common}

Others are those of a rule's paper: `help(adamedu.lion)` says what each argument is.
`RULES` holds a record for each of them.
"""

from adamedu.rules import arguments as _arguments
from adamedu.rules.one_rate import *
from adamedu.rules.per_parameter import *
from adamedu.rules.preconditioners import *
from adamedu.rules.recent import *
from adamedu.rules.table import RULES as RULES
from adamedu.rules.variants import *
from adamedu.rules.whole_array import *

_arguments.tell(RULES, __name__)
