import pytest

from bihuan.accounts.models import User
from bihuan.projects.models import Project

from .factories import make_listed, make_reporter


@pytest.fixture
def reporter() -> User:
    return make_reporter()


@pytest.fixture
def project(reporter: User) -> Project:
    return make_listed(owner=reporter.organisation)
