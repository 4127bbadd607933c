"""A bug hunt: three of them in one Adam."""

from course.tasks import adam
from course.tasks.shared.record import hunt

task = hunt(__name__, adam.task, slip=("mean / (1 - beta1**t)", "mean", "only_v"))
