"""From uploads to grades: a student's code runs in a sandbox, the checks outside."""
