"""Batches on a Dask cluster: machines that share the run's folder and may join, leave or die at any time."""

from __future__ import annotations

import pickle
import secrets
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..domains.domain import Problem
from ..ground.faults import RunError
from .batch import Done, Evaluate, Work, here
from .executor import Hands, Hire, Tell
from .processes import Make

JOB = ".cluster"
"""A file in the run's folder with what workers need to begin; one that cannot read it does not see the folder."""
WAIT = 20
"""Seconds to wait for a scheduler."""
MOST = 4
"""Problems whose models a worker keeps ready."""

_ready: dict[str, tuple[Work, Evaluate]] = {}


class Cluster:
    """A scheduler's workers."""

    def __init__(self, client: Any, folder: Path, token: str, tell: Tell) -> None:
        self._client, self._folder, self._token, self._tell = client, str(folder), token, tell
        self._seen: set[str] = set()

    def take(self, number: int) -> Future[Done]:
        """Do a batch on some worker; one that dies has it done by another."""
        task = self._client.submit(_do, self._folder, self._token, number, pure=False)
        found: Future[Done] = Future()
        task.add_done_callback(lambda done: self._pass_on(done, found))
        return found

    def lost(self, number: int, error: BaseException) -> Future[Done]:
        """Raise the error: the scheduler has given the batch to other workers already."""
        raise error

    def _pass_on(self, task: Any, found: Future[Done]) -> None:
        """Hand over what a worker found, unless the run has given it up meanwhile."""
        from distributed import CancelledError, KilledWorker

        if not found.set_running_or_notify_cancel():
            return
        try:
            done: Done = task.result()
        except KilledWorker as error:
            found.set_exception(RunError(f"every worker that took a batch was killed by it: {error}"))
        except CancelledError:
            found.set_exception(RunError("the scheduler is gone; start it and the same run again"))
        except BaseException as error:
            found.set_exception(error)
        else:
            self._compare(done)
            found.set_result(done)

    def _compare(self, done: Done) -> None:
        """Tell where a worker computes with something else than this machine."""
        mine = here()
        for name in sorted(name for name in mine if done.by.get(name) != mine[name]):
            words = f"a worker has {name} {done.by.get(name)}, this machine {mine[name]}"
            if words not in self._seen:
                self._seen.add(words)
                self._tell(f"{words}: numbers agree to about 1e-9, not to the bit")


def cluster(problem: Problem, make: Make, address: str) -> Hire:
    """Return what has a Dask cluster's workers ready.

    Raises RunError where Dask is not installed, or no scheduler answers. A run that is stopped does not wait for
    its workers: what they are at is computed again.
    """

    @contextmanager
    def hire(work: Work, tell: Tell) -> Iterator[Hands]:
        try:
            from distributed import Client
        except ImportError as error:
            raise RunError("--cluster needs Dask; install it with `pip install detente[cluster]`") from error
        try:
            client: Any = Client(address, timeout=WAIT, set_as_default=False)  # type: ignore[no-untyped-call]
        except (OSError, ValueError, TimeoutError) as error:
            raise RunError(f"no Dask scheduler answers at {address} within {WAIT} s: {error}") from error
        token, shared = secrets.token_hex(8), work.folder.absolute()
        job = pickle.dumps((token, Work(work.sample, shared, work.size), problem, make))
        (shared / JOB).write_bytes(job)
        if not client.scheduler_info(n_workers=-1)["workers"]:
            tell(f"{address} has no worker yet; the run goes on as soon as one joins")
        try:
            yield Cluster(client, shared, token, tell)
        finally:
            client.close()
            (shared / JOB).unlink(missing_ok=True)

    return hire


def _do(folder: str, token: str, number: int) -> Done:
    """Do a batch on a worker. Raises RunError where it does not see the folder of the run."""
    if token not in _ready:
        while len(_ready) >= MOST:
            _ready.pop(next(iter(_ready)))
        _ready[token] = _begin(Path(folder), token)
    work, evaluate = _ready[token]
    return work.do(evaluate, number)


def _begin(folder: Path, token: str) -> tuple[Work, Evaluate]:
    try:
        found, work, problem, make = pickle.loads((folder / JOB).read_bytes())
    except OSError:
        found = None
    if found != token:
        raise RunError(
            f"a worker does not see the run's folder {folder}: give --out a folder on storage that all "
            "machines have under the same name"
        )
    return work, make(problem)
