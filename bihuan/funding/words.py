"""What the office's own tables call programmes and stages, whatever language the screen speaks."""

from .kinds import FundingStage, Programme

PROGRAMMES = {
    Programme.CENTRAL_BUDGET.value: "中央预算内投资",
    Programme.SPECIAL_BOND.value: "专项债券",
    Programme.TREASURY_BOND.value: "超长期特别国债",
    Programme.ADDITIONAL_BOND.value: "增发国债",
    Programme.PROVINCIAL.value: "省级资金",
    Programme.MUNICIPAL.value: "市级资金",
    Programme.POLICY_LOAN.value: "政策性贷款",
    Programme.OWN.value: "自有资金",
    Programme.PRIVATE.value: "社会资本",
}
STAGES = {
    FundingStage.IDEA.value: "谋划",
    FundingStage.RESERVE.value: "入储备库",
    FundingStage.APPLIED.value: "申报",
    FundingStage.REVIEWED.value: "审核",
    FundingStage.LISTED.value: "列入清单",
    FundingStage.ISSUED.value: "下达",
    FundingStage.FORWARDED.value: "转发",
    FundingStage.IN_PLACE.value: "到位",
    FundingStage.PAID.value: "支付",
    FundingStage.WORKS.value: "实物工作量",
    FundingStage.COMPLETED.value: "完工",
    FundingStage.AUDITED.value: "审计",
}
