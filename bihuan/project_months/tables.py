"""The tables of lists, plans and reports, as any engine knows them: bound to no connection."""

import ibis

former_parties = ibis.table(
    {
        "project_id": "int64",
        "role": "string",
        "organisation_id": "int64",
        "leader_id": "int64",
        "until": "date",
        "recorded_at": "timestamp",
    },
    name="projects_formerparty",
)
lists = ibis.table({"id": "int64", "year": "int16", "tier": "string"}, name="plans_annuallist")
entries = ibis.table(
    {
        "id": "int64",
        "annual_list_id": "int64",
        "project_id": "int64",
        "added_on": "date",
        "left_on": "date",
    },
    name="plans_entry",
)
absences = ibis.table(
    {"entry_id": "int64", "left_on": "date", "returned_on": "date", "recorded_at": "timestamp"},
    name="plans_absence",
)
plans = ibis.table(
    {
        "id": "int64",
        "entry_id": "int64",
        "version": "int16",
        "planned_yuan": "int64",
        "approved_on": "date",
        "recorded_at": "timestamp",
    },
    name="plans_plan",
)
plan_months = ibis.table(
    {"plan_id": "int64", "month": "date", "cumulative_yuan": "int64"}, name="plans_planmonth"
)
reports = ibis.table(
    {
        "id": "int64",
        "project_id": "int64",
        "month": "date",
        "version": "int16",
        "is_current": "boolean",
        "state": "string",
        "origin": "string",
        "completed_yuan": "int64",
        "accepted_at": "timestamp",
        "accepted_by_id": "int64",
    },
    name="progress_report",
)
