"""The study file: text in, `Study` out, with every fault at its line and column."""
