"""Write the documents that are drawn from code: `python -m tools.docs`. A test keeps them fresh."""

from __future__ import annotations

import os
from pathlib import Path

DOCS = Path(__file__).resolve().parents[1] / "docs"


def main() -> None:
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
        print(f"· wrote {path.relative_to(DOCS.parent)}")


def pages() -> dict[Path, str]:
    """Return every generated document with its text."""
    return {DOCS / "state-machines.md": state_machines(), DOCS / "rules.md": rules_index()}


def state_machines() -> str:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.site.settings")
    django.setup()
    from django.utils.translation import override

    from bihuan.assessment.kinds import AppealState, TermState
    from bihuan.assessment.rules import appeals, terms
    from bihuan.factors import rules as factors
    from bihuan.factors.kinds import NeedState
    from bihuan.kit.diagrams import labelled_diagram, state_diagram
    from bihuan.matters import rules as matters
    from bihuan.matters.kinds import MatterState
    from bihuan.progress import rules as progress
    from bihuan.progress.kinds import ReportState
    from bihuan.projects import rules as projects
    from bihuan.projects.kinds import ProjectState

    with override("en"):
        life = state_diagram(projects.MOVES, start=ProjectState.PREPARATION)
        report = state_diagram(progress.MOVES, start=ReportState.DRAFT)
        need = labelled_diagram(factors.DIAGRAM, start=NeedState.NOT_STARTED)
        matter = labelled_diagram(matters.DIAGRAM, start=MatterState.RAISED)
        term = state_diagram(terms.MOVES, start=TermState.ASKED)
        appeal = state_diagram(appeals.MOVES, start=AppealState.OPEN)
    return (
        "\n\n".join(
            [
                "# State machines",
                "Drawn by `python -m tools.docs` from the `MOVES` of the rules; do not edit.",
                *_section("The life of a project 项目状态", life),
                *_section("A monthly report 月报", report),
                *_section("A matter 事项", matter),
                *_section("What a project needs 要素需求", need),
                *_section("An exemption or adjustment of a score 豁免与考核调整", term),
                *_section("An appeal against a score 申诉", appeal),
            ]
        )
        + "\n"
    )


def rules_index() -> str:
    """List the documents of clauses with their titles."""
    lines = []
    for path in sorted((DOCS / "rules").glob("*.md")):
        title = path.read_text(encoding="utf-8").splitlines()[0].lstrip("# ").strip()
        lines.append(f"- [{title}](rules/{path.name})")
    return RULES.format(listed="\n".join(lines))


def _section(title: str, diagram: str) -> list[str]:
    return [f"## {title}", f"```mermaid\n{diagram}\n```"]


RULES = """\
# Rules

Every number and limit in the product has a clause, such as LIGHT-1, a source, and a place in the
code that cites it; a test fails if either side is missing. A limit that an office may change is
data: its clause names the preset's key.

{listed}
"""


if __name__ == "__main__":
    main()
