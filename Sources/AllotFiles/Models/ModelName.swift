/// The name of a device model as drivers, schedulers and sites write it, taken apart.
///
/// NVML prints `NVIDIA A100-SXM4-80GB`, Slurm's AutoDetect makes `nvidia_a100-sxm4-80gb` of it, and
/// sites write `a100`, `A100_80` or `Tesla V100`. What tells devices of one family apart (memory,
/// form factor, vendor) is left out of ``family``; a slice of a device (MIG) is told from its
/// model.
package struct ModelName: Equatable {
  /// Everything but the vendor, without case and separators, such as `a100sxm480gb`.
  package let plain: String
  /// The family, such as `a100`; empty for a slice that does not say of what it is.
  package let family: String
  /// The profile of a slice, such as `1g.10gb`; nil for a whole device.
  package let slice: String?

  private static let vendors: Set<String> = [
    "nvidia", "tesla", "geforce", "quadro", "amd", "instinct", "radeon", "intel", "gpu",
  ]
  private static let forms: Set<String> = [
    "nvl", "nvlink", "oam", "module", "hgx", "dgx", "mig", "generation", "server", "edition",
    "workstation", "tensor", "core", "ac", "3e",
  ]
  private static let glued = ["sxm", "pcie", "nvl", "hbm"]
  /// Gigabytes that devices have; such a number alone is one of memory in names such as `a100_80`.
  private static let sizes: Set<String> = [
    "12", "16", "24", "32", "40", "48", "64", "80", "94", "96", "128", "141", "144", "180", "192",
    "256", "288",
  ]

  /// The parts of a name.
  package init(_ text: String) {
    var tokens = text.lowercased().split { " _-/".contains($0) }.map(String.init)
    slice = Self.takeSlice(from: &tokens)
    let named = tokens.filter { !Self.vendors.contains($0) }
    plain = (named.isEmpty && slice == nil ? tokens : named).joined() + (slice ?? "")
    let rest = named.enumerated().filter { !Self.isDetail($1, isFirst: $0 == 0) }
    let family = rest.map { Self.withoutForm($0.element) }.joined()
    let isProfessional = family.hasPrefix("rtxa")
    self.family =
      family.isEmpty
      ? (slice == nil ? plain : "") : String(family.dropFirst(isProfessional ? 3 : 0))
  }

  /// Removes the profile of a slice: `1g.10gb`, `1c.3g.20gb`, `1g.10gb+me`, or `1g` and `10gb`.
  private static func takeSlice(from tokens: inout [String]) -> String? {
    for position in tokens.indices {
      let parts = tokens[position].split(separator: ".")
      let compute = parts.firstIndex { isNumber($0, before: "g") }
      if let compute, compute + 1 < parts.count, memory(of: parts[compute + 1]) {
        return tokens.remove(at: position)
      }
      if parts.count == 1, compute == 0, position + 1 < tokens.count,
        isNumber(tokens[position + 1][...], before: "gb")
      {
        let rest = tokens.remove(at: position + 1)
        return "\(tokens.remove(at: position)).\(rest)"
      }
    }
    return nil
  }

  /// True for `10gb`, also where `+me` says what the slice has beside.
  private static func memory(of part: Substring) -> Bool {
    isNumber(part.prefix { $0 != "+" }, before: "gb")
  }

  private static func isNumber(_ text: Substring, before unit: String) -> Bool {
    guard text.hasSuffix(unit) else { return false }
    let digits = text.dropLast(unit.count)
    return !digits.isEmpty && digits.allSatisfy { ("0"..."9").contains($0) }
  }

  /// True for memory and form factors.
  private static func isDetail(_ token: String, isFirst: Bool) -> Bool {
    if forms.contains(token) || withoutForm(token).isEmpty { return true }
    if ["gb", "gib", "g"].contains(where: { isNumber(token[...], before: $0) }) { return true }
    return !isFirst && sizes.contains(token)
  }

  /// A token without the form factor that is glued to its end, such as `h100sxm5`.
  private static func withoutForm(_ token: String) -> String {
    for count in 0...2 where token.suffix(count).allSatisfy({ $0.isNumber || $0 == "e" }) {
      let rest = token.dropLast(count)
      if let form = glued.first(where: { rest.hasSuffix($0) }) {
        return String(rest.dropLast(form.count))
      }
    }
    return token
  }
}
