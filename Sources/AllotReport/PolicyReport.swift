/// The text of `allot policy list`.
public enum PolicyReport {
  /// The presets with their sources, then the parts that a policy file may combine.
  public static func list(
    _ presets: [(name: String, summary: String, source: String)],
    parts: [(concept: String, parts: [String])]
  ) -> String {
    var lines: [String] = []
    for preset in presets {
      lines.append(preset.name)
      lines.append("  \(preset.summary)")
      lines.append("  follows: \(preset.source)")
    }
    lines += ["", "A policy file combines parts (see docs/policies.md):"]
    for concept in parts {
      lines.append("  \(concept.concept): \(concept.parts.joined(separator: ", "))")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
