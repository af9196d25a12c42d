/// The clusters that ship with the program.
public enum ClusterPresets {
  /// Every cluster preset, in the order in which they are listed.
  public static let all = [
    gwangju,
    gwangjuInventory,
    korea2025,
  ]
}
