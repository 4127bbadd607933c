"""A bug hunt: lr stands inside m."""

from course.tasks import momentum
from course.tasks.shared.record import hunt

task = hunt(
    __name__,
    momentum.task,
    slip=("m = beta1 * m + g\n    return theta - lr * m, m", "pass", "lr_inside"),
)
