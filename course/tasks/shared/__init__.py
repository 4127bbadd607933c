"""What several records share: their form, common mistakes, rules and schedules."""
