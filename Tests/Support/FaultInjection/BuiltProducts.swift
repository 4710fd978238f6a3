internal import Foundation

/// Where the build has put its products: beside the running test program.
public enum BuiltProducts {
    /// The path of a product, such as `rongthuk` or `libFaultShim.so`.
    ///
    /// - Throws: `FaultInjectionError` where it was not built.
    public static func path(of name: String) throws -> String {
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
