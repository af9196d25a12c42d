/// The resources of one Slurm job: `billing=33,cpu=1,gres/gpu:h100=2,gres/gpu=2,mem=1G`.
struct TresText {
  /// Processor cores; nil where they are not named.
  private(set) var cores: Int64?
  /// Memory in MiB, rounded up; nil where it is not named.
  private(set) var memory: Int64?
  /// Nodes; nil where they are not named.
  private(set) var nodes: Int64?
  /// The models of the devices, as far as they are named.
  private(set) var models: [Cell] = []
  /// Parts of devices that are shared by count (`gres/shard`).
  private(set) var shards: Int64 = 0
  /// Parts of devices in percent (`gres/mps`).
  private(set) var mps: Int64 = 0
  /// True where devices are counted for each node.
  private(set) var isPerNode = false
  private var allDevices: Int64?
  private var typedDevices: Int64?

  /// Devices: the total where it is listed, else the sum over models; the two are never added; nil
  /// where none are named.
  var devices: Int64? { allDevices ?? typedDevices }

  /// The devices on so many nodes together.
  func devices(on nodes: Int64) -> Int64? { devices.map { isPerNode ? $0 * max(1, nodes) : $0 } }

  /// No resources.
  init() {}

  /// The resources in a text; other names are ignored.
  ///
  /// - Throws: `Fault` when a count is not a number.
  init(tres bytes: UnsafeRawBufferPointer) throws(NumberText.Fault) {
    for part in bytes.split(separator: 0x2C) {
      guard let equals = part.firstIndex(of: 0x3D) else { throw .malformed }
      let name = Cell(UnsafeRawBufferPointer(rebasing: part[..<equals]))
      let value = UnsafeRawBufferPointer(rebasing: part[(equals + 1)...])
      if name.equals("cpu") {
        cores = try Self.count(value)
      } else if name.equals("mem") {
        memory = try Self.mebibytes(value)
      } else if name.equals("node") {
        nodes = try Self.count(value)
      } else if name.bytes.starts(with: "gres/".utf8) {
        let rest = UnsafeRawBufferPointer(rebasing: name.bytes[5...])
        if Self.isModelled(rest) { try add(gres: rest, count: try Self.count(value)) }
      }
    }
    guard devices ?? 0 <= Int64(Int32.max) else { throw .tooLarge }
  }

  /// Adds one resource of a list that has them apart, as JSON has; other types are ignored.
  mutating func add(type: Cell, name: Cell?, count: Int64) throws(NumberText.Fault) {
    guard count <= Int64(Int32.max) || type.equals("mem") else {
      if type.equals("cpu") || type.equals("node") { throw .tooLarge }
      return
    }
    if type.equals("cpu") {
      cores = count
    } else if type.equals("mem") {
      memory = count
    } else if type.equals("node") {
      nodes = count
    } else if type.equals("gres"), let name, !name.isEmpty {
      if Self.isModelled(name.bytes) { try add(gres: name.bytes, count: count) }
    }
    guard devices ?? 0 <= Int64(Int32.max) else { throw .tooLarge }
  }

  /// The resources in a list of the older form: `gpu:v100:4`, `gpu:2(IDX:0-1)`.
  ///
  /// Counts are of all nodes together, behind `PER_NODE:` of each.
  init(gres bytes: UnsafeRawBufferPointer) throws(NumberText.Fault) {
    var start = 0
    while start < bytes.count {
      // Commas also stand between the indices in brackets, which say nothing about counts.
      var end = start
      var depth = 0
      var bracket: Int?
      while end < bytes.count, depth > 0 || bytes[end] != 0x2C {
        if bytes[end] == 0x28 {
          depth += 1
          bracket = bracket ?? end
        } else if bytes[end] == 0x29 {
          depth -= 1
        }
        end += 1
      }
      try add(gresPart: UnsafeRawBufferPointer(rebasing: bytes[start..<(bracket ?? end)]))
      start = end + 1
    }
    guard devices ?? 0 <= Int64(Int32.max) else { throw .tooLarge }
  }

  /// Adds `NAME[:TYPE][:COUNT]`, perhaps behind `gres:` or what a count is of; without a count it
  /// is one.
  private mutating func add(gresPart part: UnsafeRawBufferPointer) throws(NumberText.Fault) {
    var name = part
    for prefix in ["PER_NODE:", "PER_JOB:", "gres:"] where name.starts(with: prefix.utf8) {
      name = UnsafeRawBufferPointer(rebasing: name[prefix.utf8.count...])
      if prefix == "PER_NODE:" { isPerNode = true }
    }
    guard !name.isEmpty else { throw .malformed }
    var count: Int64 = 1
    if let colon = name.lastIndex(of: 0x3A) {
      let last = UnsafeRawBufferPointer(rebasing: name[(colon + 1)...])
      if let first = last.first, NumberText.digit(first) != nil,
        let number = try? Self.count(last)
      {
        count = number
        name = UnsafeRawBufferPointer(rebasing: name[..<colon])
      }
    }
    if Self.isModelled(name) { try add(gres: name, count: count) }
  }

  /// Whether a generic resource is GPUs or a part of them; others are counted in units of their
  /// own, such as memory of GPUs.
  private static func isModelled(_ name: UnsafeRawBufferPointer) -> Bool {
    let kind = Cell(UnsafeRawBufferPointer(rebasing: name.prefix { $0 != 0x3A }))
    return kind.equals("gpu") || kind.equals("shard") || kind.equals("mps")
  }

  private mutating func add(
    gres name: UnsafeRawBufferPointer,
    count: Int64
  ) throws(NumberText.Fault) {
    // A model is a name on one line; a line break shows that cells were taken apart wrongly.
    if name.contains(where: { $0 < 0x20 }) { throw .malformed }
    let kind = Cell(UnsafeRawBufferPointer(rebasing: name.prefix { $0 != 0x3A }))
    let isTyped = kind.bytes.count < name.count
    if kind.equals("gpu"), isTyped {
      typedDevices = (typedDevices ?? 0) + count
      if count > 0 {
        models.append(Cell(UnsafeRawBufferPointer(rebasing: name[(kind.bytes.count + 1)...])))
      }
    } else if kind.equals("gpu") {
      allDevices = (allDevices ?? 0) + count
    } else if kind.equals("shard") {
      // The total and the typed parts are listed side by side.
      shards = max(shards, count)
    } else {
      mps = max(mps, count)
    }
  }

  /// A count; Slurm shortens even multiples of 1,024 unless it is told not to convert.
  static func count(_ bytes: UnsafeRawBufferPointer) throws(NumberText.Fault) -> Int64 {
    let (parts, power) = try scaled(bytes)
    let factor = power.map { Int64(1) << (10 * $0) } ?? 1
    let (product, overflow) = try thousandths(parts).multipliedReportingOverflow(by: factor)
    guard !overflow, product / 1_000 <= Int64(Int32.max) else { throw .tooLarge }
    guard product % 1_000 == 0, !parts.hasMoreDecimals else { throw .decimals }
    return product / 1_000
  }

  /// An amount of memory in MiB, rounded up; without a suffix it is in MiB.
  ///
  /// More than can be counted is the largest number: Slurm's marks for "none" are such amounts.
  private static func mebibytes(_ bytes: UnsafeRawBufferPointer) throws(NumberText.Fault) -> Int64 {
    do throws(NumberText.Fault) {
      let (parts, power) = try scaled(bytes)
      let factor = Int64(1) << (10 * (power ?? 2))
      let (product, overflow) = try thousandths(parts).multipliedReportingOverflow(by: factor)
      let unit: Int64 = 1_000 << 20
      return overflow ? .max : product / unit + (product % unit == 0 ? 0 : 1)
    } catch {
      guard error == .tooLarge else { throw error }
      return .max
    }
  }

  /// The number and the power of 1,024 that its suffix means.
  private static func scaled(
    _ bytes: UnsafeRawBufferPointer
  ) throws(NumberText.Fault) -> (NumberText.Parts, power: Int?) {
    let suffixes: [UInt8] = [0x4B, 0x4D, 0x47, 0x54, 0x50]
    guard let last = bytes.last, let position = suffixes.firstIndex(of: last) else {
      return (try NumberText.Parts(bytes), nil)
    }
    let number = UnsafeRawBufferPointer(rebasing: bytes.dropLast())
    return (try NumberText.Parts(number), position + 1)
  }

  private static func thousandths(_ parts: NumberText.Parts) throws(NumberText.Fault) -> Int64 {
    guard !parts.isNegative else { throw .malformed }
    guard parts.whole <= NumberText.mostSeconds else { throw .tooLarge }
    return parts.whole * 1_000 + parts.thousandths
  }
}
