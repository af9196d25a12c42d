/// The figures that there are.
public enum Figures {
  /// Those of every replay, in the order of their columns.
  public static let standard: [any Figure.Type] = [
    MachineFigure.self, WaitedFigure.self, WaitFigure.self, DelayFigure.self, SlowdownFigure.self,
    PromisesFigure.self, PreemptionsFigure.self, OutagesFigure.self, LeftOutFigure.self,
    AccountsFigure.self, CoresFigure.self, TimelineFigure.self, QueueFigure.self,
  ]

  /// Those that `--metrics` adds by name.
  public static let further: [any Figure.Type] = [FairnessFigure.self]

  /// All of them.
  public static let all = standard + further

  /// The figures that a text of `--metrics` names: `standard`, `none`, or further ones by name,
  /// set apart by commas, which come beside the standard ones; nil for a name that there is not.
  ///
  /// Those that only write files are there where a folder is written.
  public static func named(_ text: String, writesFiles: Bool) -> [any Figure.Type]? {
    if text == "none" { return [] }
    var chosen = standard
    for name in text.split(separator: ",") where name != "standard" {
      guard let figure = further.first(where: { $0.name == name }) else { return nil }
      if !chosen.contains(where: { $0.name == figure.name }) { chosen.append(figure) }
    }
    return chosen.filter { writesFiles || !$0.onlyWritesFiles }
  }
}
