"""The district's year of money as one flow, drawn from the same rows as the ladder."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from bihuan.funding.kinds import Programme
from bihuan.funding.queries import FundingRow
from bihuan.kit.flow_chart import FlowChart, FlowLink, FlowNode
from bihuan.kit.words import gettext
from bihuan.oversight.kinds import MoneyState
from bihuan.oversight.rules.flow import SOURCES, FlowLine, FlowProject, MoneyFlow, flow_of

NAMED = 12
"""So many projects have a node of their own: as many as a sheet of paper tells apart."""


def money_flow(rows: Iterable[FundingRow], named: int = NAMED) -> MoneyFlow:
    """Return the flow of the rows, those of a programme together, the larger first."""
    order = list(Programme)
    lines = [
        FlowLine(
            Programme(row.line.programme),
            row.line.project_id,
            row.line.project.name,
            row.sums,
            row.line.batch,
        )
        for row in rows
    ]
    ranked = sorted(
        lines, key=lambda line: (order.index(line.programme), -line.sums.issued, line.project)
    )
    return flow_of(ranked, named)


def flow_drawn(flow: MoneyFlow, year: int) -> FlowChart:
    """Return the flow as the chart shows it: nodes in four columns, and what goes between them."""
    programmes, states = flow.by_programme(), flow.by_state()
    sources = [FlowNode(f"s{s}", str(s.label), yuan) for s, yuan in flow.by_source().items()]
    of_programmes = [
        FlowNode(f"m{p}", str(p.label), yuan, _programme_page(p, year))
        for p, yuan in programmes.items()
    ]
    projects = [
        FlowNode(each.key, name_of(each), each.issued_yuan, _project_page(each))
        for each in flow.projects
    ]
    of_states = [FlowNode(f"t{s}", str(s.label), yuan, kind=s.value) for s, yuan in states.items()]
    heads = [gettext("Source of money"), gettext("Programme"), gettext("Project"), gettext("State")]
    links = [FlowLink(f"s{SOURCES[p]}", f"m{p}", yuan) for p, yuan in programmes.items()]
    return FlowChart(heads, [sources, of_programmes, projects, of_states], [*links, *_links(flow)])


def name_of(project: FlowProject) -> str:
    """Return a project's name, or how many others are joined."""
    if project.project is not None:
        return project.name
    return gettext("%s other projects") % project.count


def _links(flow: MoneyFlow) -> list[FlowLink]:
    """Return the links into the projects, in the order of the programmes, and out of them."""
    arriving = [
        FlowLink(f"m{programme}", each.key, yuan)
        for programme in flow.by_programme()
        for each in flow.projects
        if (yuan := sum(x.sums.issued for x in each.lines if x.programme is programme))
    ]
    leaving = [
        FlowLink(each.key, f"t{state}", yuan)
        for each in flow.projects
        for state in MoneyState
        if (yuan := sum(line.states[state] for line in each.lines))
    ]
    return arriving + leaving


def _programme_page(programme: Programme, year: int) -> str:
    return f"{reverse('funding:programme', args=[programme.value])}?year={year}"


def _project_page(project: FlowProject) -> str:
    if project.project is None:
        return ""
    return reverse("oversight:uses", args=[project.project])
