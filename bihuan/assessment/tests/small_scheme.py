"""A scheme of two sheets for tests, of figures that are always there."""

from pathlib import Path

from bihuan.assessment.rules.scheme import Scheme
from bihuan.kit.presets import load_dated

TEXT = """
default:
  title: 试行办法
  source: 测试
  version: 1
  sheets:
    - id: construction
      title: 建设类
      who: projects
      classes: [construction]
      total: 100
      grades: [{at_least: 90, title: 优秀}, {at_least: 60, title: 达标}]
      items:
        - id: completion
          title: 完成率
          text: 完成率乘以60分。
          clause: 试-1
          max: 60
          missing: required
          inputs: {rate: {figure: plan_completion.all}}
          formula: {ratio: {of: rate, weight: 60}}
        - id: steps
          title: 节点
          text: 按期率乘以30分。
          clause: 试-2
          max: 30
          inputs: {rate: {figure: milestones.in_time_rate}}
          formula: {ratio: {of: rate, weight: 30}}
        - id: reports
          title: 报表
          text: 迟报一次扣1分。
          clause: 试-3
          max: 10
          inputs: {late: {figure: reports.late}}
          formula: {count: {base: 10, each: [{of: late, points: -1}], least: 0, most: 10}}
    - id: owners
      title: 责任单位
      who: organisations
      total: 100
      items:
        - id: completion
          title: 完成率
          text: 完成率排名第一得100分，其余50分。
          clause: 试-4
          max: 100
          inputs: {rate: {figure: plan_completion.all}}
          formula: {rank: {of: rate, places: [{up_to: 1, points: 100}], otherwise: 50}}
    - id: towns
      title: 乡镇
      who: areas
      total: 10
      items:
        - id: new
          title: 新开工
          text: 每个1分。
          clause: 试-5
          max: 10
          inputs: {new: {figure: starts.reached}}
          formula: {count: {each: [{of: new, points: 1}], most: 10}}
"""


def scheme_in(folder: Path, text: str = TEXT) -> Scheme:
    """Return the scheme as a file in `folder` says it."""
    path = folder / "scheme.yaml"
    path.write_text(text, encoding="utf-8")
    return load_dated(Scheme, path)["default"].latest
