"""What the finder's thread tells the desk."""

from textual.message import Message

from hyteterm.domain.service_hit import SearchResult, ServiceQuery
from hyteterm.workspace.surroundings import NearHit


class ServicesFound(Message):
    """A search has answered; only the newest query's answer is sent."""

    def __init__(self, result: SearchResult) -> None:
        super().__init__()
        self.result = result


class NeighboursFound(Message):
    """What the neighbouring municipalities have for a search that has answered."""

    def __init__(self, query: ServiceQuery, near: tuple[NearHit, ...]) -> None:
        super().__init__()
        self.query = query
        self.near = near
