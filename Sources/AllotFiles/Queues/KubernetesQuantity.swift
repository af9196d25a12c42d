internal import Foundation

/// A Kubernetes quantity: a decimal number with a suffix such as `m`, `k` or `Gi`.
struct KubernetesQuantity {
  private let value: Decimal

  private static let suffixes: [(suffix: String, factor: Decimal)] = [
    ("Ki", 1_024), ("Mi", 1_048_576), ("Gi", 1_073_741_824), ("Ti", 1_099_511_627_776),
    ("Pi", 1_125_899_906_842_624), ("Ei", 1_152_921_504_606_846_976),
    ("n", Decimal(sign: .plus, exponent: -9, significand: 1)),
    ("u", Decimal(sign: .plus, exponent: -6, significand: 1)),
    ("m", Decimal(sign: .plus, exponent: -3, significand: 1)),
    ("k", 1_000), ("M", 1_000_000), ("G", 1_000_000_000), ("T", 1_000_000_000_000),
    ("P", 1_000_000_000_000_000), ("E", 1_000_000_000_000_000_000),
  ]

  /// The quantity that a text stands for, or nil for any other text.
  init?(_ text: String) {
    let known = Self.suffixes.first { text.hasSuffix($0.suffix) }
    let number = known.map { String(text.dropLast($0.suffix.count)) } ?? text
    let isNumber = number.utf8.enumerated().allSatisfy { index, byte in
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: ".")
        || byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E")
        || ((byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+"))
          && (index == 0 || number.utf8.dropFirst(index - 1).first.map { $0 | 0x20 } == 0x65))
    }
    guard isNumber, number.contains(where: \.isNumber),
      let parsed = Decimal(string: number, locale: Locale(identifier: "en_US_POSIX"))
    else { return nil }
    value = parsed * (known?.factor ?? 1)
  }

  /// True for a number without a fraction.
  var isWhole: Bool { rounded(.plain) == value }
  /// The number, fractions counted as one more.
  var roundedUp: Int64 { NSDecimalNumber(decimal: rounded(.up)).int64Value }
  /// The number without its fraction.
  var roundedDown: Int64 { NSDecimalNumber(decimal: rounded(.down)).int64Value }
  /// The number in millionths, or the largest that there is; nil for one with more decimals.
  var millionths: Int64? {
    let most = Decimal(Int64.max / 1_000_000)
    let millionths = KubernetesQuantity(value: min(value, most) * 1_000_000)
    return millionths.isWhole ? millionths.roundedDown : nil
  }
  /// True for a number that counts: from zero to the most that 63 bits hold.
  var isCountable: Bool { value >= 0 && value <= Decimal(Int64.max) }

  private init(value: Decimal) { self.value = value }

  private func rounded(_ mode: NSDecimalNumber.RoundingMode) -> Decimal {
    var (rounded, own) = (Decimal(), value)
    NSDecimalRound(&rounded, &own, 0, mode)
    return rounded
  }
}

extension YamlValue {
  /// A quantity that is neither negative nor too large.
  func kubernetesQuantity() throws(InputError) -> KubernetesQuantity {
    let text = try text()
    guard let quantity = KubernetesQuantity(text) else {
      throw error("\(name) must be a quantity such as 8, 500m or 4Gi, not '\(text)'")
    }
    guard quantity.isCountable else {
      throw error("\(name) is negative or too large: '\(text)'")
    }
    return quantity
  }

  /// A weight in millionths.
  func kubernetesWeight() throws(InputError) -> Int64 {
    guard let millionths = try kubernetesQuantity().millionths else {
      throw error(
        "\(name) has more than six decimals",
        remedy: "multiply the weights of all queues by the same: their proportions count"
      )
    }
    return millionths
  }
}
