/// When a node that is out comes back.
struct NodeReturn {
  /// Its number in the machine pool.
  var node: Int
  var time: SimTime

  static func < (a: NodeReturn, b: NodeReturn) -> Bool {
    a.time != b.time ? a.time < b.time : a.node < b.node
  }
}
