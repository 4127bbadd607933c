"""Other people's optimizers compute in float64, as ours do."""

import jax

jax.config.update("jax_enable_x64", True)
