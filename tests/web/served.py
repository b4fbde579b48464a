"""A server of the page in a thread, and a visitor with a cookie."""

import contextlib
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import httpx
import uvicorn

from detente.web.limits import Buckets
from detente.web.serve import Door, door

STUDY = Path(__file__).with_name("line.yaml")


@dataclass(frozen=True)
class Served:
    door: Door
    home: Path
    links: list[str]

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.door.gate.port}"

    @contextlib.contextmanager
    def visitor(self):
        """Give a client that has come in by a link of its own."""
        with httpx.Client(base_url=self.origin, headers={"origin": self.origin}, timeout=60) as client:
            token = self.door.gate.sessions.token()
            assert client.get("/enter", params={"token": token}).status_code == 200
            yield client

    def ready(self, study: str = STUDY.name) -> None:
        with self.visitor() as client:
            while not client.get(f"/api/studies/{study}/ready").json()["done"]:
                time.sleep(0.05)


@contextlib.contextmanager
def served(home: Path, **options):
    """Serve a folder until the block ends."""
    links: list[str] = []
    found = door(home, port=0, tell=links.append, **options)
    found.gate.tries = Buckets(1000, 1000)
    config = uvicorn.Config(found.gate, log_level="error", lifespan="off", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [found.socket]}, daemon=True)
    thread.start()
    try:
        yield Served(found, home, links)
    finally:
        server.should_exit = True
        thread.join(10)
        found.close()
