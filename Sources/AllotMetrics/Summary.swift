/// What a replay reports in `summary.json`: figures of the measured jobs and of every tenant.
public struct Summary: Sendable, Encodable {
  /// The policy's name.
  public var policy: String
  /// The digest of every decision.
  public var digest: String
  /// The work that was asked for, as a part of what the machine could do in the window.
  public var offeredLoad: Double?
  /// Jobs by state.
  public var jobs: [String: Int]
  /// First start − submit of the measured jobs that started, in seconds.
  public var wait: Distribution
  /// max((end − submit) / max(run, 10 s), 1) of the measured jobs that ended.
  public var boundedSlowdown: Distribution
  /// What was held, as a part of what the machine had, over the window.
  public var utilization: Double?
  /// Last end − first submit, in seconds.
  public var makespan: Double
  /// The part of the measured jobs that wait at all.
  public var waiting: WaitingShare
  /// Every declared tenant in the order of the file, and `other` where it has jobs.
  public var tenants: [TenantSummary]

  /// How many of the measured jobs wait at all, by size.
  public struct WaitingShare: Sendable, Encodable, Equatable {
    /// Measured jobs that started later than they were submitted.
    public var jobs: Int
    /// Measured jobs that were not rejected.
    public var of: Int
    /// The same by size class.
    public var sizes: [SizeClass]

    /// A verdict needs at least one waiting job in a hundred.
    public var allowsVerdict: Bool { jobs * 100 >= of && of > 0 }

    /// Jobs of a range of sizes.
    public struct SizeClass: Sendable, Encodable, Equatable {
      /// The range in words, such as `2-8`.
      public var gpus: String
      /// How many of them wait.
      public var jobs: Int
      /// How many there are.
      public var of: Int
    }
  }

  /// The figures of one tenant.
  public struct TenantSummary: Sendable, Encodable {
    /// The path below the root.
    public var name: String
    /// Its measured jobs.
    public var jobs: Int
    /// Its measured jobs that the policy refused for ever.
    public var rejected: Int
    /// Its measured jobs that still wait at the end, for what will never be free for them.
    public var waiting: Int
    /// The waits of its jobs in seconds.
    public var wait: Distribution
    /// The bounded slowdowns of its jobs.
    public var boundedSlowdown: Distribution
    /// Its GPU-hours over the window.
    public var gpuHours: GPUHours
    /// How often its measured jobs were preempted.
    public var preemptions: Int
    /// What it was promised and whether that was kept; absent without a promise.
    public var promise: PromiseSummary?

    /// Its measured jobs that never end.
    public var unserved: Int { rejected + waiting }
  }

  /// GPU-hours of one tenant over the window.
  public struct GPUHours: Sendable, Encodable, Equatable {
    /// Held, lost work included.
    public var used: Double
    /// Held, without lost work.
    public var useful: Double
    /// What it could count on.
    public var entitled: Double
    /// Held above its entitlement.
    public var borrowed: Double
    /// Unused, and borrowed by siblings.
    public var lent: Double
    /// Wanted, entitled to, and not given.
    public var owed: Double
    /// Work lost by preemption.
    public var lost: Double
  }

  /// A promise and what became of it.
  public struct PromiseSummary: Sendable, Encodable, Equatable {
    /// The promised 95th percentile of the wait, in seconds.
    public var waitP95: Double
    /// True when it was kept, where a job that never starts waits for ever; absent without jobs.
    public var isKept: Bool?

    private enum CodingKeys: String, CodingKey {
      case waitP95 = "wait_p95"
      case isKept = "kept"
    }
  }
}
