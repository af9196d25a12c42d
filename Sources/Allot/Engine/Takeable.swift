/// Which tenants keep more than they may from claimants, and which jobs leave already: counted for
/// every tenant above them, since a limit there gains what is taken below it.
struct Takeable {
  private let parents: [Int]
  private let models: Int
  /// False for tenants that say that nothing is taken back from them, or are below one that does.
  private let isReclaimable: [Bool]
  private var isTakeable: [Bool]
  /// By tenant and model.
  private var below: [Int32]
  private var total = 0

  /// Nothing can be taken; without tenants nothing ever can.
  init(_ tenants: Tenants?, parents: [Int], models: Int) {
    self.models = models
    self.parents = tenants == nil ? [] : parents
    isReclaimable = tenants?.inherited { $0.isReclaimable }.map { $0 ?? true } ?? []
    isTakeable = Array(repeating: false, count: isReclaimable.count * models)
    below = Array(repeating: 0, count: isReclaimable.count * models)
  }

  /// True where nothing can be taken from anybody.
  var isEmpty: Bool { total == 0 }

  /// True where something may be taken below a tenant in a model.
  func isAny(below tenant: Int, model: Int) -> Bool {
    total > 0 && below[tenant * models + model] > 0
  }

  /// True for a leaf whose jobs tenants beside it may take back.
  func mayYield(_ leaf: ID<Tenant>) -> Bool { isReclaimable[Int(leaf.index)] }

  /// Says whether a tenant keeps so much in a model that something may be taken from it.
  mutating func set(_ tenant: Int, model: Int, to holdsTooMuch: Bool) {
    let slot = tenant * models + model
    let mayTake = holdsTooMuch && isReclaimable[tenant]
    guard isTakeable[slot] != mayTake else { return }
    isTakeable[slot] = mayTake
    count(below: parents[tenant], model: model, mayTake ? 1 : -1)
  }

  /// Says that a job below a tenant, or of it, was told to leave.
  mutating func leave(below tenant: Int, model: Int) { count(below: tenant, model: model, 1) }

  /// Says that such a job has gone.
  mutating func left(below tenant: Int, model: Int) { count(below: tenant, model: model, -1) }

  private mutating func count(below tenant: Int, model: Int, _ sign: Int32) {
    total += Int(sign)
    var at = tenant
    while at >= 0 {
      below[at * models + model] += sign
      at = parents[at]
    }
  }
}
