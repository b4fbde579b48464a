"""Freight: what a container costs and how long it takes, by route, and what a new link saves."""
