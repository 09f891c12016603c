"""Makers for tests of the site: what a backup must not lose."""

from bihuan.progress.actions import add_photo
from bihuan.progress.models import Photo
from bihuan.progress.tests.factories import IN_MARCH, make_listed, make_reporter, report_march
from tests.installations import picture


def add_picture(*, seed: int = 1) -> Photo:
    """A photo beside a report of a project of its own."""
    reporter = make_reporter()
    report = report_march(make_listed(owner=reporter.organisation), by=reporter)
    return add_photo(report=report, content=picture(seed), by=reporter, at=IN_MARCH)
