/// Queues by the largest part of what they deserve that they hold of any resource; the least first.
///
/// Source: volcano-sh/volcano at ed72c7c8, queue order of the plugin capacity.
public enum DeservedShareOrder {
  /// The key of a queue; resources of which it deserves nothing count as full once it holds some.
  public static func share(allocated: [Double], deserved: [Double]) -> Double {
    zip(allocated, deserved).reduce(0) { most, part in
      let share = part.1 == 0 ? (part.0 == 0 ? 0 : 1) : part.0 / part.1
      return max(most, share)
    }
  }
}
