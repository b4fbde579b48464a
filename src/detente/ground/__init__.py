"""Words that every stage speaks: places, faults, units, the fixed-point loop. Imports nothing of ours."""
