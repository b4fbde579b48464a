"""Small gas worlds, by hand and at random."""

import numpy as np

from detente.domains.gas.records import FEE, Gas, Line, parties_of


def market(flow, price, *, years=(2018,), lines=(), **facts):
    """Return a gas world with base flows `[supply, market]` and prices `[market]`; costs and the rest as told."""
    flow, price = np.asarray(flow, float), np.asarray(price, float)
    s, m = flow.shape
    supplies, markets = tuple(f"S{k}" for k in range(s)), tuple(f"M{k}" for k in range(m))
    owners = facts.pop("owners", supplies)
    y = len(years)
    made = {
        "reach": np.ones((s, m), bool),
        "elasticity": np.full(m, -0.5),
        "cost": np.zeros(s),
        "slope": np.zeros((y, s)),
        "capacity": np.full((y, s), 1e4),
        "transport": np.zeros((s, m)),
        "loss": np.zeros((s, m)),
        "regasification": 0.0,
        "conduct": np.zeros(len(dict.fromkeys(owners))),
        "floor": np.zeros((y, s, m)),
        "arc_elasticity": 1e9,
        "rent_share": 0.5,
        "repriced": 1.0,
    } | facts
    parties = tuple(dict.fromkeys([*parties_of(owners, markets, lines), "T"]))
    return Gas(
        markets=markets,
        supplies=supplies,
        owners=owners,
        years=tuple(years),
        present=float(years[0]),
        base_flow=np.broadcast_to(flow, (y, s, m)),
        base_price=np.broadcast_to(price, (y, m)),
        discount=np.full(len(parties), 0.08),
        parties=parties,
        lines=tuple(lines),
        **made,
    )


def line(**terms):
    """Return a line from S0 to M0 through T: 10 bcm, free of charge unless told."""
    given = {
        "name": "line",
        "supply": "S0",
        "buyer": "M0",
        "sections": ("T",),
        "km": np.array([1000.0]),
        "fee": np.array([0.0]),
        "operating": 0.0,
        "loss": 0.0,
        "capacity": 10.0,
        "capital": 0.0,
        "feeder_capital": 0.0,
        "buyer_capital": 0.0,
        "decided": 2018.0,
        "build": 0.0,
        "life": 100.0,
        "cut_chance": np.zeros(1),
        "cut_share": 1.0,
        "spot_premium": 0.0,
        "booked": 0.0,
        "rule": 0,
        "oil_price": 60.0,
        "oil_slope": 0.1,
        "oil_constant": 1.0,
        "netback_discount": 0.0,
        "seller_power": 0.5,
    } | terms
    return Line(**given)


def fee_for(price, km=1000.0):
    """Return the fee [US$ per 1,000 m3 and 100 km] that adds up to a price [US$/MMBtu] over a length."""
    return np.array([price / (FEE * km)])


def random_market(random, supplies=5, markets=3, *, draws=0, **facts):
    """Return a random world whose every array may have a draw axis; some ways are not used."""
    lead = (draws,) if draws else ()
    flow = random.uniform(1, 20, (*lead, supplies, markets)) * (random.random((supplies, markets)) < 0.8)
    flow[..., 0, :] += 1
    years = (2018, 2030)
    growth = np.array([1.0, 1.2])[:, None, None]
    base = flow[..., None, :, :] * growth
    price = random.uniform(5, 10, (*lead, 2, markets))
    loss = random.uniform(0, 0.05, (*lead, supplies, markets))
    sent = (base / (1 - loss[..., None, :, :])).sum(-1)
    made = {
        "years": years,
        "elasticity": random.uniform(-0.8, -0.1, (*lead, markets)),
        "cost": random.uniform(0.5, 4, (*lead, supplies)),
        "slope": random.uniform(0, 0.1, (*lead, 2, supplies)),
        "capacity": sent * 1.1 + 1,
        "transport": random.uniform(0, 2, (*lead, supplies, markets)),
        "loss": loss,
        "conduct": random.uniform(0, 1, (*lead, supplies)),
        "floor": base * random.uniform(0, 0.7, (*lead, 1, supplies, markets)),
        "arc_elasticity": random.uniform(1, 10, lead) if draws else 4.0,
        "repriced": random.uniform(0, 1, lead) if draws else 0.5,
    } | facts
    gas = market(np.ones((supplies, markets)), np.ones(markets), **made)
    return gas.with_facts(base_flow=base, base_price=price)
