/// How many cells of a terminal a text takes, so that columns line up under any script.
///
/// Wide and fullwidth characters (Unicode's East Asian Width: Hangul, Han, Kana, their punctuation)
/// and emoji take two cells; marks that combine with the letter before them, the vowels and final
/// consonants of decomposed Hangul, and characters without a picture take none.
public enum DisplayWidth {
  /// The cells that a text takes.
  public static func cells(of text: String) -> Int {
    // Names in plain ASCII, which is almost all of them, need no look at their letters.
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text.utf8.count }
    return text.reduce(0) { $0 + cells(of: $1) }
  }

  /// The cells of what a reader sees as one character.
  ///
  /// An emoji of several parts is drawn as one; the parts of other clusters stand side by side.
  private static func cells(of character: Character) -> Int {
    guard let first = character.unicodeScalars.first else { return 0 }
    if isEmoji(first) { return 2 }
    return character.unicodeScalars.reduce(0) { $0 + cells(of: $1) }
  }

  private static func cells(of scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: break
    }
    if isJoined(scalar) { return 0 }
    return wide.contains { $0.contains(scalar.value) } ? 2 : 1
  }

  /// The halves of a flag are such emoji too, and stand first in the cluster that the flag is.
  private static func isEmoji(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isEmojiPresentation
  }

  /// Vowels and final consonants of Hangul, drawn into the block of the consonant before them.
  private static func isJoined(_ scalar: Unicode.Scalar) -> Bool {
    (0x1160...0x11FF).contains(scalar.value) || (0xD7B0...0xD7FF).contains(scalar.value)
  }

  /// What is wide or fullwidth in EastAsianWidth.txt of Unicode 14, but for emoji; gaps that no
  /// character fills are closed.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x3247, 0x3250...0x4DBF,
    0x4E00...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19,
    0xFE30...0xFE6B, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x1_6FE0...0x1_B2FF,
    0x1_F200...0x1_F265, 0x2_0000...0x3_FFFD,
  ]
}
