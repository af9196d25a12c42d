public import AllotMetrics

/// The figures that a site reports.
public enum SiteFigures {
  /// In the order of their columns.
  public static let all: [any Figure.Type] = [
    MachineFigure.self,
    WaitedFigure.self,
    WaitFigure.self,
    ThroughputFigure.self,
  ]
}
