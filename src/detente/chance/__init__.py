"""One file a distribution: how it is read back in words, drawn, centred, weighed; nothing else knows its kind."""
