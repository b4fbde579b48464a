"""A problem in a folder: draws, batches and who computes them, what goes on after a kill, the truth of claims."""
