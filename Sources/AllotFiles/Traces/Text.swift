public import Allot

/// The subject of ids into a ``TextTable``.
public enum Text {}

/// Interned texts: each different text is kept once.
public struct TextTable: Sendable {
  /// The id of the empty text, which stands for "not said".
  public static let none = ID<Text>(0)

  private var table = Table<Text, String>([""])
  private var ids: [Spelling: ID<Text>] = [Spelling(text: ""): none]

  /// A text as it is spelled: strings that Unicode holds equal, such as those with a letter in one
  /// part or in two, are two names in a log.
  private struct Spelling: Hashable {
    var text: String

    static func == (a: Spelling, b: Spelling) -> Bool { a.text.utf8.elementsEqual(b.text.utf8) }

    func hash(into hasher: inout Hasher) {
      let isHashed: Void? = text.utf8.withContiguousStorageIfAvailable {
        hasher.combine(bytes: UnsafeRawBufferPointer($0))
      }
      precondition(isHashed != nil, "texts of logs are stored in one piece")
    }
  }

  /// A table that holds only the empty text.
  public init() {}

  /// The id of a text, new or known.
  public mutating func id(of text: String) -> ID<Text> {
    let spelling = Spelling(text: text)
    if let known = ids[spelling] { return known }
    let id = table.append(text)
    ids[spelling] = id
    return id
  }

  /// The text of an id.
  public subscript(id: ID<Text>) -> String { table[id] }

  /// The number of different texts, the empty one included.
  public var count: Int { table.count }
}
