// swift-tools-version: 6.2
import PackageDescription

let swiftSettings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

// The program is C, because SwiftPM renames the main function of a Swift program, and libFuzzer
// brings one of its own.
let package = Package(
  name: "fuzz",
  dependencies: [.package(name: "allot", path: "../..")],
  targets: [
    .target(
      name: "FuzzReaders",
      dependencies: [
        .product(name: "Allot", package: "allot"),
        .product(name: "AllotFiles", package: "allot"),
      ],
      swiftSettings: swiftSettings
    ),
    .executableTarget(name: "fuzz", dependencies: ["FuzzReaders"]),
  ],
  swiftLanguageModes: [.v6]
)
