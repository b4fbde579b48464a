"""Fifty visitors move sliders at once: no error, nothing mixed between them, and the server's memory stays flat."""

import asyncio
import gc
import tracemalloc

import httpx
import pytest

from .served import STUDY

VISITORS, ROUNDS = 50, 6
AT = f"/api/studies/{STUDY.name}/point"


def lng(visitor, turn):
    """Return a price that no other visitor asks for in any turn."""
    return 5 + 9 * (visitor * ROUNDS + turn + 0.5) / (VISITORS * ROUNDS)


async def visit(origin, cookie, visitor, answers):
    headers = {"origin": origin, "cookie": cookie}
    async with httpx.AsyncClient(base_url=origin, headers=headers, timeout=120) as client:
        for turn in range(ROUNDS):
            answer = await client.post(AT, json={"values": {"lng": lng(visitor, turn)}, "tab": "same"})
            answers[visitor, turn] = answer.status_code, answer.json()


def crowd(site):
    gate, answers = site.door.gate, {}
    cookies = [f"{gate.cookie}={gate.sessions.redeem(gate.sessions.token())}" for _ in range(VISITORS)]

    async def all_of_them():
        await asyncio.gather(
            *(visit(site.origin, cookie, place, answers) for place, cookie in enumerate(cookies))
        )

    asyncio.run(all_of_them())
    return answers


def test_fifty_visitors_get_their_own_answers_and_the_memory_stays_flat(site):
    site.ready()  # other tests may have had so many studies open that this one was put away
    first = crowd(site)
    assert len(first) == VISITORS * ROUNDS and {code for code, _ in first.values()} == {200}
    # No two visitors ask for the same price, so that each answer tells whose it is.
    by_price = sorted(
        (lng(*who), answer["cells"]["gas_value[KOR,built]"][0]) for who, (_, answer) in first.items()
    )
    values = [value for _, value in by_price]
    assert len(set(values)) == len(values)
    with site.visitor() as client:
        for place in range(0, len(by_price), 37):
            alone = client.post(AT, json={"values": {"lng": by_price[place][0]}}).json()
            assert alone["cells"]["gas_value[KOR,built]"][0] == pytest.approx(by_price[place][1], rel=1e-9)
    tracemalloc.start()
    crowd(site)  # the last answers that are kept anyway are counted from here on
    gc.collect()
    before, _ = tracemalloc.get_traced_memory()
    assert {code for code, _ in crowd(site).values()} == {200}
    gc.collect()
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert after - before < 2_000_000, f"{after - before:,} bytes kept after {VISITORS * ROUNDS} requests"
