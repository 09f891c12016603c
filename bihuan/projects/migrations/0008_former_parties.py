"""Who had a project before it changed hands, as the record of events tells it."""

import re
from datetime import date, timedelta

import django.db.models.deletion
from django.db import migrations, models

from bihuan.kit.days import local_day

EDITED, BY_IMPORT, RESTORED = "project.edited", "project.edited_by_import", "project.restored"
ROLES = ("owner", "responsible", "commander")
ONE_DAY = timedelta(days=1)


def keep_former_parties(apps, schema_editor):
    """Keep a term for each change that names somebody who is still known."""
    event = apps.get_model("audit", "Event")
    living = set(apps.get_model("projects", "Project").objects.values_list("pk", flat=True))
    known, merged = _Known(apps), _mergers(event)
    terms = {}
    for told in event.objects.filter(
        verb__in=(EDITED, BY_IMPORT, RESTORED), thing="projects.project"
    ).order_by("pk"):
        project = int(told.thing_id)
        changes = told.note.get("changes", {}) if told.verb == EDITED else told.note
        for role in ROLES if project in living else ():
            if role not in changes:
                continue
            if told.verb == RESTORED:
                _take_back(terms, project, role, changes[role])
                continue
            was, now = changes[role]
            party = known.number(role, was)
            if party is not None and was != now:
                day = local_day(told.at)
                if role != "commander":
                    day = merged.get((told.at, party), day)
                terms.setdefault((project, role, day - ONE_DAY), (party, told.at))
    former = apps.get_model("projects", "FormerParty")
    former.objects.bulk_create(
        former(
            project_id=project,
            role=role,
            until=until,
            recorded_at=at,
            **{"leader_id" if role == "commander" else "organisation_id": party},
        )
        for (project, role, until), (party, at) in terms.items()
    )


def _mergers(event):
    """Return the day of each merger, by its moment and the organisation that is no more."""
    rows = event.objects.filter(verb="organisation.merged")
    return {
        (each.at, int(each.thing_id)): date.fromisoformat(each.note["on"])
        for each in rows
        if "on" in each.note
    }


def _take_back(terms, project, role, party):
    """Forget the last change of a project that an undone import had made."""
    own = [key for key in terms if key[:2] == (project, role) and terms[key][0] == party]
    if own:
        del terms[max(own)]


class _Known:
    """The numbers of those whom events name: by number, or by a name that one of them bears."""

    def __init__(self, apps):
        organisations, leaders = {}, {}
        for model, name in (("FormerOrganisationName", "organisation_id"), ("Organisation", "pk")):
            rows = apps.get_model("accounts", model).objects.order_by("pk")
            organisations |= dict(rows.values_list("name", name))
        for pk, name, title in (
            apps.get_model("accounts", "Leader").objects.values_list("pk", "name", "title")
        ):
            leaders.setdefault(name, []).append(pk)
            if title:
                leaders.setdefault(f"{name}（{title}）", []).append(pk)
        self.organisations, self.leaders = organisations, leaders
        self.numbers = set(organisations.values())
        self.leading = {pk for numbers in leaders.values() for pk in numbers}

    def number(self, role, told):
        if isinstance(told, int):
            return told if told in (self.leading if role == "commander" else self.numbers) else None
        if not told:
            return None
        if role != "commander":
            return self.organisations.get(told)
        found = self.leaders.get(told) or self.leaders.get(re.sub("（.*）$", "", told), [])
        return found[0] if len(set(found)) == 1 else None


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0009_organisations_keep_their_past"),
        ("audit", "0001_squashed_0002_events_carry_digests"),
        ("projects", "0007_numbers_in_names"),
    ]
    operations = [
        migrations.CreateModel(
            name="FormerParty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(choices=[("owner", "Project owner"), ("responsible", "Responsible organisation"), ("commander", "Commander")], max_length=12, verbose_name="role")),
                ("until", models.DateField(verbose_name="last day")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                ("leader", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="former_roles", to="accounts.leader", verbose_name="leader")),
                ("organisation", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="former_roles", to="accounts.organisation", verbose_name="organisation")),
                ("project", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="former_parties", to="projects.project")),
            ],
            options={
                "verbose_name": "former party of a project",
                "verbose_name_plural": "former parties of projects",
                "ordering": ["until", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("project", "role", "until"), name="former_party_once_a_day"),
                    models.CheckConstraint(condition=models.Q(models.Q(("leader__isnull", False), ("organisation__isnull", True), ("role", "commander")), models.Q(models.Q(("role", "commander"), _negated=True), ("leader__isnull", True), ("organisation__isnull", False)), _connector="OR"), name="former_party_is_one_of_its_role"),
                ],
            },
        ),
        migrations.RunPython(keep_former_parties, migrations.RunPython.noop),
    ]
