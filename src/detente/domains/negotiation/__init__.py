"""Where a disputed question lands: challenges, offers and rounds among actors, and elections to compare."""
