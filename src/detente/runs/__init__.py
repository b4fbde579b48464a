"""A problem in a folder: draws, batches, who computes them, what goes on after a kill, the truth of claims in each draw."""
