/// A value of a figure: a number, a text, or members by name.
public indirect enum FigureValue: Sendable, Equatable {
  /// Nothing: no jobs, or beyond all bounds.
  case none
  /// A whole number.
  case count(Int)
  /// Any other number.
  case number(Double)
  /// Yes or no.
  case truth(Bool)
  /// A text.
  case text(String)
  /// Members by name.
  case members([String: FigureValue])
  /// Several values in order.
  case list([FigureValue])

  /// A number, or nothing where there is none or it is beyond all bounds.
  public init(_ number: Double?) {
    self = number.flatMap { $0.isFinite ? .number($0) : nil } ?? .none
  }

  /// A number, or nil for everything else.
  public var number: Double? {
    switch self {
    case .count(let count): Double(count)
    case .number(let number): number
    default: nil
    }
  }

  /// The member at a path of names set apart by points, such as `gpu_hours.owed`.
  public subscript(path: String) -> FigureValue? {
    var at: FigureValue? = self
    for name in path.split(separator: ".") {
      guard case .members(let members)? = at else { return nil }
      at = members[String(name)]
    }
    return at
  }
}

extension FigureValue: Encodable {
  /// Writes the value; members are written in the order of their names.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .none: try container.encodeNil()
    case .count(let count): try container.encode(count)
    case .number(let number): try container.encode(number)
    case .truth(let truth): try container.encode(truth)
    case .text(let text): try container.encode(text)
    case .members(let members): try container.encode(members)
    case .list(let values): try container.encode(values)
    }
  }
}
