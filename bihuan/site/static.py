"""How long browsers may keep static files."""

WEEK = 7 * 24 * 3600


def headers(told: dict[str, str], _path: str, url: str) -> None:
    """Let fonts be kept for a week: they are large, and hardly ever change."""
    if url.endswith(".woff2"):
        told["Cache-Control"] = f"max-age={WEEK}, public"
