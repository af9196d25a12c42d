/// The trackable resources of one Slurm job: `billing=33,cpu=1,gres/gpu:h100=2,gres/gpu=2,mem=1G`.
struct TresText {
  /// Processor cores.
  private(set) var cores: Int64 = 0
  /// Memory in MiB, rounded up.
  private(set) var memory: Int64 = 0
  /// Nodes; 0 where they are not said.
  private(set) var nodes: Int64 = 0
  /// The name of the devices' model, where devices of exactly one model are listed.
  private(set) var model: Cell?
  /// Whether devices of several models are listed.
  private(set) var hasSeveralModels = false
  private var allDevices: Int64?
  private var typedDevices: Int64 = 0

  /// Devices: the total where it is listed, else the sum over models; the two are never added.
  var devices: Int64 { allDevices ?? typedDevices }

  /// The resources in a text; other names are ignored.
  ///
  /// - Throws: `Fault` when a count is not a number.
  init(_ bytes: UnsafeRawBufferPointer) throws(NumberText.Fault) {
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
      } else if name.equals("gres/gpu") {
        allDevices = try Self.count(value)
      } else if name.bytes.starts(with: "gres/gpu:".utf8) {
        let count = try Self.count(value)
        typedDevices += count
        if count > 0 {
          hasSeveralModels = hasSeveralModels || model != nil
          model = Cell(UnsafeRawBufferPointer(rebasing: name.bytes[9...]))
        }
      }
    }
    if hasSeveralModels { model = nil }
    guard devices <= Int64(Int32.max) else { throw .tooLarge }
  }

  /// A count; Slurm shortens even multiples of 1,024 unless it is told not to convert.
  private static func count(_ bytes: UnsafeRawBufferPointer) throws(NumberText.Fault) -> Int64 {
    let (parts, power) = try scaled(bytes)
    let factor = power.map { Int64(1) << (10 * $0) } ?? 1
    let (product, overflow) = try thousandths(parts).multipliedReportingOverflow(by: factor)
    guard !overflow, product / 1_000 <= Int64(Int32.max) else { throw .tooLarge }
    guard product % 1_000 == 0, !parts.hasMoreDecimals else { throw .decimals }
    return product / 1_000
  }

  /// An amount of memory in MiB, rounded up; without a suffix it is in MiB.
  private static func mebibytes(_ bytes: UnsafeRawBufferPointer) throws(NumberText.Fault) -> Int64 {
    let (parts, power) = try scaled(bytes)
    let factor = Int64(1) << (10 * (power ?? 2))
    let (product, overflow) = try thousandths(parts).multipliedReportingOverflow(by: factor)
    guard !overflow else { throw .tooLarge }
    let unit: Int64 = 1_000 << 20
    let whole = product / unit + (product % unit == 0 ? 0 : 1)
    guard whole <= Int64(Int32.max) else { throw .tooLarge }
    return whole
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
