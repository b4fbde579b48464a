"""How a solve of the trade model ended."""

from ...ground.status import SolveStatus


class Status(SolveStatus):
    """How a solve ended."""

    SOLVED = ("solved",)
    NOT_CONVERGED = (
        "no equilibrium found",
        "no equilibrium found: the residual stayed above the tolerance; try a milder shock, or another rule for "
        "deficits",
    )
    NO_SUPPLIER = (
        "no supplier left",
        "no supplier left: {economy} uses {industry} and every seller of it is banned; leave a share of the trade, "
        "or a seller, open",
    )
    DEFICIT = (
        "deficit cannot be financed",
        "deficit cannot be financed: the bans cut {economy} off from trade but its accounts have a trade deficit or "
        "surplus; use the rule `removed` for deficits, or leave some trade open",
    )
    SPENDING = (
        "income below zero",
        "income below zero: {economy} gives or lends more than it earns; make the transfer smaller",
    )
    INPUT = (
        "a number out of range",
        "a number is out of range: elasticities must be above 0, costs and productivity above 0, duties and export "
        "taxes above -100 %, shares of trade open within 0 and 1, substitution among inputs not below 0, final "
        "spending not below 0, caps of quotas above 0 and no flow under two of them",
    )
