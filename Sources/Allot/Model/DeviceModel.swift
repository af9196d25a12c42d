/// A kind of accelerator: its name and its dense peak per precision.
public struct DeviceModel: Sendable, Equatable {
  /// The name that traces and files use, such as `H100`.
  public var name: String
  /// Dense peaks, without sparsity, one for each precision that the maker states.
  public var peaks: [PeakFlops]

  /// A model of that name and those peaks.
  public init(name: String, peaks: [PeakFlops] = []) {
    self.name = name
    self.peaks = peaks
  }

  /// The dense peak in one precision, or nil where none is stated.
  public func peak(_ precision: Precision) -> PeakFlops? {
    peaks.first { $0.precision == precision }
  }
}

/// A number format of a peak figure; figures of unlike formats are never added.
public enum Precision: String, Sendable, CaseIterable {
  /// IEEE double precision on vector units.
  case fp64 = "FP64"
  /// IEEE double precision on matrix units.
  case fp64Tensor = "FP64 tensor"
  /// TensorFloat-32 on matrix units.
  case tf32 = "TF32"
  /// 16-bit brain floating point (or FP16 at the same rate) on matrix units.
  case bf16 = "BF16"
  /// 8-bit floating point on matrix units.
  case fp8 = "FP8"
}

/// A peak rate of floating-point operations, with its precision.
public struct PeakFlops: Sendable, Equatable {
  /// The number format of the figure.
  public var precision: Precision
  /// The rate in 10⁹ operations per second.
  public var giga: Int64

  /// A rate of that many 10⁹ operations per second.
  public init(_ precision: Precision, giga: Int64) {
    self.precision = precision
    self.giga = giga
  }

  /// The sum of two figures of the same precision.
  ///
  /// - Throws: ``UnlikePrecisions`` if the figures have different precisions.
  public func adding(_ other: PeakFlops) throws(UnlikePrecisions) -> PeakFlops {
    guard precision == other.precision else {
      throw UnlikePrecisions(first: precision, second: other.precision)
    }
    return PeakFlops(precision, giga: giga + other.giga)
  }

  /// The peak of `count` such devices.
  public func times(_ count: Int) -> PeakFlops {
    PeakFlops(precision, giga: giga * Int64(count))
  }
}

/// An attempt to add peak figures of different precisions.
public struct UnlikePrecisions: Error, Equatable, CustomStringConvertible {
  /// The precision of the first figure.
  public var first: Precision
  /// The precision of the second figure.
  public var second: Precision

  /// The error in one sentence.
  public var description: String {
    "\(first.rawValue) and \(second.rawValue) FLOPS are different quantities and can not be added"
  }
}
