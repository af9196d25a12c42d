public import Allot

/// Age, fair share and size, each with a weight: the highest sum of a job comes first.
///
///     priority = age × min(1, w / max_age) + fair_share × 2^(−U / S / d) + size × n / N
///
/// w is the time since the submission, n the job's devices of the cluster's N; S is what the
/// weights of its tenant and all above give it of the whole, U its effective usage
/// (`OrderInputs.effectiveUsage`), and d a dampening. A tenant without weight has no fair share.
///
/// The sum is counted in milliseconds of age, each summand rounded to a whole number; without
/// weight of age in millionths.
///
/// Source: Slurm's `priority/multifactor` without Fair Tree (22.05). There age is brought up to
/// date at ticks, not at every pass, and the sum is cut to a whole number.
public struct MultifactorOrder: OrderPart {
  /// The weight of the age of a job.
  public let age: Int
  /// The weight of the fair share of its tenant.
  public let fairShare: Int
  /// The weight of its size.
  public let size: Int
  /// The wait that counts as full age.
  public let maxAge: SimDuration
  /// How much more than its share a tenant may use until its fair share halves once more.
  public let dampening: Int
  /// What one point counts.
  private let point: Double

  /// The weights that are taken.
  public static let weights = 0...1_000_000
  /// The dampenings that are taken.
  public static let dampenings = 1...1_000

  /// An order by weighted factors.
  ///
  /// - Precondition: ``isCountable(age:fairShare:size:maxAge:)``.
  public init(
    age: Int = 1_000,
    fairShare: Int = 10_000,
    size: Int = 1_000,
    maxAge: SimDuration = SimDuration(seconds: 7 * 86_400),
    dampening: Int = 1
  ) {
    precondition(Self.dampenings.contains(dampening), "a dampening is from 1 to 1,000")
    precondition(
      Self.isCountable(age: age, fairShare: fairShare, size: size, maxAge: maxAge),
      "the weights of a multifactor order can be counted in milliseconds of age"
    )
    self.age = age
    self.fairShare = fairShare
    self.size = size
    self.maxAge = maxAge
    self.dampening = dampening
    point = Self.point(age: age, maxAge: maxAge)
  }

  /// True if weights are within their range, and full age and what a weight is worth of it are
  /// below 10,000 years.
  public static func isCountable(
    age: Int,
    fairShare: Int,
    size: Int,
    maxAge: SimDuration
  ) -> Bool {
    let most = 3.15e14
    return [age, fairShare, size].allSatisfy { weights.contains($0) }
      && maxAge > .zero && Double(maxAge.milliseconds) < most
      && Double(max(fairShare, size)) * point(age: age, maxAge: maxAge) < most
  }

  private static func point(age: Int, maxAge: SimDuration) -> Double {
    age == 0 ? 1_000_000 : Double(maxAge.milliseconds) / Double(age)
  }

  /// `multifactor`.
  public var name: String { "multifactor" }
  /// The weights, the full age and the dampening.
  public var settings: [PolicySetting] {
    [
      PolicySetting("age", .number(age)), PolicySetting("fair_share", .number(fairShare)),
      PolicySetting("size", .number(size)), PolicySetting("max_age", .duration(maxAge)),
      PolicySetting("dampening", .number(dampening)),
    ]
  }

  /// Users are merged job by job.
  public var walk: Walk { .sum }
  /// The past use of tenants.
  public var reads: OrderInputs { .effectiveUsage }
  /// The full age.
  public var aging: SimDuration { age == 0 ? .zero : maxAge }

  /// What fair share is worth.
  public func key(of tenant: TenantView) -> Double {
    guard tenant.share > 0 else { return 0 }
    let times = tenant.effectiveUsage / tenant.share / Double(dampening)
    let factor = Elementary.powerOfHalf(times)
    return -Self.whole(Double(fairShare) * point * factor)
  }

  /// A fair share 2^(−x) with x = U / S / d rises by no more than ln(growth) / e: that is where
  /// x 2^(−x) ln 2 is largest.
  public func largestFall(growth: Double) -> Double {
    let rise = min(1, Elementary.log2(growth) * 0.2551)
    return Self.whole(Double(fairShare) * point * rise) + 2
  }

  /// What the size is worth.
  public func key(of job: JobView) -> Double {
    guard job.capacity > 0 else { return 0 }
    let part = Double(job.gpus) / Double(job.capacity)
    return -Self.whole(Double(size) * point * part)
  }

  /// The nearest whole number of one above zero.
  private static func whole(_ number: Double) -> Double { Double(Int64(number + 0.5)) }
}
