import Synchronization

/// Collects from several threads whether each kept its mask.
final class ThreadStates: Sendable {
  private let kept = Mutex(true)

  var allKept: Bool { kept.withLock { $0 } }

  func record(_ isKept: Bool) {
    kept.withLock { $0 = $0 && isKept }
  }
}
