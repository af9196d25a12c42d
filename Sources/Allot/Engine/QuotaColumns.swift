/// What the columns of a walk's quota tree are: devices of every model, then other resources.
struct QuotaColumns {
  let resources: [Resource]
  /// The number of columns that are devices.
  let models: Int

  /// What is held of quotas by who runs on a model and asks for so many units of a resource.
  func amounts(model: Int, _ units: (Resource) -> Int64) -> [Holding.Amount] {
    var amounts: [Holding.Amount] = []
    func add(_ column: Int) {
      let units = units(resources[column])
      if units > 0 { amounts.append(Holding.Amount(column: column, units: units)) }
    }
    add(model)
    for column in models..<resources.count { add(column) }
    return amounts
  }
}
