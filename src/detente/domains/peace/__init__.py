"""Does a peace process go back? Phases that follow each other year by year, batched over draws."""
