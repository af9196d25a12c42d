/// A dense array that only the ids of its own subject can index.
public struct Table<Subject: ~Copyable, Element> {
  /// The elements in id order.
  public var elements: [Element]

  /// A table of the given elements, the first of which has id 0.
  public init(_ elements: [Element] = []) {
    self.elements = elements
  }

  /// A table that holds `count` copies of one element.
  public init(repeating element: Element, count: Int) {
    elements = Array(repeating: element, count: count)
  }

  /// The number of elements.
  public var count: Int { elements.count }

  /// Every valid id, in order.
  public var ids: LazyMapSequence<Range<Int>, ID<Subject>> {
    elements.indices.lazy.map { ID($0) }
  }

  /// The element that an id names; a foreign id traps.
  public subscript(id: ID<Subject>) -> Element {
    get { elements[Int(id.index)] }
    _modify { yield &elements[Int(id.index)] }
  }

  /// Adds an element and gives back its id.
  @discardableResult
  public mutating func append(_ element: Element) -> ID<Subject> {
    elements.append(element)
    return ID(elements.count - 1)
  }
}

extension Table: Sendable where Element: Sendable {}
extension Table: Equatable where Element: Equatable {}
