"""A commented study to begin with."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from ..bind.schema import study_schema
from ..ground.faults import RunError
from ..ground.json_text import json_text


def start(path: Path) -> str:
    """Write a starter study and its schema; never over a file that is there. Return what to do next."""
    path = path if path.suffix else path.with_suffix(".yaml")
    text = files("detente.study").joinpath("starter.yaml").read_text(encoding="utf-8")
    name = "".join(char if char.isalnum() or char in "_.-" else "-" for char in path.stem)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text.replace("my-study", name, 1))
    except FileExistsError:
        raise RunError(f"{path} is there already; choose another name, nothing was changed") from None
    except OSError as error:
        raise RunError(f"{path} cannot be written ({error.strerror}); choose another folder") from None
    schema = path.with_name("study.schema.json")
    if not schema.exists():
        schema.write_text(json_text(study_schema()), encoding="utf-8")
    return f"wrote {path}; now edit it, then `detente check {path}` and `detente run {path} --quick`"
