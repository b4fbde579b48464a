"""Games on bare arrays: normal form, trees, finite-horizon stochastic games and games of timing."""
