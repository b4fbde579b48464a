"""Facts and the rules in force: `World`, its embedded data with sources, and its aggregation."""
