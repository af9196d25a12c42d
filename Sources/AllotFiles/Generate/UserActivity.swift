package import Allot

/// Who submits: a numbered group of users with a Zipf-like activity, so that a few submit most.
///
/// User k (from 1) has the weight k to the power of −exponent, so lower numbers are more active. In
/// the Helios slice of two virtual clusters one user of twelve submits 58 % of the jobs and three
/// 91 % (data of Hu et al., SC'21); the exponents are the generator's own.
package struct UserActivity: Sendable, Equatable {
  /// The first letter of every user of the group.
  package let prefix: String
  /// How many users the group has.
  package let count: Int
  /// The stem of the organisations' names.
  package let organisation: String
  /// How many organisations the users are dealt out to in turn; 1 leaves the stem as it is.
  package let organisations: Int
  private let choice: WeightedChoice

  /// A group of users.
  package init(
    prefix: String,
    count: Int,
    exponent: Double,
    organisation: String,
    organisations: Int
  ) {
    self.prefix = prefix
    self.count = count
    self.organisation = organisation
    self.organisations = organisations
    choice = WeightedChoice(
      (1...count).map { rank in
        Int(1e6 * Elementary.exp2(-exponent * Elementary.log2(Double(rank))))
      }
    )
  }

  /// The number of one user, from 0.
  package func draw(from stream: inout RandomStream) -> Int {
    choice.draw(from: &stream)
  }

  /// The name of a user, such as `n017`.
  package func name(of user: Int) -> String {
    prefix + Self.padded(user + 1, width: count > 999 ? 4 : 3)
  }

  /// The organisation of a user, such as `company-07`; one user has only one.
  package func organisation(of user: Int) -> String {
    guard organisations > 1 else { return organisation }
    return organisation + "-" + Self.padded(user % organisations + 1, width: 2)
  }

  private static func padded(_ number: Int, width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}
