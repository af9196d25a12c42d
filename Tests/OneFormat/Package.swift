// swift-tools-version: 6.2
import PackageDescription

let swiftSettings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "one-format",
  dependencies: [.package(name: "allot", path: "../..")],
  targets: [
    .target(
      name: "SiteFormats",
      dependencies: [
        .product(name: "Allot", package: "allot"),
        .product(name: "AllotFiles", package: "allot"),
      ],
      swiftSettings: swiftSettings
    ),
    .executableTarget(
      name: "site",
      dependencies: ["SiteFormats", .product(name: "AllotFiles", package: "allot")],
      swiftSettings: swiftSettings
    ),
  ],
  swiftLanguageModes: [.v6]
)
