internal import Foundation

/// Where the build has put its products: beside the running test program, or where `RONGTHUK_PROGRAMS` says.
///
/// `RONGTHUK_PROGRAMS=.build/release` has the tests start what will be installed: an optimised build has had faults of
/// its own.
public enum BuiltProducts {
    /// The path of a product, such as `rongthuk` or `libFaultShim.so`.
    ///
    /// - Throws: `FaultInjectionError` where it was not built.
    public static func path(of name: String) throws -> String {
        if let chosen = ProcessInfo.processInfo.environment["RONGTHUK_PROGRAMS"], name.hasPrefix("rongthuk") {
            let path = URL(fileURLWithPath: chosen).resolvingSymlinksInPath().appendingPathComponent(name).path
            guard FileManager.default.isExecutableFile(atPath: path) else {
                throw FaultInjectionError("RONGTHUK_PROGRAMS names \(chosen), where there is no \(name).")
            }
            return path
        }
        var folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        while folder.path != "/" {
            let path = folder.appendingPathComponent(name).path
            if FileManager.default.fileExists(atPath: path) { return path }
            folder.deleteLastPathComponent()
        }
        throw FaultInjectionError("\(name) does not lie beside the tests: build with `swift build --build-tests`.")
    }
}

/// Why a process could not be started with a fault.
public struct FaultInjectionError: Error, Sendable, CustomStringConvertible {
    /// What happened and what to do.
    public let description: String

    init(_ description: String) { self.description = description }
}
