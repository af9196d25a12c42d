import AllotFiles
import SiteFormats

/// The program of a site that has formats of its own.
@main
struct Site {
  static func main() {
    print("formats", SiteFormats.all.map { $0.name }.joined(separator: " "))
    for path in CommandLine.arguments.dropFirst() {
      do throws(InputError) {
        let trace = try Trace.read(path: path, formats: SiteFormats.all)
        print("format        \(trace.format)")
        for (reason, jobs) in trace.cleaning.dropped.sorted(by: { $0.key < $1.key }) {
          print("dropped       \(jobs) \(reason)")
        }
        print(String(decoding: TraceWriter.csv(trace), as: UTF8.self), terminator: "")
      } catch {
        print("error", error)
      }
    }
  }
}
