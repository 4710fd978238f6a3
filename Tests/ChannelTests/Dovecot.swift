import FaultInjection
import Foundation
import TLSPeer
import Testing

/// A real mail server in a folder of its own, on the loopback; it goes with the value.
final class Dovecot {
    let folder: ScratchFolder
    let password = "ความลับ-4711"
    private(set) var ports = (imap: 0, lmtp: 0)
    private let owner: (user: String, uid: UInt32, gid: UInt32)
    var authority: String { "\(folder.path)/authority.pem" }

    init() throws {
        folder = try ScratchFolder()
        let nobody = getpwnam("nobody")?.pointee
        owner =
            getuid() == 0
            ? ("nobody", nobody?.pw_uid ?? 65_534, nobody?.pw_gid ?? 65_534) : (NSUserName(), getuid(), getgid())
        let status = tlspeer_make_certificate(
            "\(folder.path)/certificate.pem", "\(folder.path)/key.pem", authority, "127.0.0.1", -86_400, 86_400)
        try #require(status == 0)
        for name in ["run", "log", "mail", "mail/complaints", "mail/complaints/tmp", "mail/complaints/new"] {
            try FileManager.default.createDirectory(
                atPath: "\(folder.path)/\(name)", withIntermediateDirectories: true)
        }
        try Data("complaints:{PLAIN}\(password)\n".utf8).write(to: URL(fileURLWithPath: "\(folder.path)/passwd"))
        ports = (try freePort(), try freePort())
        try Data(configuration.utf8).write(to: URL(fileURLWithPath: "\(folder.path)/dovecot.conf"))
        try giveAway(folder.path)
        try start()
    }

    deinit { stop() }

    private var configuration: String {
        let group = getgrgid(owner.gid).map { String(cString: $0.pointee.gr_name) } ?? "nogroup"
        return """
            base_dir = \(folder.path)/run
            state_dir = \(folder.path)/run
            log_path = \(folder.path)/log/dovecot.log
            protocols = imap lmtp
            listen = 127.0.0.1
            default_internal_user = \(owner.user)
            default_internal_group = \(group)
            default_login_user = \(owner.user)
            first_valid_uid = 1
            first_valid_gid = 1
            ssl = required
            ssl_cert = <\(folder.path)/certificate.pem
            ssl_key = <\(folder.path)/key.pem
            auth_mechanisms = plain login
            mail_location = maildir:\(folder.path)/mail/%u
            mailbox_idle_check_interval = 1 s
            passdb {
              driver = passwd-file
              args = scheme=PLAIN username_format=%n \(folder.path)/passwd
            }
            userdb {
              driver = static
              args = uid=\(owner.uid) gid=\(owner.gid) home=\(folder.path)/mail/%u.home
            }
            namespace inbox {
              inbox = yes
              separator = /
            }
            service imap-login {
              chroot =
              inet_listener imap {
                port = 0
              }
              inet_listener imaps {
                port = \(ports.imap)
                ssl = yes
              }
            }
            service lmtp {
              user = \(owner.user)
              inet_listener lmtp {
                port = \(ports.lmtp)
              }
            }
            service anvil {
              chroot =
            }
            service stats {
              chroot =
            }

            """
    }

    // MARK: Life

    func start() throws {
        // In the foreground: Foundation takes a process for running as long as anything it started is.
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/sbin/dovecot")
        process.arguments = ["-F", "-c", "\(folder.path)/dovecot.conf"]
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try hearingSignals { try process.run() }
        for _ in 0..<3000 {
            if Wire(port: ports.imap) != nil { return }
            usleep(10_000)
        }
        Issue.record("Dovecot does not listen.")
    }

    /// Starts a process that can be told to end: threads of the pool block signals, and what they start inherits that.
    private func hearingSignals(_ start: () throws -> Void) rethrows {
        var (all, before) = (sigset_t(), sigset_t())
        sigfillset(&all)
        pthread_sigmask(SIG_UNBLOCK, &all, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        try start()
    }

    /// Ends the server and everything that serves a client, as a power cut would, or as an administrator does.
    func stop(_ signal: Int32 = SIGKILL) {
        guard let text = try? String(contentsOfFile: "\(folder.path)/run/master.pid", encoding: .utf8),
            let master = pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines))
        else { return }
        let all = signal == SIGKILL ? [master] + children(of: master) : [master]
        for process in all { kill(process, signal) }
        for _ in 0..<3000 {
            guard all.contains(where: isAlive) else { break }
            usleep(10_000)
        }
        try? FileManager.default.removeItem(atPath: "\(folder.path)/run/master.pid")
    }

    private func isAlive(_ process: pid_t) -> Bool {
        guard let facts = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return false }
        return facts.split(separator: ")").last?.split(separator: " ").first != "Z"
    }

    private func children(of parent: pid_t) -> [pid_t] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { pid_t($0) }.filter { process in
            let facts = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
            let words = facts?.split(separator: ")").last?.split(separator: " ")
            return words.map { $0.count > 1 && $0[1] == "\(parent)" } ?? false
        }
    }

    /// Forgets every UID while the server is down: messages get new ones under another UIDVALIDITY.
    func forgetNumbers() throws {
        let box = "\(folder.path)/mail/complaints"
        for name in try FileManager.default.contentsOfDirectory(atPath: box) where name.hasPrefix("dovecot") {
            try FileManager.default.removeItem(atPath: "\(box)/\(name)")
        }
    }

    // MARK: Mails

    /// Puts a mail into the mailbox by one rename, as a delivery agent does.
    func drop(_ mail: [UInt8], number: Int) throws {
        let box = "\(folder.path)/mail/complaints"
        let name = "\(1_700_000_000 + number).M\(number)P1.test"
        try Data(mail).write(to: URL(fileURLWithPath: "\(box)/tmp/\(name)"))
        chown("\(box)/tmp/\(name)", owner.uid, owner.gid)
        try FileManager.default.moveItem(atPath: "\(box)/tmp/\(name)", toPath: "\(box)/new/\(name)")
    }

    /// Delivers a mail by LMTP (RFC 2033); false where the server did not say that it has it.
    func deliver(_ mail: [UInt8]) -> Bool {
        guard let wire = Wire(port: ports.lmtp) else { return false }
        func ask(_ line: String, _ answer: String) -> Bool {
            wire.write(Array("\(line)\r\n".utf8)) && wire.hears(answer)
        }
        guard wire.hears("220"), ask("LHLO test", "250 "), ask("MAIL FROM:<a@example.th>", "250"),
            ask("RCPT TO:<complaints>", "250"), ask("DATA", "354"), wire.write(mail)
        else { return false }
        return ask(".", "250")
    }

    /// Every message of the mailbox and its folders, as it goes over the wire, without what deliveries put before it.
    func everything() throws -> [String: [[UInt8]]] {
        let root = "\(folder.path)/mail/complaints"
        var found: [String: [[UInt8]]] = [:]
        let paths = FileManager.default.enumerator(atPath: root)?.allObjects as? [String] ?? []
        for path in paths {
            let parts = path.split(separator: "/")
            guard parts.count >= 2, ["new", "cur"].contains(parts[parts.count - 2]) else { continue }
            let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(root)/\(path)")))
            let box = parts.count == 2 ? "INBOX" : String(parts[0].dropFirst())
            found[box, default: []].append(withCarriageReturns(bytes))
        }
        return found
    }

    /// What lies in the INBOX, as it goes over the wire.
    func inbox() -> [[UInt8]] {
        let box = "\(folder.path)/mail/complaints"
        return ["new", "cur"].flatMap { name in
            // Somebody who works there may move a mail away meanwhile.
            let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(box)/\(name)")) ?? []
            return names.compactMap { FileManager.default.contents(atPath: "\(box)/\(name)/\($0)") }
                .map { withCarriageReturns([UInt8]($0)) }
        }
    }

    /// Lines end with CR LF on the wire, and Dovecot sends 0x80 for NUL, which no literal may hold (RFC 3501, 4.3).
    private func withCarriageReturns(_ bytes: [UInt8]) -> [UInt8] {
        var wire: [UInt8] = []
        wire.reserveCapacity(bytes.count + bytes.count / 40)
        for byte in bytes {
            if byte == 10, wire.last != 13 { wire.append(13) }
            wire.append(byte == 0 ? 0x80 : byte)
        }
        return wire
    }

    private func giveAway(_ path: String) throws {
        guard getuid() == 0 else { return }
        chown(path, owner.uid, owner.gid)
        for name in FileManager.default.enumerator(atPath: path)?.allObjects as? [String] ?? [] {
            chown("\(path)/\(name)", owner.uid, owner.gid)
        }
    }
}
