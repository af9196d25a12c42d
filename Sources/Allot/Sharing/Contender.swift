/// One of several siblings among whom a resource is divided: what it wants and may count on.
public struct Contender: Sendable, Equatable {
  /// The weight among its siblings.
  public var weight: Double
  /// What it may count on: deserved, guaranteed or minimal, as the system calls it.
  public var quota: Double
  /// What it may hold at most; infinite where nothing limits it.
  public var limit: Double
  /// What it holds and waits for.
  public var demand: Double
  /// What it holds; zero where the division does not read it.
  public var held: Double
  /// Higher levels are served first.
  public var priority: Int
  /// What it used lately, as a part of what there was.
  public var usage: Double
  /// True where nothing is taken back from it.
  public var isProtected: Bool

  /// A contender; by default of weight one, without quota, limit, priority or past use.
  public init(
    weight: Double = 1,
    quota: Double = 0,
    limit: Double = .infinity,
    demand: Double,
    held: Double = 0,
    priority: Int = 0,
    usage: Double = 0,
    isProtected: Bool = false
  ) {
    self.weight = weight
    self.quota = quota
    self.limit = limit
    self.demand = demand
    self.held = held
    self.priority = priority
    self.usage = usage
    self.isProtected = isProtected
  }
}
