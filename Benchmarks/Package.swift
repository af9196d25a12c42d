// swift-tools-version: 6.2
import PackageDescription

let swiftSettings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let allot = ["Allot", "AllotPolicies", "AllotTesting"].map {
  Target.Dependency.product(name: $0, package: "allot")
}

let package = Package(
  name: "benchmarks",
  dependencies: [.package(name: "allot", path: "..")],
  targets: [
    .target(name: "BenchmarkCases", dependencies: allot, swiftSettings: swiftSettings),
    .executableTarget(
      name: "RunCase",
      dependencies: ["BenchmarkCases"] + allot,
      path: "Sources/RunCase",
      swiftSettings: swiftSettings
    ),
  ],
  swiftLanguageModes: [.v6]
)
