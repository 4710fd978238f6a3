// swift-tools-version: 6.2
import PackageDescription

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")

/// A room of the house: one module in `Sources/<folder>/<name>`.
func room(
    _ name: String, in folder: String, _ dependencies: [Target.Dependency], resources: [Resource] = []
) -> Target {
    .target(name: name, dependencies: dependencies, path: "Sources/\(folder)/\(name)", resources: resources)
}

/// A C library of the system, in `Sources/CLibraries/<name>`.
func library(_ name: String, pkgConfig: String, debian: String) -> Target {
    .systemLibrary(
        name: name, path: "Sources/CLibraries/\(name)", pkgConfig: pkgConfig, providers: [.apt([debian])])
}

/// The tests of a room, in `Tests/<name>Tests`.
func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
    .testTarget(name: "\(name)Tests", dependencies: dependencies, resources: resources)
}

let package = Package(
    name: "rongthuk",
    products: [
        .executable(name: "rongthuk", targets: ["rongthuk"]),
        .executable(name: "rongthuk-worker", targets: ["rongthuk-worker"]),
        .executable(name: "rongthuk-jail", targets: ["rongthuk-jail"]),
        .library(name: "ThaiText", targets: ["ThaiText"]),
        .library(name: "FaultShim", type: .dynamic, targets: ["FaultShim"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
    ],
    targets: [
        library("CCrypto", pkgConfig: "libcrypto", debian: "libssl-dev"),
        library("CCurl", pkgConfig: "libcurl", debian: "libcurl4-openssl-dev"),
        library("CGMime", pkgConfig: "gmime-3.0", debian: "libgmime-3.0-dev"),
        library("CLeptonica", pkgConfig: "lept", debian: "libleptonica-dev"),
        library("CTesseract", pkgConfig: "tesseract", debian: "libtesseract-dev"),
        library("CTIFF", pkgConfig: "libtiff-4", debian: "libtiff-dev"),
        library("CXML2", pkgConfig: "libxml-2.0", debian: "libxml2-dev"),
        .target(name: "CLinux", path: "Sources/CLibraries/CLinux"),
        .target(
            name: "CTesseractSymbols", dependencies: ["CTesseract"], path: "Sources/CLibraries/CTesseractSymbols",
            linkerSettings: [.linkedLibrary("stdc++")]),

        room("ComplaintModel", in: "Model", ["CCrypto"]),
        room("ContainerFormats", in: "Model", ["ComplaintModel"]),
        room("ThaiText", in: "Text", [], resources: [.copy("Resources")]),
        room("PipelineContract", in: "Runtime", ["ComplaintModel"]),
        room("HTTPContract", in: "Runtime", ["CCrypto", "ComplaintModel"]),
        room(
            "HTTPIntake", in: "Runtime",
            [
                "HTTPContract", "PipelineContract", .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
            ]),

        room("DurableSQLite", in: "Store", [grdb]),
        room("Spool", in: "Spool", ["CLinux", "ComplaintModel", "DurableSQLite", "PipelineContract", grdb]),
        room("StageRuntime", in: "Runtime", ["ComplaintModel", "PipelineContract", "Spool"]),

        room("EngineContract", in: "Engine", ["ComplaintModel"]),
        room("JailedEngine", in: "Engine", ["CLinux", "ComplaintModel", "EngineContract"]),
        room(
            "ContainerEngine", in: "Engine",
            ["CLeptonica", "CLinux", "CTIFF", "ComplaintModel", "ContainerFormats", "EngineContract"]),
        room(
            "ReadingEngine", in: "Engine",
            ["CLeptonica", "CTesseract", "CTesseractSymbols", "ComplaintModel", "EngineContract"]),
        room("MailEngine", in: "Engine", ["CGMime", "CXML2", "ComplaintModel", "EngineContract"]),

        room("MailChannel", in: "Channels", ["CCurl", "CLinux", "ComplaintModel", "PipelineContract", "Secrets"]),
        room(
            "FolderWatching", in: "Channels", ["CLinux", "ComplaintModel", "ContainerFormats", "PipelineContract"]),
        room(
            "ScanChannel", in: "Channels", ["ComplaintModel", "ContainerFormats", "FolderWatching", "PipelineContract"]),

        room("Secrets", in: "Runtime", []),
        room("Transfers", in: "Runtime", ["CCurl"]),
        room("Outbox", in: "Outbox", ["ComplaintModel", "ComplaintStore", "PipelineContract"]),
        room("Acknowledgement", in: "Outbox", ["ComplaintModel", "ComplaintStore", "Outbox", "Secrets", "Transfers"]),

        room(
            "FaxChannel", in: "Channels", ["ComplaintModel", "ContainerFormats", "FolderWatching", "PipelineContract"]),
        room(
            "SMSChannel", in: "Channels",
            [
                "CLinux", "ComplaintModel", "ContainerFormats", "FolderWatching", "HTTPContract", "PipelineContract",
                "Secrets", "Transfers",
            ]),
        room(
            "WebChannel", in: "Channels", ["ComplaintModel", "ContainerFormats", "HTTPContract", "PipelineContract"],
            resources: [.embedInCode("Resources/openapi.yaml")]),

        room(
            "Unpacking", in: "Stages",
            ["ComplaintModel", "ContainerFormats", "EngineContract", "PipelineContract", "ThaiText"],
            resources: [.embedInCode("Resources/mail-rules.tsv")]),
        room("Recognition", in: "Stages", ["ComplaintModel", "EngineContract", "PipelineContract", "ThaiText"]),
        room(
            "Joining", in: "Stages", ["ComplaintModel", "DurableSQLite", "PipelineContract", "ThaiText", grdb]),
        room("Normalisation", in: "Stages", ["ComplaintModel", "PipelineContract", "ThaiText"]),
        room(
            "Structuring", in: "Stages", ["ComplaintModel", "PipelineContract", "ThaiText"],
            resources: [.copy("Resources")]),
        room("Deduplication", in: "Stages", ["ComplaintModel", "DurableSQLite", "PipelineContract", grdb]),
        room("Review", in: "Stages", ["ComplaintModel", "PipelineContract", "Spool"]),
        room("Filing", in: "Stages", ["ComplaintModel", "ComplaintStore", "PipelineContract"]),
        room(
            "ComplaintStore", in: "Store", ["ComplaintModel", "DurableSQLite", "PipelineContract", grdb],
            resources: [.embedInCode("Resources/complaint.schema.json")]),

        room(
            "PipelineAssembly", in: "Runtime",
            [
                "Acknowledgement", "ComplaintModel", "ComplaintStore", "Deduplication", "EngineContract", "FaxChannel",
                "Filing", "FolderWatching", "HTTPContract", "HTTPIntake", "JailedEngine", "Joining", "MailChannel",
                "Normalisation", "Outbox", "PipelineContract", "Recognition", "Review", "SMSChannel", "ScanChannel",
                "Secrets", "Spool", "StageRuntime", "Structuring", "Unpacking", "WebChannel",
                .product(name: "Yams", package: "Yams"),
            ]),

        room("Terminal", in: "Commands", ["ThaiText"]),
        room("Benchmarks", in: "Commands", ["ComplaintModel", "Structuring", "ThaiText"]),
        room("Evaluation", in: "Commands", ["ComplaintModel"]),
        .executableTarget(
            name: "rongthuk",
            dependencies: [
                "Benchmarks", "ComplaintModel", "ComplaintStore", "Deduplication", "DurableSQLite", "EngineContract",
                "Evaluation", "FolderWatching", "JailedEngine", "PipelineAssembly", "PipelineContract", "Recognition",
                "Review", "Spool", "Structuring", "Terminal", "ThaiText", grdb,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Sources/Commands/rongthuk"),
        .executableTarget(
            name: "rongthuk-worker",
            dependencies: ["ComplaintModel", "ContainerEngine", "EngineContract", "MailEngine", "ReadingEngine"],
            path: "Sources/Commands/rongthuk-worker"),
        .executableTarget(name: "rongthuk-jail", path: "Sources/Commands/rongthuk-jail"),

        .target(name: "FaultInjection", path: "Tests/Support/FaultInjection"),
        .target(name: "FaultShim", path: "Tests/Support/FaultShim"),
        .executableTarget(
            name: "SpoolProbe",
            dependencies: [
                "ComplaintModel", "DurableSQLite", "Joining", "PipelineContract", "Review", "Spool", "StageRuntime",
                grdb,
            ],
            path: "Tests/Support/SpoolProbe"),
        .target(
            name: "RememberingIntake", dependencies: ["ComplaintModel", "PipelineContract"],
            path: "Tests/Support/RememberingIntake"),
        .target(name: "SchemaChecking", path: "Tests/Support/SchemaChecking"),
        .target(name: "TestPages", path: "Tests/Support/TestPages"),
        .target(
            name: "TLSPeer", path: "Tests/Support/TLSPeer",
            linkerSettings: [.linkedLibrary("ssl"), .linkedLibrary("crypto")]),

        tests("Benchmarks", ["Benchmarks", "ThaiText"]),
        tests("ComplaintModel", ["ComplaintModel"]),
        tests("ComplaintStore", ["ComplaintModel", "ComplaintStore", "PipelineContract", "SchemaChecking", grdb]),
        tests("ContainerEngine", ["CLeptonica", "ComplaintModel", "ContainerEngine", "EngineContract", "TestPages"]),
        tests("ContainerFormats", ["ContainerFormats", "TestPages"]),
        tests(
            "Channel",
            [
                "ComplaintModel", "FaultInjection", "PipelineContract", "Spool", "TLSPeer", "rongthuk", "rongthuk-jail",
                "rongthuk-worker",
            ]),
        tests("Crash", ["ComplaintModel", "FaultInjection", "Spool", "SpoolProbe"]),
        tests("Deduplication", ["ComplaintModel", "Deduplication", "PipelineContract"]),
        tests(
            "EndToEnd", ["FaultInjection", "rongthuk", "rongthuk-jail", "rongthuk-worker"],
            resources: [.copy("Resources")]),
        tests("Evaluation", ["ComplaintModel", "Evaluation"]),
        tests(
            "FaxChannel",
            [
                "ComplaintModel", "ContainerFormats", "FaxChannel", "FolderWatching", "PipelineContract",
                "RememberingIntake",
            ]),
        tests("Filing", ["ComplaintModel", "ComplaintStore", "Filing", "PipelineContract"]),
        tests(
            "Gateway",
            [
                "ComplaintModel", "FaultInjection", "PipelineContract", "Spool", "rongthuk", "rongthuk-jail",
                "rongthuk-worker",
            ]),
        tests(
            "HTTPIntake",
            ["HTTPContract", "HTTPIntake", "PipelineContract", .product(name: "NIOCore", package: "swift-nio")]),
        tests(
            "JailedEngine", ["ComplaintModel", "EngineContract", "JailedEngine", "rongthuk-jail", "rongthuk-worker"]),
        tests("Joining", ["ComplaintModel", "Joining", "PipelineContract", "Spool", "StageRuntime"]),
        tests(
            "MailChannel",
            ["CLinux", "ComplaintModel", "FaultInjection", "MailChannel", "PipelineContract", "Secrets", "TLSPeer"]),
        tests("MailEngine", ["ComplaintModel", "EngineContract", "MailEngine"]),
        tests("Normalisation", ["ComplaintModel", "Normalisation", "PipelineContract"]),
        tests(
            "Outbox",
            [
                "Acknowledgement", "ComplaintModel", "ComplaintStore", "Outbox", "PipelineContract", "Transfers",
            ]),
        tests(
            "PipelineAssembly",
            [
                "ComplaintModel", "EngineContract", "FolderWatching", "HTTPContract", "HTTPIntake", "Joining",
                "MailChannel", "PipelineAssembly", "PipelineContract", "RememberingIntake", "SMSChannel", "ScanChannel",
                "Secrets",
            ]),
        tests("ReadingEngine", ["CLeptonica", "ComplaintModel", "EngineContract", "ReadingEngine"]),
        tests("Recognition", ["ComplaintModel", "EngineContract", "PipelineContract", "Recognition"]),
        tests("Review", ["ComplaintModel", "PipelineContract", "Review", "Spool"]),
        tests(
            "ScanChannel", ["ComplaintModel", "ContainerFormats", "FolderWatching", "PipelineContract", "ScanChannel"]),
        tests("Secrets", ["FaultInjection", "Secrets"]),
        tests(
            "SMSChannel",
            [
                "ComplaintModel", "ContainerFormats", "FolderWatching", "HTTPContract", "PipelineContract",
                "RememberingIntake", "SMSChannel", "Secrets",
            ]),
        tests("Spool", ["ComplaintModel", "PipelineContract", "Spool"]),
        tests("StageRuntime", ["ComplaintModel", "PipelineContract", "Spool", "StageRuntime"]),
        tests("Structuring", ["ComplaintModel", "PipelineContract", "Structuring"], resources: [.copy("Resources")]),
        tests("Terminal", ["Terminal"]),
        tests("ThaiText", ["ThaiText"], resources: [.copy("Resources")]),
        tests(
            "Unpacking",
            [
                "ComplaintModel", "ContainerEngine", "EngineContract", "MailEngine", "PipelineContract", "TestPages",
                "Unpacking",
            ]),
        tests(
            "WebChannel",
            [
                "ComplaintModel", "ContainerFormats", "HTTPContract", "PipelineContract", "RememberingIntake",
                "SchemaChecking",
                "WebChannel", .product(name: "Yams", package: "Yams"),
            ]),
    ],
    swiftLanguageModes: [.v6]
)

// Every target of ours: all warnings are errors, and no import leaks that was not meant to.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]
for target in package.targets where target.type != .system {
    target.swiftSettings = (target.swiftSettings ?? []) + strict
}
