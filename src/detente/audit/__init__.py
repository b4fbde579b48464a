"""How far a claim holds: draws, batches on disk, verdicts, drivers, break-evens and counterexamples."""
