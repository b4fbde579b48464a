"""What the game of entry pays, again: in plain numbers from its mathematics, one state and one phase at a time."""

import numpy as np
from scipy.integrate import quad


def entrants(table, place):
    """Return the powers that are in, and who was first (None while nobody is)."""
    bits, first = table.states[place]
    inside = [power for power in range(table.powers) if bits // 2**power % 2]
    return inside, first if inside else None


def place_after(table, place, power):
    """Return where a power's entry leads."""
    inside, first = entrants(table, place)
    bits = sum(2**one for one in {*inside, power})
    return table.states.index((bits, power if first is None else first))


def worth_of_a_round(terms, kind, player):
    """A round costs so much a year while it stands: expiry leaves exp(-mu s) of it after s years."""
    rate = float(terms.discount + terms.expiry[kind])
    whole, _ = quad(lambda years: np.exp(-rate * years), 0, np.inf, epsabs=0, epsrel=1e-12)
    return whole * float(terms.round_cost[kind, player])


def flow(table, t, idle, place, phase):
    """Return what each player receives in a state and phase, a year; `idle` is what rounds that come anyway cost."""
    inside, first = entrants(table, place)
    host = table.powers
    bits = sum(2**power for power in inside)
    got = [t["realised"][phase] * t["money"][player, bits] for player in range(len(table.players))]
    gain = max(0.0, got[host])
    shares = {power: t["first_share"] if power == first else t["later_share"] for power in inside}
    total = sum(shares.values())
    for power, share in shares.items():
        rent = t["rent"] * gain * (share / total if total > 1 else share)
        got[power] += rent - t["aid"][power] - t["domestic"][power] + t["demonstration"][power]
        got[host] += t["aid"][power] - rent
    runs = table.corridor_power in inside and all(t["corridor"][one] >= 0 for one in table.corridor_parties)
    for player in range(len(table.players)):
        got[player] += t["relief"][player] * t["lifted"][phase]
        got[player] += t["corridor"][player] * t["corridor_open"][phase] if runs else 0.0
        got[player] -= idle[player]
    return np.array(got)


def flows(table, terms):
    """Return the same for every state and phase, `[player, state, phase]`."""
    states, phases = range(len(table.states)), range(len(table.phases))
    t = {name: np.asarray(number, float) for name, number in terms._asdict().items()}
    idle = [
        sum(rate * worth_of_a_round(terms, kind, player) for kind, rate in enumerate(t["rate_idle"]))
        for player in range(len(table.players))
    ]
    rows = [[flow(table, t, idle, place, phase) for phase in phases] for place in states]
    return np.moveaxis(np.array(rows), 2, 0)


def entry(table, terms, period):
    """Return what a power's entry in a period pays each player at once, `[power, player]`.

    Rounds that an entry adds come evenly over the years of their window after it, and each is worth what it
    costs until it expires.
    """
    paid = np.zeros((table.powers, len(table.players)))
    rho = float(terms.discount)
    for power in range(table.powers):
        date = period * table.step
        paid[power, power] -= float(terms.entry_cost[power]) * np.exp(-float(terms.entry_fall) * date)
        for kind, against in enumerate(table.against):
            if against == power:
                rate, years = float(terms.rate_added[kind]), float(terms.window[kind])
                come, _ = quad(lambda after, rate=rate: rate * np.exp(-rho * after), 0, years)
                for player in range(len(table.players)):
                    paid[power, player] -= come * worth_of_a_round(terms, kind, player)
    return paid
