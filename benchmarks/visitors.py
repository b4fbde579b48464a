"""Fifty visitors of the page for as many requests as an hour brings: `python benchmarks/visitors.py [requests]`.

Each moves a slider every five seconds for an hour, or so the number of requests is reckoned; they are sent as fast as
the server answers, by a process of its own. What is watched is the server: errors, answers that went to another
visitor, and the memory that it holds. Linux only: it reads /proc.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import httpx
import uvicorn
from record import Aim, Figure, Record, Table, free_share, keep

from detente.web.serve import door

VISITORS, REQUESTS = 50, 36_000
"""Fifty visitors who move a slider every five seconds make so many requests in an hour."""
STUDY = Path(__file__).resolve().parents[1] / "tests" / "web" / "line.yaml"
AT = f"/api/studies/{STUDY.name}/point"
LOOKS = 12
"""How often the memory is looked at."""
KEEPS = 0.95
"""Of the most memory held later, what is to be held after the first twelfth of the requests."""
LOW, HIGH = 5.0, 14.0
"""Of the slider that is moved."""
CELL = "gas_value[KOR,built]"


@dataclass
class Seen:
    """What the visitors saw."""

    milliseconds: list[float] = field(default_factory=list)
    wrong: int = 0
    by_price: list[tuple[float, float]] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)


def serve() -> None:
    """Serve the folder of the small study, and print where, and a token for each visitor."""
    opened = door(STUDY.parent, port=0)
    server = uvicorn.Server(uvicorn.Config(opened.gate, log_level="error", lifespan="off", ws="none"))
    gate = opened.gate
    cookies = [f"{gate.cookie}={gate.sessions.redeem(gate.sessions.token())}" for _ in range(VISITORS)]
    print(json.dumps({"port": gate.port, "cookies": cookies}), flush=True)
    threading.Thread(target=lambda: (sys.stdin.read(), setattr(server, "should_exit", True))).start()
    server.run(sockets=[opened.socket])


def megabytes(process: int) -> float:
    """Return the memory that a process holds."""
    text = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(text.partition("VmRSS:")[2].split()[0]) / 1024


async def visit(client: httpx.AsyncClient, cookie: str, prices: list[float], seen: Seen) -> None:
    """Ask for one price after the other."""
    for price in prices:
        begun = time.perf_counter()
        headers = {"cookie": cookie}
        answer = await client.post(AT, json={"values": {"lng": price}, "tab": "one"}, headers=headers)
        seen.milliseconds.append(1000 * (time.perf_counter() - begun))
        if answer.status_code == 200:
            seen.by_price.append((price, answer.json()["cells"][CELL][0]))
        else:
            seen.wrong += 1


async def crowd(origin: str, cookies: list[str], requests: int, process: int) -> Seen:
    """Send all requests and look at the memory now and then."""
    seen = Seen()
    async with httpx.AsyncClient(base_url=origin, headers={"origin": origin}, timeout=120) as client:
        while not (
            await client.get(f"/api/studies/{STUDY.name}/ready", headers={"cookie": cookies[0]})
        ).json()["done"]:
            await asyncio.sleep(0.1)
        for look in range(LOOKS):
            prices = [
                LOW + (HIGH - LOW) * (number + 0.5) / requests
                for number in range(look * requests // LOOKS, (look + 1) * requests // LOOKS)
            ]
            await asyncio.gather(
                *(visit(client, one, prices[place::VISITORS], seen) for place, one in enumerate(cookies))
            )
            seen.memory.append(megabytes(process))
            print(f"{len(seen.milliseconds):,} requests, {seen.memory[-1]:.0f} MB", flush=True)
    return seen


def mixed(by_price: list[tuple[float, float]]) -> int:
    """Return how many answers are out of line: dearer LNG makes the line worth more to its buyer, step by step."""
    values = [value for _, value in sorted(by_price)]
    return sum(later <= earlier for earlier, later in pairwise(values))


def main(requests: int) -> None:
    """Measure and write the record."""
    free = [free_share()]
    server = subprocess.Popen(
        [sys.executable, __file__, "--serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert server.stdout and server.stdin
    told = json.loads(server.stdout.readline())
    begun = time.perf_counter()
    seen = asyncio.run(crowd(f"http://127.0.0.1:{told['port']}", told["cookies"], requests, server.pid))
    taken = time.perf_counter() - begun
    server.stdin.close()
    server.wait(30)
    most = max(seen.memory[1:])
    figures = (
        Figure.of("requests", "", [float(len(seen.milliseconds))]),
        Figure.of("requests a second, of all visitors", "1/s", [len(seen.milliseconds) / taken]),
        Figure.of("answer, median, with fifty waiting at once", "ms", [statistics.median(seen.milliseconds)]),
        Figure.of(
            "answer, 99th percentile",
            "ms",
            [statistics.quantiles(seen.milliseconds, n=100, method="inclusive")[98]],
        ),
        Figure.of("errors", "", [float(seen.wrong)]),
        Figure.of("answers out of line with their price", "", [float(mixed(seen.by_price))]),
        Figure.of("memory after the first twelfth of the requests", "MB", [seen.memory[0]]),
        Figure.of("most memory after that", "MB", [most]),
    )
    record = Record(
        name="visitors",
        title="Fifty visitors for an hour",
        what=f"{VISITORS} visitors of the page of a small study move a slider at once, each to places of its own, "
        "as fast as the server answers, for as many requests as they would make in an hour of one move every five "
        "seconds. The server is a process of its own.",
        tables=(Table("What the server did", figures),),
        aims=(Aim("memory that stays flat", "first over most", KEEPS, seen.memory[0] / most),),
        packages=("fastapi", "starlette", "uvicorn"),
    )
    print(keep(record, [*free, free_share()]))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        serve()
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else REQUESTS)
