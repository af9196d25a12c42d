internal import Allot

/// What the rows of an export of `sacct` say about resources.
///
/// The texts of most rows were there before: each is read once.
struct SacctResources {
  /// What one job held, and the models that it asked for.
  struct Held {
    /// Devices of all nodes.
    var devices: Int64 = 0
    /// Cores of all nodes.
    var cores: Int64 = 0
    /// Memory of all nodes in MiB.
    var memory: Int64 = 0
    /// Nodes; nil where no resources name them.
    var nodes: Int64?
    /// The model that it asked for; ``TextTable/none`` for any.
    var models = TextTable.none
    /// The model of the devices that it was given.
    var givenModel = TextTable.none
    /// Whether it asked for several models at once.
    var hasSeveralModels = false
    /// Parts of devices that are shared by count.
    var shards: Int32 = 0
    /// Parts of devices in percent.
    var mps: Int32 = 0
  }

  /// The texts of the columns of one row, by their ids.
  private struct Key: Hashable {
    var texts: InlineArray<6, UInt32>

    static func == (a: Key, b: Key) -> Bool {
      (0..<6).allSatisfy { a.texts[$0] == b.texts[$0] }
    }

    func hash(into hasher: inout Hasher) {
      for place in 0..<6 { hasher.combine(texts[place]) }
    }
  }

  private var texts = TextTable()
  private var known: [Key: Held] = [:]

  /// What a row's job held.
  mutating func held(
    _ table: SacctTable,
    _ columns: SacctColumns,
    _ names: inout TextTable
  ) throws(InputError) -> Held {
    let places = [
      columns.allocated, columns.requested, columns.allocatedGres, columns.requestedGres,
      columns.cpus,
      // Devices of the older form may be of each node.
      (columns.allocatedGres ?? columns.requestedGres) == nil ? nil : columns.nodes,
    ]
    var key = Key(texts: InlineArray(repeating: 0))
    for (place, column) in places.enumerated() {
      key.texts[place] = UInt32(texts.id(of: table.said(column)).index)
    }
    if let held = known[key] { return held }
    let held = try read(table, columns, &names)
    // A log in which every row differs must not fill the memory.
    if known.count < 1 << 16 { known[key] = held }
    return held
  }

  private func read(
    _ table: SacctTable,
    _ columns: SacctColumns,
    _ names: inout TextTable
  ) throws(InputError) -> Held {
    var all = SlurmResources()
    all.allocated = try tres(columns.allocated, table)
    all.requested = try tres(columns.requested, table)
    all.allocatedGres = try gres(columns.allocatedGres, table)
    all.requestedGres = try gres(columns.requestedGres, table)
    if table.said(columns.cpus) != nil { all.cpus = Int64(try table.count(columns.cpus)) }
    all.listedNodes = Int64(try table.count(columns.nodes))
    var held = Held()
    held.devices = all.devices
    if held.devices > Int64(Int32.max), let column = columns.requestedGres {
      throw table.error(column, "has a number that is too large", remedy: "look at its nodes")
    }
    held.cores = all.cores
    held.memory = all.memory
    held.nodes = all.nodes
    let models = all.askedModels
    held.hasSeveralModels = models.count > 1
    if models.count == 1 { held.models = names.id(of: models[0].text) }
    if let given = all.givenModel { held.givenModel = names.id(of: given.text) }
    held.shards = Int32(clamping: all.shards)
    held.mps = Int32(clamping: all.mps)
    return held
  }

  private func tres(_ column: Int?, _ table: SacctTable) throws(InputError) -> TresText? {
    guard let column else { return nil }
    guard let cell = table.said(column) else { return TresText() }
    do {
      return try TresText(tres: cell.bytes)
    } catch {
      throw table.error(
        column,
        error == .tooLarge ? "has a number that is too large" : "is malformed",
        remedy: "write it as Slurm does, such as cpu=4,gres/gpu=2,mem=64G,node=1"
      )
    }
  }

  private func gres(_ column: Int?, _ table: SacctTable) throws(InputError) -> TresText? {
    guard let column else { return nil }
    guard let cell = table.said(column) else { return TresText() }
    do {
      return try TresText(gres: cell.bytes)
    } catch {
      throw table.error(
        column,
        error == .tooLarge ? "has a number that is too large" : "is malformed",
        remedy: "write it as Slurm does, such as gpu:h100:2"
      )
    }
  }
}

extension SacctTable {
  /// A number of nodes or cores; 0 where nothing is said.
  ///
  /// Without `--noconvert` Slurm writes 2,048 as `2K`.
  func count(_ column: Int?) throws(InputError) -> Int32 {
    guard let column, let cell = said(column), let last = cell.bytes.last else { return 0 }
    guard NumberText.digit(last) == nil, let count = try? TresText.count(cell.bytes) else {
      return try size(column)
    }
    return Int32(clamping: count)
  }
}
