// swift-tools-version: 6.2
import PackageDescription

let swiftSettings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "one-figure",
  dependencies: [.package(name: "allot", path: "../..")],
  targets: [
    .target(
      name: "SiteFigures",
      dependencies: [
        .product(name: "Allot", package: "allot"),
        .product(name: "AllotMetrics", package: "allot"),
      ],
      swiftSettings: swiftSettings
    ),
    .executableTarget(
      name: "site",
      dependencies: [
        "SiteFigures",
        .product(name: "Allot", package: "allot"),
        .product(name: "AllotPolicies", package: "allot"),
        .product(name: "AllotMetrics", package: "allot"),
        .product(name: "AllotReport", package: "allot"),
      ],
      swiftSettings: swiftSettings
    ),
  ],
  swiftLanguageModes: [.v6]
)
