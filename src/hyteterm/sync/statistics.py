"""Monthly figures from the central API."""

from pydantic import BaseModel, ConfigDict

from hyteterm.sync.client import HubClient


class StatisticsRow(BaseModel):
    """One cell; the names of the fields are stable, for other tools."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    type: str = ""
    municipality: str = ""
    unit: str = ""
    status: str = ""
    outcome: str = ""
    theme: str = ""
    count: int | None = None
    """None: fewer than five, not told."""


class MonthlyStatistics(BaseModel):
    """The answer of ``GET /v1/statistics``."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    month: str
    rows: list[StatisticsRow]


def fetch_statistics(client: HubClient, token: str, month: str) -> MonthlyStatistics:
    """The figures of ``YYYY-MM``.  Raises the `SyncProblem` kinds."""
    answer = client.get("/v1/statistics", token, params={"month": month})
    return answer.model(MonthlyStatistics)
