internal import Allot

/// What replicates of a comparison tell: for each tenant, metric and pair of policies the paired
/// difference with its interval, and a verdict in a word.
///
/// Both policies of a pair saw the same jobs in each replicate. Times are compared by
/// d = log((policy + 1 s) / (against + 1 s)), told as e^d − 1, so that 0 is no difference; amounts
/// by the plain difference. Verdicts go by Holm's correction over all comparisons of the study;
/// plain intervals stand beside them. Who leaves out more work than the other is never better by
/// the waits and delays of the work that it serves.
public struct ReplicateStudy: Sendable {
  /// What can be told of a difference.
  public enum Verdict: String, Sendable {
    /// The policy is better than the one that it is compared with.
    case better
    /// It is worse.
    case worse
    /// The interval spans no difference, or chance among so many comparisons could explain it.
    case open = "can not tell"
    /// All replicates are equal.
    case equal = "can not tell (equal)"
    /// In some replicate the number is beyond all bounds: jobs never start or never end.
    case unbounded = "can not tell (unbounded)"
    /// In some replicate the tenant has no jobs to compare.
    case empty = "can not tell (no jobs)"
    /// It would be better, but it leaves out more work.
    case leavesOutMore = "worse (leaves out more)"
    /// It would be worse, but the other leaves out more work.
    case leavesOutLess = "better (leaves out less)"
  }

  /// One comparison.
  public struct Difference: Sendable {
    /// Whose.
    public var tenant: String
    /// What is compared.
    public var metric: VerdictMetric
    /// The policy.
    public var policy: String
    /// The policy that it is compared with.
    public var against: String
    /// The mean of the differences and its 95 % interval; nil where some number is beyond bounds.
    public var estimate: Double?
    /// The lower end of the interval.
    public var low: Double?
    /// The upper end.
    public var high: Double?
    /// The p-value of Student's t-test that there is no difference, before any correction; 1 where
    /// there is nothing to test.
    public var pValue = 1.0
    /// The number of replicates.
    public var replicates: Int
    /// What can be told.
    public var verdict: Verdict
    /// How many replicates would make the interval of a ratio as narrow as ±5 %, by the spread of
    /// these; nil for amounts.
    public var replicatesForFivePercent: Int?
    /// The half width of the interval: of the logarithm for times.
    fileprivate var halfWidth: Double?
    /// The positions of the tenant and of the two policies.
    fileprivate var places: (tenant: Int, policy: Int, against: Int)
  }

  /// How narrow the intervals of times are: what ends a sequential comparison.
  public struct Precision: Sendable, Equatable {
    /// Intervals that are as narrow as was asked for.
    public var narrow = 0
    /// Intervals that are not.
    public var wide = 0
    /// Comparisons without an interval, because a number is beyond all bounds or a tenant has no
    /// jobs in some replicate: further replicates give them none.
    public var unknown = 0

    /// All comparisons of times.
    public var all: Int { narrow + wide + unknown }
    /// True where further replicates would make nothing narrower that is not narrow already.
    public var isReached: Bool { wide == 0 }

    /// No comparison, or so many of each kind.
    public init(narrow: Int = 0, wide: Int = 0, unknown: Int = 0) {
      self.narrow = narrow
      self.wide = wide
      self.unknown = unknown
    }
  }

  /// The summaries of every policy in every replicate.
  public let summaries: [[Summary]]
  /// What is compared.
  public let metrics: [VerdictMetric]
  /// The tenants that any replicate has, in the order in which they first come; who is not in a
  /// replicate has no jobs there.
  public let tenants: [String]
  private let places: [[Int?]]
  /// Every comparison: by tenant, then by pair of policies, then by metric.
  public private(set) var differences: [Difference] = []

  /// How many comparisons were made, equal and unbounded ones included.
  public var comparisons: Int { differences.count }

  /// The comparison of all pairs of policies, each later one against each earlier one.
  ///
  /// - Precondition: there are at least two replicates, each with the same policies, at least one.
  public init(_ summaries: [[Summary]], metrics: [VerdictMetric]) {
    precondition(summaries.count >= 2, "a comparison needs at least two replicates")
    self.summaries = summaries
    self.metrics = metrics
    var tenants: [String] = []
    for name in summaries.flatMap({ $0[0].tenants.map(\.name) }) where !tenants.contains(name) {
      tenants.append(name)
    }
    self.tenants = tenants
    places = summaries.map { summary in
      tenants.map { name in summary[0].tenants.firstIndex { $0.name == name } }
    }
    for tenant in tenants.indices {
      for policy in summaries[0].indices.dropFirst() {
        for against in 0..<policy {
          for metric in metrics {
            differences.append(difference(tenant, policy, against, metric))
          }
        }
      }
    }
    decide()
  }

  /// How many comparisons of times have an interval that reaches at most that part to either side.
  public func precision(within part: Double) -> Precision {
    let most = Elementary.log2(1 + part) * Self.ln2
    var precision = Precision()
    for difference in differences where difference.metric.difference == .ofTimes {
      switch difference.halfWidth {
      case .some(let width) where width <= most: precision.narrow += 1
      case .some: precision.wide += 1
      case .none: precision.unknown += 1
      }
    }
    return precision
  }

  /// What is typical of a number of a tenant under a policy over replicates; nil where one of them
  /// is beyond all bounds.
  ///
  /// The mean for amounts. For times the geometric mean of value + 1 s, less 1 s, so that the ratio
  /// of two policies is the estimate of their difference and a few long replicates do not rule it.
  public func typical(_ tenant: Int, _ policy: Int, _ metric: VerdictMetric) -> Double? {
    let all = values(tenant, policy, metric.path)
    let known = all.compactMap { $0 }
    guard known.count == all.count else { return nil }
    let count = Double(known.count)
    guard metric.difference == .ofTimes else { return known.reduce(0, +) / count }
    let logarithm = known.reduce(0) { $0 + Elementary.log2($1 + 1) } / count
    return max(0, Elementary.exp2(logarithm) - 1)
  }

  /// In how many replicates a tenant has no jobs, the same under every policy.
  public func emptyReplicates(of tenant: Int) -> Int {
    values(tenant, 0, "jobs").count { $0 ?? 0 == 0 }
  }

  /// The numbers of a tenant under a policy, by replicate; nil where one is beyond all bounds.
  public func values(_ tenant: Int, _ policy: Int, _ path: String) -> [Double?] {
    zip(summaries, places).map { summary, places in
      places[tenant].flatMap { summary[policy].tenants[$0][path]?.number }
    }
  }

  private static let ln2 = 0.693147180559945309417

  private func difference(
    _ tenant: Int,
    _ policy: Int,
    _ against: Int,
    _ metric: VerdictMetric
  ) -> Difference {
    let first = summaries[0]
    var difference = Difference(
      tenant: tenants[tenant],
      metric: metric,
      policy: first[policy].policy,
      against: first[against].policy,
      replicates: summaries.count,
      verdict: .unbounded,
      places: (tenant, policy, against)
    )
    let pairs = zip(
      values(tenant, policy, metric.path),
      values(tenant, against, metric.path)
    )
    let known = pairs.compactMap { a, b -> Double? in
      guard let a, let b else { return nil }
      guard metric.difference == .ofTimes else { return a - b }
      return Elementary.log2((a + 1) / (b + 1)) * Self.ln2
    }
    guard known.count == summaries.count else {
      if emptyReplicates(of: tenant) > 0 { difference.verdict = .empty }
      return difference
    }
    // Each comparison draws from a stream of its own, whatever others there are.
    let name =
      "\(metric.name) \(metric.weight) of \(difference.tenant): \(difference.policy) against "
      + difference.against
    let interval = PairedInterval(differences: known, stream: RandomStream(name, seed: 0))
    func told(_ d: Double) -> Double {
      metric.difference == .ofTimes ? Elementary.exp2(max(-1_000, min(1_000, d / Self.ln2))) - 1 : d
    }
    difference.estimate = told(interval.estimate)
    difference.low = told(interval.low)
    difference.high = told(interval.high)
    difference.halfWidth = max(
      interval.high - interval.estimate,
      interval.estimate - interval.low
    )
    if metric.difference == .ofTimes {
      let width = Elementary.log2(1.05) * Self.ln2
      difference.replicatesForFivePercent = interval.replicatesFor(halfWidth: width)
    }
    difference.verdict = interval.isEqual ? .equal : .open
    difference.pValue = interval.pValue ?? 1
    return difference
  }

  /// Turns tests into verdicts, once all of them are known: every comparison that was made counts,
  /// also where there was nothing to test.
  private mutating func decide() {
    let isSignificant = HolmCorrection(pValues: differences.map(\.pValue)).isSignificant
    for index in differences.indices {
      let (metric, estimate) = (differences[index].metric, differences[index].estimate)
      if isSignificant[index], let estimate {
        differences[index].verdict = (estimate < 0) == metric.lessIsBetter ? .better : .worse
      }
      guard metric.difference == .ofTimes else { continue }
      let more = leavesOutMore(differences[index])
      switch differences[index].verdict {
      case .better where more > 0: differences[index].verdict = .leavesOutMore
      case .worse where more < 0: differences[index].verdict = .leavesOutLess
      case .open where more != 0, .equal where more != 0, .unbounded where more != 0:
        differences[index].verdict = more > 0 ? .leavesOutMore : .leavesOutLess
      default: break
      }
    }
  }

  /// How much more work of a tenant a policy leaves out than the other, over all replicates.
  private func leavesOutMore(_ difference: Difference) -> Double {
    let (tenant, policy, against) = difference.places
    func leftOut(_ policy: Int) -> Double {
      values(tenant, policy, LeftOutFigure.work.path).reduce(0) { $0 + ($1 ?? 0) }
    }
    return leftOut(policy) - leftOut(against)
  }
}
