"""Adam and its relatives, written as their papers write them.

    import adamedu

    *_, theta = adamedu.descend(adamedu.adam, 5.0, grad, steps=200, lr=0.1)

Here stands the heart, in plain arithmetic. The rooms around it are imported by name:
`figures` (sliders without a kernel), `questions` (`check` your own rule), `nn`
(networks, data, rules as torch optimizers) and `studies` (the long experiments).
"""

from adamedu.descent import descend as descend
from adamedu.descent import each as each
from adamedu.rules import RULES as RULES
from adamedu.rules.one_rate import *
from adamedu.rules.per_parameter import *
from adamedu.rules.preconditioners import *
from adamedu.rules.recent import *
from adamedu.rules.variants import *
from adamedu.rules.whole_array import *

__version__ = "0.2.0"
