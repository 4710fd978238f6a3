// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "rongthuk",
    products: [
        .executable(name: "rongthuk", targets: ["rongthuk"]),
        .executable(name: "rongthuk-worker", targets: ["rongthuk-worker"]),
        .executable(name: "rongthuk-jail", targets: ["rongthuk-jail"]),
        .library(name: "ThaiText", targets: ["ThaiText"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
    ],
    targets: [
        .systemLibrary(
            name: "CCrypto", path: "Sources/CLibraries/CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .target(name: "ComplaintModel", dependencies: ["CCrypto"], path: "Sources/Model/ComplaintModel"),
        .target(name: "EngineContract", dependencies: ["ComplaintModel"], path: "Sources/Engine/EngineContract"),
        .target(name: "PipelineContract", dependencies: ["ComplaintModel"], path: "Sources/Runtime/PipelineContract"),
    ]
)

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]
for target in package.targets where target.type != .system && target.name.first?.isUppercase == true {
    target.swiftSettings = (target.swiftSettings ?? []) + strict
}
