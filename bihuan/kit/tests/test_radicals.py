"""Radicals in words of a PDF are the characters that they look like."""

from bihuan.kit.sheets import read_pasted


def test_are_characters_once_they_are_read():
    told = "项⽬名称\t完成投资\n城东产业园标准⼚房项⽬\t1250\n⽔⼚⼆期⻋间\t300\n"
    [sheet] = read_pasted(told, "贴").sheets
    assert [row[0] for row in sheet.rows] == ["项目名称", "城东产业园标准厂房项目", "水厂二期车间"]
