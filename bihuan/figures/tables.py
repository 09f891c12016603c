"""The tables of facts that figures read beside those of plans and reports, as any engine knows
them: bound to no connection.
"""

import ibis

projects = ibis.table(
    {
        "id": "int64",
        "name": "string",
        "state": "string",
        "sector": "string",
        "industry_code": "string",
        "owner_id": "int64",
        "responsible_id": "int64",
        "commander_id": "int64",
        "chain_id": "int64",
        "total_investment_yuan": "int64",
        "planned_start_on": "date",
        "planned_finish_on": "date",
        "started_on": "date",
        "finished_on": "date",
        "in_use_on": "date",
    },
    name="projects_project",
)
themes = ibis.table({"project_id": "int64", "theme_id": "int64"}, name="projects_project_themes")
years = ibis.table(
    {"project_id": "int64", "year": "int16", "project_class": "string"}, name="plans_projectyear"
)
standings = ibis.table(
    {"project_id": "int64", "entered_on": "date"}, name="statistics_statisticsstanding"
)
statistics_months = ibis.table(
    {
        "id": "int64",
        "project_id": "int64",
        "month": "date",
        "version": "int16",
        "is_current": "boolean",
        "completed_yuan": "int64",
    },
    name="statistics_statisticsmonth",
)
fixed_assets = ibis.table(
    {
        "id": "int64",
        "month": "date",
        "version": "int16",
        "is_current": "boolean",
        "cumulative_yuan": "int64",
    },
    name="statistics_fixedassetinvestment",
)
chains = ibis.table({"id": "int64", "name": "string"}, name="projects_chain")
outputs = ibis.table(
    {
        "id": "int64",
        "chain_id": "int64",
        "enterprise": "string",
        "year": "int16",
        "version": "int16",
        "is_current": "boolean",
        "output_yuan": "int64",
        "previous_output_yuan": "int64",
    },
    name="chains_chainoutput",
)
chain_months = ibis.table(
    {
        "id": "int64",
        "chain_id": "int64",
        "enterprise": "string",
        "month": "date",
        "version": "int16",
        "is_current": "boolean",
        "output_yuan": "int64",
        "previous_output_yuan": "int64",
    },
    name="chains_chainmonth",
)
chain_members = ibis.table(
    {
        "id": "int64",
        "chain_id": "int64",
        "enterprise_id": "int64",
        "link": "string",
        "counts": "boolean",
        "since": "date",
        "came_as": "string",
        "until": "date",
        "went_as": "string",
    },
    name="chains_chainmember",
)
chain_enterprises = ibis.table({"id": "int64", "name": "string"}, name="chains_chainenterprise")
chain_targets = ibis.table(
    {
        "id": "int64",
        "chain_id": "int64",
        "year": "int16",
        "version": "int16",
        "is_current": "boolean",
        "target_yuan": "int64",
    },
    name="chains_chaintarget",
)
