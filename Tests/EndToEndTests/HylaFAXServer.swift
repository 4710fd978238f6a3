import Foundation
import Glibc
import Testing

/// A real HylaFAX that receives, in a spool of its own, on a soft modem whose line runs six times faster than time.
///
/// faxgetty changes to the user uucp, so it needs root.
final class HylaFAXServer {
    let folder: URL
    var spool: URL { folder.appendingPathComponent("hylafax") }
    private let modem: Process
    private let calls = Pipe()
    private let getty: Process
    private let status: String

    /// Starts the server below `folder`, with what a received fax is handed to.
    init(in folder: URL, hook: String) async throws {
        self.folder = folder
        let spool = folder.appendingPathComponent("hylafax")
        for name in [
            "bin", "etc", "log", "recvq", "status", "tmp", "dev", "info", "client", "archive", "docq", "sendq",
        ] {
            try FileManager.default.createDirectory(
                at: spool.appendingPathComponent(name), withIntermediateDirectories: true)
        }
        modem = try HylaFAXServer.startModem(at: folder.appendingPathComponent("modem").path, calls)
        let device = try await HylaFAXServer.device(of: folder.appendingPathComponent("modem").path)
        let identity = device.dropFirst("/dev/".count).replacingOccurrences(of: "/", with: "_")
        try Data(HylaFAXServer.settings(locks: spool.appendingPathComponent("tmp").path).utf8)
            .write(to: spool.appendingPathComponent("etc/config.\(identity)"))
        for name in ["etc/setup.cache", "log/xferfaxlog"] { try Data().write(to: spool.appendingPathComponent(name)) }
        status = spool.appendingPathComponent("status/\(identity)").path
        getty = Process()
        try install(hook: hook)
        try RealPrograms.run(["chown", "-R", "uucp:uucp", spool.path])
        getty.executableURL = URL(fileURLWithPath: "/usr/sbin/faxgetty")
        getty.arguments = ["-q", spool.path, device]
        (getty.standardOutput, getty.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
        try getty.run()
        try await waitUntilIdle()
    }

    private func waitUntilIdle() async throws {
        try await RealPrograms.wait("faxgetty to be ready") { RealPrograms.text(of: status).contains("idle") }
    }

    deinit {
        for process in [getty, modem] {
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
    }

    /// Puts a script in place of `bin/faxrcvd`.
    func install(hook: String) throws {
        let path = spool.appendingPathComponent("bin/faxrcvd").path
        try Data(hook.utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    }

    /// Lets a fax machine call and send a file, the line going dead after some seconds of talk, or never; returns once
    /// the call is in the log.
    func call(sending tiff: String, cutAfter seconds: Int = 0) async throws {
        // Right after a call the server says for a moment that it is idle, and then sets its modem up anew.
        try await Task.sleep(for: .seconds(1.5))
        try await waitUntilIdle()
        let log = spool.appendingPathComponent("log/xferfaxlog").path
        let before = RealPrograms.text(of: log).components(separatedBy: "\tCALL\t").count
        calls.fileHandleForWriting.write(Data("\(tiff) +66_2_000_1111 020001111 TESTER \(seconds)\n".utf8))
        try await RealPrograms.wait("the call to end") {
            RealPrograms.text(of: log).components(separatedBy: "\tCALL\t").count > before
        }
    }

    // MARK: Starting

    private static func startModem(at link: String, _ calls: Pipe) throws -> Process {
        let source = try #require(
            Bundle.module.path(forResource: "faxmodem", ofType: "c", inDirectory: "Resources"))
        let program = link + "-program"
        try RealPrograms.run(["clang", "-O1", "-w", "-o", program, source, "-lspandsp", "-ltiff", "-lm"])
        let modem = Process()
        modem.executableURL = URL(fileURLWithPath: program)
        modem.arguments = [link, "6"]
        (modem.standardInput, modem.standardOutput) = (calls, FileHandle.nullDevice)
        try modem.run()
        return modem
    }

    private static func device(of link: String) async throws -> String {
        try await RealPrograms.wait("the modem") {
            (try? FileManager.default.destinationOfSymbolicLink(atPath: link)) != nil
        }
        return try FileManager.default.destinationOfSymbolicLink(atPath: link)
    }

    private static func settings(locks: String) -> String {
        """
        CountryCode: 66
        AreaCode: 2
        FAXNumber: +66.2.000.2222
        LongDistancePrefix: 0
        InternationalPrefix: 00
        RecvFileMode: 0600
        LogFileMode: 0644
        DeviceMode: 0666
        RingsBeforeAnswer: 2
        SpeakerVolume: off
        LocalIdentifier: "+66 2 000 2222"
        MaxRecvPages: 100
        UUCPLockDir: \(locks)
        CallIDPattern: "NMBR = "
        CallIDPattern: "NAME = "
        ModemType: Class1
        ModemFlowControl: rtscts
        ModemRate: 19200
        Class1Cmd: AT+FCLASS=1
        Class1TCFMaxNonZero: 10
        Class1ECMSupport: true

        """
    }
}
