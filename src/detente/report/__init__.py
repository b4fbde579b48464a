"""A judgement as one page that needs nothing else: words, figures, one HTML file, and their data."""
