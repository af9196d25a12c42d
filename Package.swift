// swift-tools-version: 6.2
import PackageDescription

let swiftSettings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let arguments = Target.Dependency.product(
  name: "ArgumentParser",
  package: "swift-argument-parser"
)

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: swiftSettings)
}

func tests(
  _ name: String,
  _ dependencies: [Target.Dependency],
  exclude: [String] = []
) -> Target {
  .testTarget(
    name: name,
    dependencies: dependencies,
    exclude: exclude,
    swiftSettings: swiftSettings
  )
}

let package = Package(
  name: "allot",
  products: [
    .executable(name: "allot", targets: ["AllotCLI"]),
    .executable(name: "allot-bench", targets: ["BenchTool"]),
    .library(name: "Allot", targets: ["Allot"]),
    .library(name: "AllotPolicies", targets: ["AllotPolicies"]),
    .library(name: "AllotMetrics", targets: ["AllotMetrics"]),
    .library(name: "AllotReport", targets: ["AllotReport"]),
    .library(name: "AllotTesting", targets: ["AllotTesting"]),
    .library(name: "AllotBenchmarks", targets: ["AllotBenchmarks"]),
    .library(name: "AllotFiles", targets: ["AllotFiles"]),
    .library(name: "AllotCampaign", targets: ["AllotCampaign", "AllotHost"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", exact: "1.5.0"),
  ],
  targets: [
    .systemLibrary(name: "CHwloc", pkgConfig: "hwloc", providers: [.apt(["libhwloc-dev"])]),
    .systemLibrary(name: "CNuma", pkgConfig: "numa", providers: [.apt(["libnuma-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    library("Allot"),
    library("AllotPolicies", ["Allot"]),
    library("AllotMetrics", ["Allot"]),
    library("AllotFiles", ["Allot", "AllotMetrics", "AllotPolicies", "CZlib", "CCrypto", yams]),
    library("AllotHost", ["CHwloc", "CNuma"]),
    library("AllotCampaign", ["Allot", "AllotMetrics", "AllotHost"]),
    library("AllotReport", ["AllotMetrics", "Allot"]),
    library("AllotTesting", ["Allot"]),
    library("AllotBenchmarks", ["Allot", "AllotPolicies", "AllotTesting"]),
    .executableTarget(
      name: "BenchTool",
      dependencies: [
        "Allot", "AllotBenchmarks", "AllotCampaign", "AllotFiles", "AllotHost", "AllotMetrics",
        "AllotPolicies", arguments,
      ],
      swiftSettings: swiftSettings
    ),
    .executableTarget(
      name: "AllotCLI",
      dependencies: [
        "Allot", "AllotPolicies", "AllotMetrics", "AllotFiles", "AllotHost", "AllotCampaign",
        "AllotReport", arguments,
      ],
      swiftSettings: swiftSettings
    ),
    tests(
      "AllotTests",
      ["Allot", "AllotFiles", "AllotPolicies", "AllotMetrics", "AllotTesting", "AllotBenchmarks"]
    ),
    tests(
      "AllotFilesTests",
      ["AllotFiles", "Allot", "AllotMetrics", "AllotPolicies", "AllotReport"],
      exclude: ["Vectors"]
    ),
    tests("AllotHostTests", ["AllotHost"]),
    tests(
      "AllotCampaignTests",
      ["AllotCampaign", "Allot", "AllotHost", "AllotMetrics", "AllotPolicies", "AllotTesting"]
    ),
    tests(
      "CommandLineTests",
      ["AllotCLI", "AllotMetrics", "AllotReport"],
      exclude: ["Fixtures", "Transcripts"]
    ),
    tests("TidyTests", ["AllotFiles", "AllotPolicies", "Allot"]),
  ],
  swiftLanguageModes: [.v6]
)
