public import AllotFiles

/// The formats of logs that a site reads.
public enum SiteFormats {
  /// In the order in which content is tried.
  public static let all: [any TraceReader.Type] =
    TraceFormats.all + [
      TurnstileReader.self
    ]
}
