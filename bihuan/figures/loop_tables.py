"""The tables that figures of the loop, rounds, milestones, needs, visits and money read, bound to
no connection.
"""

import ibis

matters = ibis.table(
    {
        "id": "int64",
        "number": "string",
        "title": "string",
        "project_id": "int64",
        "lead_id": "int64",
        "raised_on": "date",
        "due_on": "date",
        "clock_from": "date",
        "inherited_days": "int64",
        "paused_days": "int64",
        "stopped_on": "date",
    },
    name="matters_matter",
)
moves = ibis.table(
    {
        "id": "int64",
        "matter_id": "int64",
        "verb": "string",
        "became": "string",
        "on": "date",
        "due_on": "date",
        "organisation_id": "int64",
    },
    name="matters_move",
)
state_changes = ibis.table(
    {"project_id": "int64", "became": "string", "on": "date"}, name="projects_statechange"
)
rounds = ibis.table(
    {"month": "date", "opens_on": "date", "closes_on": "date"}, name="progress_round"
)
reports_sent = ibis.table(
    {
        "id": "int64",
        "project_id": "int64",
        "month": "date",
        "version": "int16",
        "is_current": "boolean",
        "state": "string",
        "origin": "string",
        "first_submitted_at": "timestamp",
        "accepted_at": "timestamp",
    },
    name="progress_report",
)
funds = ibis.table(
    {"id": "int64", "report_id": "int64", "source": "string", "amount_yuan": "int64"},
    name="progress_fundsinplace",
)
project_years = ibis.table(
    {"id": "int64", "project_id": "int64", "year": "int16"}, name="plans_projectyear"
)
milestones = ibis.table(
    {"id": "int64", "project_year_id": "int64", "key": "string", "name": "string"},
    name="plans_milestone",
)
promises = ibis.table(
    {"milestone_id": "int64", "version": "int16", "due_on": "date", "is_current": "boolean"},
    name="plans_milestonepromise",
)
reached = ibis.table(
    {"milestone_id": "int64", "reached_on": "date"}, name="progress_milestonereached"
)
needs = ibis.table(
    {
        "id": "int64",
        "project_id": "int64",
        "department_id": "int64",
        "promised_due_on": "date",
        "approved_on": "date",
    },
    name="factors_need",
)
need_moves = ibis.table(
    {"id": "int64", "need_id": "int64", "verb": "string", "on": "date"}, name="factors_needmove"
)
visit_plans = ibis.table({"id": "int64", "month": "date"}, name="visits_visitplan")
planned_visits = ibis.table(
    {
        "id": "int64",
        "plan_id": "int64",
        "project_id": "int64",
        "dropped_reason": "string",
        "done_id": "int64",
    },
    name="visits_plannedvisit",
)
visits = ibis.table(
    {"id": "int64", "project_id": "int64", "visited_on": "date", "state": "string"},
    name="visits_visit",
)
funding_lines = ibis.table(
    {"id": "int64", "project_id": "int64", "programme": "string", "year": "int16"},
    name="funding_fundingline",
)
funding_entries = ibis.table(
    {
        "id": "int64",
        "line_id": "int64",
        "stage": "string",
        "on": "date",
        "amount_yuan": "int64",
        "is_current": "boolean",
    },
    name="funding_fundingentry",
)
