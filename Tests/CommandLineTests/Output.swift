/// What a command printed and how it ended.
struct Output: Equatable {
  var standard: String
  var error: String
  var code: Int32
}
