/// The scenarios that ship with the program: a cluster and tenants, to which a trace is added.
public enum ScenarioPresets {
  /// Every scenario preset, in the order in which they are listed.
  public static let all = [
    Preset(name: "gwangju", text: "scenario: {name: gwangju, cluster: gwangju, tenants: korea}"),
    Preset(
      name: "korea-2025",
      text: "scenario: {name: korea-2025, cluster: korea-2025, tenants: korea}"
    ),
  ]
}
