// swift-tools-version: 6.2
// Built by scripts/fuzz alone, in .build/fuzz with the sources linked beside it.
import PackageDescription

func room(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
    .target(name: name, dependencies: dependencies, path: "Sources/\(name)", resources: resources)
}

/// libFuzzer brings its own `main`, so the target's file is a library with one entry.
func fuzzer(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(
        name: name, dependencies: ["Expectation"] + dependencies, path: "Sources/\(name)",
        swiftSettings: [.unsafeFlags(["-parse-as-library"])])
}

let package = Package(
    name: "rongthuk-fuzzing",
    targets: [
        .systemLibrary(name: "CCrypto", path: "Sources/CCrypto", pkgConfig: "libcrypto"),
        room("ComplaintModel", ["CCrypto"]),
        room("PipelineContract", ["ComplaintModel"]),
        room("ThaiText", [], resources: [.copy("Resources")]),
        room("Structuring", ["ComplaintModel", "PipelineContract", "ThaiText"], resources: [.copy("Resources")]),
        room("Expectation", []),
        fuzzer("normaliser", ["ThaiText"]),
        fuzzer("decoder", ["ThaiText"]),
        fuzzer("segmenter", ["ThaiText"]),
        fuzzer("reader", ["ComplaintModel", "Structuring"]),
    ],
    swiftLanguageModes: [.v6]
)
for target in package.targets where target.type != .system {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("MemberImportVisibility"),
        ]
}
