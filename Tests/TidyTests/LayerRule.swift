/// Folders of the core are layers: a lower one never names a type that a higher one declares.
enum LayerRule {
  static let layers = ["Kernel", "Model", "Sharing", "Machine", "Queue", "Policy", "Engine"]

  static let declarations: Set<Substring> = [
    "struct", "class", "enum", "protocol", "actor", "typealias",
  ]

  /// The types that a text declares outside of any other declaration, with their lines.
  static func declaredTypes(in text: SwiftText) -> [(name: String, line: Int)] {
    let words = text.words
    return words.indices.dropLast().compactMap { index in
      let word = words[index]
      guard word.depth == 0, declarations.contains(word.text), word.before != "." else {
        return nil
      }
      return (String(words[index + 1].text), word.line)
    }
  }

  /// The layer of a path such as `Sources/Allot/Kernel/ID.swift`.
  static func layer(of path: String) -> Int? {
    let folders = path.split(separator: "/")
    guard folders.count > 3 else { return nil }
    return layers.firstIndex(of: String(folders[2]))
  }

  static func findings(_ files: [(path: String, text: String)]) -> [Finding] {
    var layerOf: [String: Int] = [:]
    let texts = files.map { (path: $0.path, text: SwiftText($0.text)) }
    var findings: [Finding] = []
    for (path, text) in texts {
      guard let layer = layer(of: path) else {
        findings.append(Finding(path, 1, "lies in no layer; move it to one of \(layers)"))
        continue
      }
      for type in declaredTypes(in: text) { layerOf[type.name] = layer }
    }
    for (path, text) in texts {
      guard let layer = layer(of: path) else { continue }
      for word in text.words {
        guard let other = layerOf[String(word.text)], other > layer else { continue }
        findings.append(
          Finding(
            path,
            word.line,
            "\(layers[layer]) names \(word.text) of the higher layer \(layers[other])"
          )
        )
      }
    }
    return findings
  }
}
