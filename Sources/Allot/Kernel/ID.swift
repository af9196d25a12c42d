/// A position in a ``Table``, tagged with the kind of thing that it names.
///
/// Ids of different subjects do not mix: an `ID<Tenant>` can not index a table of pools. Text names
/// exist only in input and output.
public struct ID<Subject: ~Copyable>: Hashable, Comparable, Sendable {
  /// The zero-based position.
  public var index: Int32

  /// The id at a zero-based position.
  public init(_ index: Int) {
    self.index = Int32(index)
  }

  /// Ids order by position.
  public static func < (a: ID, b: ID) -> Bool { a.index < b.index }
}
