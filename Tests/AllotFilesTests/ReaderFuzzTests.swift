import Allot
import AllotFiles
import Testing

/// Damaged files either read or throw an `InputError`; they never trap.
@Suite struct ReaderFuzzTests {
  private let rounds = 2_000
  private static let spice: [[UInt8]] = [
    "-1", "99999999999999999999", "9223372036854775807", "2147483648", ".", "-", "\"", "|", ",",
    "\n", "\r\n", "\t", "#", ";", "=", "T", "K", "1000000000000", "NaN", "1e9", "gres/gpu:=1,",
    "mem=9999999999P", "gres/gpu:a=2147483647,gres/gpu:b=9,", "-999999999999999999", "\r",
    "0000-01-01 00:00:00", "9999-12-31T23:59:59", "# epoch: ",
    "# processors: 9", "\u{FEFF}", "한",
  ].map { Array($0.utf8) }

  private static func mutate(_ bytes: inout [UInt8], _ random: inout RandomStream) {
    for _ in 0...random.below(4) {
      let place = random.below(bytes.count + 1)
      let length = min(random.below(12), bytes.count - place)
      switch random.below(7) {
      case 0: bytes.removeSubrange(place..<(place + length))
      case 1: bytes.insert(contentsOf: spice[random.below(spice.count)], at: place)
      case 2:
        bytes.replaceSubrange(place..<(place + length), with: spice[random.below(spice.count)])
      case 3:
        if place < bytes.count { bytes[place] = UInt8(random.below(256)) }
      case 4:
        if place < bytes.count { bytes[place] = 0x30 + UInt8(random.below(10)) }
      case 5: bytes.insert(contentsOf: bytes[place..<(place + length)], at: place)
      default:
        if random.chance(1, in: 20) { bytes.removeSubrange(place...) }
      }
      if bytes.isEmpty { bytes.append(0x31) }
    }
  }

  @Test(arguments: Samples.all)
  func mutationsNeverTrap(_ sample: Samples.Sample) throws {
    var random = RandomStream("fuzz \(sample.format)", seed: 7)
    var readable = 0
    for round in 0..<rounds {
      var bytes = Array(sample.text.utf8)
      Self.mutate(&bytes, &random)
      // In half of the rounds the content decides, in the others nothing can hide it.
      let format = round % 2 == 0 ? nil : sample.format
      do throws(InputError) {
        let trace = try Trace.read(try InputFile(bytes: bytes, path: "fuzz"), format: format)
        readable += 1
        #expect(!trace.rows.isEmpty)
        #expect(trace.rows.allSatisfy { $0.run > .zero && $0.gpus >= 0 && $0.cores >= 0 })
        _ = TraceWriter.csv(trace)
      } catch {
        #expect(!error.message.isEmpty)
      }
    }
    #expect(readable > 100)
  }

  @Test func damagedGzipNeverTraps() throws {
    let packed = Gzip.compress(Array(Samples.csv.utf8))
    var random = RandomStream("fuzz gzip", seed: 7)
    for _ in 0..<rounds {
      var bytes = packed
      Self.mutate(&bytes, &random)
      do throws(InputError) {
        _ = try Trace.read(try InputFile(bytes: bytes, path: "fuzz.gz"))
      } catch {
        #expect(!error.message.isEmpty)
      }
    }
  }
}
