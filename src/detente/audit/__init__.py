"""How far a claim holds: verdicts, drivers, corners, break-evens and counterexamples."""
