"""The learner's side of the exercises: check an answer, and see what is done."""

from adamedu.questions.checks import check
from adamedu.questions.done import progress

__all__ = ["check", "progress"]
