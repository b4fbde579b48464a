"""One file a distribution: how it is written, read back in words, drawn, centred, weighed."""
