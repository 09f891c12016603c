"""Files that browsers may keep."""

from bihuan.site.static import headers


def test_fonts_are_kept_for_a_week_and_styles_are_not():
    font, style = {}, {}
    headers(font, "", "/static/kit/fonts/bihuan-400.woff2")
    headers(style, "", "/static/kit/base.css")
    assert font == {"Cache-Control": "max-age=604800, public"}
    assert style == {}
