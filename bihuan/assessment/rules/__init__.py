"""Schemes, formulas, scores and ranks. Pure: docs/rules/assessment.md."""
