"""Second solvers: slower or more general ways to what the game of entry and trees find, used as opinions in tests."""
