// swift-tools-version: 6.2
import PackageDescription

let swiftSettings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "benchmarks",
  dependencies: [
    .package(name: "allot", path: ".."),
    // Its default trait counts allocations with a package that is not needed here.
    .package(url: "https://github.com/ordo-one/benchmark", exact: "1.38.1", traits: []),
  ],
  targets: [
    .executableTarget(
      name: "AllotSuite",
      dependencies: [
        .product(name: "Allot", package: "allot"),
        .product(name: "AllotBenchmarks", package: "allot"),
        .product(name: "AllotFiles", package: "allot"),
        .product(name: "AllotCampaign", package: "allot"),
        .product(name: "AllotMetrics", package: "allot"),
        .product(name: "Benchmark", package: "benchmark"),
      ],
      path: "Benchmarks/AllotSuite",
      swiftSettings: swiftSettings,
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]
    )
  ],
  swiftLanguageModes: [.v6]
)
