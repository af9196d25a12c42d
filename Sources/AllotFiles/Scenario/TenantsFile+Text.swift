public import Allot

extension TenantsFile {
  /// The section `tenants` of a file; reading it back gives the same tenants.
  public static func text(of tenants: Tenants) -> String {
    var text = "tenants:\n"
    for child in tenants[Tenants.root].children {
      append(child, of: tenants, indent: "  ", to: &text)
    }
    return text
  }

  private static func append(
    _ id: ID<Tenant>,
    of tenants: Tenants,
    indent: String,
    to text: inout String
  ) {
    let tenant = tenants[id]
    let fields = fields(of: tenant)
    text += indent + quoted(tenant.name) + ":"
    guard !tenant.children.isEmpty else {
      text += " {\(fields.joined(separator: ", "))}\n"
      return
    }
    text += "\n"
    for field in fields { text += "\(indent)  \(field)\n" }
    text += "\(indent)  children:\n"
    for child in tenant.children { append(child, of: tenants, indent: indent + "    ", to: &text) }
  }

  private static func fields(of tenant: Tenant) -> [String] {
    var fields: [String] = []
    func add(_ key: String, _ value: String?) {
      if let value { fields.append("\(key): \(value)") }
    }
    let terms = tenant.terms
    add("share", tenant.share.map { QuantityText.percent($0).filter { $0 != " " } })
    add("quota", terms.quota.map(text))
    add("weight", tenant.weight.map { MillionthsText.text(of: $0) })
    let promises = tenant.promises.map(\.text)
    if !promises.isEmpty {
      add(
        "promise",
        promises.count == 1 ? promises[0] : "[" + promises.joined(separator: ", ") + "]"
      )
    }
    add("borrow", terms.borrow.map(text))
    add("lend", terms.lend.map(text))
    add("reserve", terms.reserve.map(text))
    add("cap", terms.cap.map(text))
    add("priority", tenant.priority == 0 ? nil : String(tenant.priority))
    add("queue", terms.isStrict ? "strict" : nil)
    if let rights = terms.rights {
      let borrowing = rights.whileBorrowing.map { ", while_borrowing: \($0.word)" } ?? ""
      add(
        "preemption",
        "{own_queue: \(rights.ownQueue.word), other_queues: \(rights.otherQueues.word)\(borrowing)}"
      )
    }
    add("protection", terms.protection.map { DurationText.format($0) })
    add("reclaimable", terms.isReclaimable.map { "\($0)" })
    switch terms.nonPreemptible {
    case .all?: add("non_preemptible", "true")
    case .classes(let names)?:
      let list = names.map(quoted).joined(separator: ", ")
      add("non_preemptible", names.isEmpty ? "false" : "[\(list)]")
    case nil: break
    }
    add("per_user", terms.perUser.map(text))
    return fields
  }

  private static func text(of terms: UserTerms) -> String {
    var fields: [String] = []
    for (key, most) in [
      ("devices", terms.limit.devices), ("jobs", terms.limit.jobs), ("nodes", terms.limit.nodes),
    ] {
      if let most { fields.append("\(key): \(most)") }
    }
    for entry in terms.limit.named {
      let isMemory = entry.resource == "memory"
      let amount = isMemory ? memory(entry.units) : "\(entry.units)"
      fields.append("\(quoted(entry.resource)): \(amount)")
    }
    if let share = terms.share {
      if share.minimum != .whole {
        fields.append("minimum: \(QuantityText.percent(share.minimum).filter { $0 != " " })")
      }
      let factor = share.factor.map { MillionthsText.text(of: $0.millionths) } ?? "any"
      fields.append("quota_factor: \(factor)")
    }
    return "{\(fields.joined(separator: ", "))}"
  }

  private static func memory(_ mebibytes: Int64) -> String {
    let units = [("TiB", Int64(1 << 20)), ("GiB", 1 << 10), ("MiB", 1)]
    let unit = units.first { mebibytes % $0.1 == 0 } ?? ("MiB", 1)
    return "\(mebibytes / unit.1) \(unit.0)"
  }

  private static func text(of allowance: Allowance) -> String {
    func text(of amount: Allowance.Amount, isMemory: Bool = false) -> String {
      switch amount {
      case .units(let count): isMemory ? memory(count) : "\(count)"
      case .part(let part): QuantityText.percent(part).filter { $0 != " " }
      }
    }
    if let others = allowance.others, allowance.named.isEmpty { return text(of: others) }
    let others = allowance.others.map { ["gpus: \(text(of: $0))"] } ?? []
    let named = allowance.named.map { entry in
      let amount = text(of: entry.amount, isMemory: entry.resource == "memory")
      return "\(quoted(entry.resource)): \(amount)"
    }
    return "{\((others + named).joined(separator: ", "))}"
  }

  /// A name as a key: in quotes unless it is a plain word.
  static func quoted(_ name: String) -> String {
    let isPlain = name.utf8.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "-_.".utf8.contains(byte)
    }
    let isWord = name.utf8.first.map { $0 | 0x20 >= UInt8(ascii: "a") && $0 != UInt8(ascii: "_") }
    let reserved = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"]
    if isPlain && isWord == true && !reserved.contains(name.lowercased()) { return name }
    return "\"" + name.unicodeScalars.map(escaped).joined() + "\""
  }

  /// A letter between quotes; what YAML would take for a line end, or not take, by its number.
  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    case 0x22, 0x5C: return "\\\(scalar)"
    case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0xFEFF, 0xFFFE...0xFFFF:
      let digits = String(scalar.value, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    // Bytes of a log that are no UTF-8, which a file must not have (``KeptBytes``).
    case 0x10_FF00...0x10_FFFF: return "\\U00" + String(scalar.value, radix: 16, uppercase: true)
    default: return String(scalar)
    }
  }
}
