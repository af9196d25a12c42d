/// Every kind of recorded case that can be evaluated, one line each; a new kind is listed here and
/// nowhere else.
enum PolicyCaseKinds {
  /// A kind of case: the keys of its inputs, and the rule.
  struct Kind: Sendable {
    let name: String
    let keys: [String]
    let answer: @Sendable (YamlMapping) throws(InputError) -> CaseValue
  }

  static let all: [Kind] = [
    KueueStateCase.nodeState, KueueStateCase.roundedShare, KueuePreemptionCase.kind,
    KueueCycleCase.kind, KaiCase.fairShare, KaiCase.reclaim, VolcanoCase.proportion,
    VolcanoCase.capacityReclaim, VolcanoCase.capacityOrder, YarnFairCase.shares,
    YarnFairCase.compare, YarnCapacityCase.kind, CondorCase.groupQuota, CondorCase.pieSlice,
    DominantShareCase.progressive, DominantShareCase.mechanism, DominantShareCase.hierarchical,
    SameInputCase.kind,
  ]
}
