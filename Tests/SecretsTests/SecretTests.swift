import FaultInjection
import Foundation
import Secrets
import Testing

/// Where passwords come from, and when they are refused.
@Suite struct SecretTests {
    private let folder: ScratchFolder
    private var file: String { "\(folder.path)/password" }

    init() throws { folder = try ScratchFolder() }

    private func write(_ text: String, mode: Int = 0o600) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
    }

    @Test(arguments: ["รหัส ลับ", "รหัส ลับ\n", "รหัส ลับ\r\nanother line\n"])
    func theFirstLineIsThePassword(_ text: String) throws {
        try write(text)
        #expect(try SecretOrigin.file(file).fetch() == "รหัส ลับ")
    }

    @Test(arguments: [0o640, 0o604, 0o660, 0o666, 0o610])
    func aFileThatOthersMayReadIsRefused(_ mode: Int) throws {
        try write("secret", mode: mode)
        #expect {
            try SecretOrigin.file(file).fetch()
        } throws: {
            "\($0)".contains("chmod 600") && !"\($0)".contains("secret")
        }
    }

    @Test(arguments: ["", "\n", "\nsecret\n", "a\u{0}b\n"])
    func anEmptyPasswordIsRefused(_ text: String) throws {
        try write(text)
        #expect(throws: SecretFault.self) { try SecretOrigin.file(file).fetch() }
    }

    @Test func whatIsNoFileIsRefused() {
        #expect(throws: SecretFault.self) { try SecretOrigin.file(folder.path).fetch() }
        #expect(throws: SecretFault.self) { try SecretOrigin.file(folder.path + "/none").fetch() }
    }

    @Test func aProgramMayPrintThePassword() throws {
        #expect(try SecretOrigin.command(["/bin/sh", "-c", "echo one; echo two"]).fetch() == "one")
        #expect(throws: SecretFault.self) { try SecretOrigin.command(["/bin/sh", "-c", "echo one; exit 3"]).fetch() }
        #expect(throws: SecretFault.self) { try SecretOrigin.command(["/nowhere/program"]).fetch() }
        #expect(throws: SecretFault.self) { try SecretOrigin.command(["/bin/sleep", "60"]).fetch(within: 0.2) }
        let child = ["/bin/sh", "-c", "echo one; sleep 3 & wait"]
        #expect(throws: SecretFault.self) { try SecretOrigin.command(child).fetch(within: 0.2) }
    }

    @Test func aKeyThatCouldBeGuessedIsRefused() throws {
        try write("s3cret")
        #expect {
            try SecretOrigin.file(file).fetch(leastBytes: SecretOrigin.leastBytesOfKey)
        } throws: {
            "\($0)".contains("openssl rand") && !"\($0)".contains("s3cret")
        }
    }
}
