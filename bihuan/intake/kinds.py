"""What sheets there are, and how their columns are known."""

from dataclasses import dataclass
from pathlib import Path

from bihuan.kit.choices import Choice
from bihuan.kit.presets import load_presets
from bihuan.kit.words import _


class SheetKind(Choice):
    LEDGER = "ledger", _("Ledger")
    ADJUSTMENT = "adjustment", _("Plan adjustments")
    MONTHLY = "monthly", _("Monthly report")
    STATISTICS = "statistics", _("In statistics")
    CHAIN = "chain", _("Chain output")
    INVESTMENT = "investment", _("Fixed-asset investment")


@dataclass(frozen=True)
class FieldSpec:
    """One column that a kind of sheet may have. `type` names how its cells are read."""

    type: str
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class KindSpec:
    """The columns of one kind of sheet, and those without which it is not that kind."""

    required: tuple[str, ...]
    fields: dict[str, FieldSpec]

    def __post_init__(self) -> None:
        for name in self.required:
            if name not in self.fields:
                raise ValueError(f"required field {name} is not among the fields")


COLUMNS = load_presets(KindSpec, Path(__file__).parent / "presets" / "columns.yaml")
