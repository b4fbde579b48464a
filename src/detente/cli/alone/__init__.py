"""Commands that use one model alone, each on a small file of its own."""

ALONE: dict[str, tuple[str, str]] = {
    "gas": ("gas", "Solve a gas market, and say what a pipeline changes for whom."),
    "peace": ("peace", "Estimate whether a peace process goes back, from a chronology coded into phases."),
    "split": ("split", "Divide what parties do together: Shapley value, nucleolus, core, fee of transit."),
    "negotiate": (
        "negotiate",
        "Play out a negotiation: challenges, offers, rounds, and elections to compare.",
    ),
    "freight": ("freight", "Weigh freight by rail, road and sea, before and after links open."),
    "game": ("game", "Solve one game: equilibria, dominance, logit play, backward induction."),
}
"""Command -> (its module here, one line of help). The module is imported when the command is used; its
command object has the command's name."""
