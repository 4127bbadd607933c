"""The learner's side of the exercises: check an answer, and see what is done."""

from adamedu.course.check import check
from adamedu.course.progress import progress

__all__ = ["check", "progress"]
