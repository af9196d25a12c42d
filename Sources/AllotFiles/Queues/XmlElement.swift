internal import Foundation
internal import FoundationXML

/// An element of an XML file, which knows its line.
struct XmlElement {
  let name: String
  let attributes: [String: String]
  let place: SourcePlace
  /// The text directly in it, blanks included.
  var text = ""
  var children: [XmlElement] = []

  /// The text without blanks around it.
  var word: String { text.trimmingCharacters(in: .whitespacesAndNewlines) }

  /// The root of a text; `file` is the name that errors show.
  ///
  /// - Throws: ``InputError`` with its line for what is not well-formed.
  static func read(_ text: String, file: String) throws(InputError) -> XmlElement {
    let parser = XMLParser(data: Data(text.utf8))
    let builder = Builder(file: file)
    parser.delegate = builder
    guard parser.parse(), let root = builder.root else {
      let line = parser.lineNumber > 0 ? parser.lineNumber : nil
      throw InputError(
        file: file,
        line: builder.fault?.line ?? line,
        "the file is not well-formed XML" + (builder.fault?.text ?? "")
      )
    }
    return root
  }

  /// Puts the parser's events together.
  private final class Builder: NSObject, XMLParserDelegate {
    private let file: String
    private var open: [XmlElement] = []
    private(set) var root: XmlElement?
    /// The first fault, where the parser knows what it is.
    private(set) var fault: (line: Int, text: String)?

    init(file: String) {
      self.file = file
    }

    func parser(
      _ parser: XMLParser,
      didStartElement name: String,
      namespaceURI: String?,
      qualifiedName: String?,
      attributes: [String: String]
    ) {
      let place = SourcePlace(file: file, line: parser.lineNumber)
      open.append(XmlElement(name: name, attributes: attributes, place: place))
    }

    /// The faults that people make, by the numbers of libxml2 (`xmlParserErrors`).
    func parser(_ parser: XMLParser, parseErrorOccurred error: any Error) {
      guard fault == nil, parser.lineNumber > 0 else { return }
      let innermost = open.last.map { "<\($0.name)> of line \($0.place.line)" }
      let text =
        switch (error as NSError).code {
        case 23, 26, 68: ": an '&' must be written '&amp;', and a '<' in a text '&lt;'"
        case 39: ": the value of an attribute is not in quotes"
        case 76, 77, 5: innermost.map { ": \($0) is not closed before" } ?? ""
        default: innermost.map { ", in \($0)" } ?? ""
        }
      fault = (parser.lineNumber, text)
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) {
      guard !open.isEmpty else { return }
      open[open.count - 1].text += text
    }

    func parser(
      _ parser: XMLParser,
      didEndElement name: String,
      namespaceURI: String?,
      qualifiedName: String?
    ) {
      guard let element = open.popLast() else { return }
      if open.isEmpty { root = element } else { open[open.count - 1].children.append(element) }
    }
  }
}
