"""A wheel is complete: compiled catalogues, front-end assets, and the example district."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Hook(BuildHookInterface[Any]):
    """Compiles every .po; refuses a wheel without assets. An editable install needs neither."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        root = Path(self.root)
        subprocess.run([sys.executable, root / "tools/messages.py", "--compile"], check=True)
        vendor = root / "bihuan/kit/static/vendor"
        if not all((vendor / name).exists() for name in ("htmx.min.js", "leaflet.js")):
            raise SystemExit("Front-end assets are missing: run `make setup` before building.")
        example = "examples/hecheng-2024"  # for `bihuan load-example`
        build_data["force_include"][str(root / example)] = f"bihuan/{example}"
