"""Who gets what: values of coalitions, and the ways to divide what all of them can do together."""
