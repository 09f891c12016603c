"""How long browsers may keep static files, and from where else they may fetch pictures."""

from urllib.parse import urlsplit

WEEK = 7 * 24 * 3600


def headers(told: dict[str, str], _path: str, url: str) -> None:
    """Let fonts be kept for a week: they are large, and hardly ever change."""
    if url.endswith(".woff2"):
        told["Cache-Control"] = f"max-age={WEEK}, public"


def tile_servers(address: str) -> list[str]:
    """Return the servers that an address of map tiles names, as a content policy allows them.

    Raises ValueError if it is no such address.
    """
    if not address:
        return []
    parts = urlsplit(address)
    if parts.scheme not in ("https", "http") or not all(f"{{{each}}}" in address for each in "zxy"):
        raise ValueError(address)
    host = parts.netloc
    if "{s}" in host:
        host = f"*.{host.partition('.')[2]}"
    return [f"{parts.scheme}://{host}"]
