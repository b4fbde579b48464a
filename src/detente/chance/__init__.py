"""One file a distribution: how it is read back in words, drawn, centred, weighed. `study/assume.py` reads it."""
