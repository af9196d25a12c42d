import AllotFiles

/// The text of the input error that a body throws; a sentence that no test expects when it throws
/// none.
func errorText<Result>(_ body: () throws(InputError) -> Result) -> String {
  do throws(InputError) {
    _ = try body()
    return "no error"
  } catch {
    return error.description
  }
}
