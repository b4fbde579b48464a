"""One folder a model: each reads a world and returns outcomes; models meet in `system`."""
