"""The game of entry: who becomes a closed economy's partner, when, and what that brings."""
