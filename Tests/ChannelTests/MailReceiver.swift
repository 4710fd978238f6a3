import Foundation
import Glibc
import Synchronization

/// A mail server that takes what it is sent by SMTP, a while after it has it, and remembers to whom and under which identity.
final class MailReceiver: Sendable {
    struct Mail: Sendable {
        let recipient: String
        let identity: String
        let isMarkedAutomatic: Bool
    }
    private let received = Mutex<[Mail]>([])
    private let socket: Int32
    let port: Int

    /// The mails that arrived, whether their sender heard of it or not.
    var mails: [Mail] { received.withLock { $0 } }

    init() throws {
        (socket, port) = try listeningSocket()
        Thread.detachNewThread { [self] in
            while true {
                let line = accept(socket, nil, nil)
                guard line >= 0 else { return }
                Thread.detachNewThread { self.serve(line) }
            }
        }
    }

    /// Ends the server.
    func stop() { shutdown(socket, Int32(SHUT_RDWR)) }

    private func serve(_ descriptor: Int32) {
        let wire = Wire(descriptor)
        var recipient = ""
        _ = wire.write(Array("220 test\r\n".utf8))
        while let command = wire.line() {
            var answer = "250 ok"
            if command.uppercased().hasPrefix("RCPT TO:") { recipient = String(command.dropFirst(8)) }
            if command.uppercased().hasPrefix("QUIT") { answer = "221 bye" }
            if command.uppercased() == "DATA" {
                _ = wire.write(Array("354 go on\r\n".utf8))
                guard let mail = take(wire, for: recipient) else { return }
                received.withLock { $0.append(mail) }
                usleep(.random(in: 0...80_000))
                answer = "250 taken"
            }
            guard wire.write(Array("\(answer)\r\n".utf8)) else { return }
        }
    }

    private func take(_ wire: Wire, for recipient: String) -> Mail? {
        var lines: [String] = []
        while let line = wire.line() {
            if line == "." {
                let identity = lines.first { $0.hasPrefix("Message-ID: ") } ?? ""
                return Mail(
                    recipient: recipient.filter { $0 != "<" && $0 != ">" }, identity: identity,
                    isMarkedAutomatic: lines.contains("Auto-Submitted: auto-replied"))
            }
            lines.append(line)
        }
        return nil
    }
}
