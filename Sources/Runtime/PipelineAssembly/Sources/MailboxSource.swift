public import ComplaintModel
internal import Foundation
public import MailChannel
public import PipelineContract
internal import Secrets

/// `type: mailbox`: one mailbox of an IMAP server.
public struct MailboxSource: ReadableSourceKind {
    /// The word after `type:`.
    public static let typeName = "mailbox"
    /// What the file says of the mailbox.
    public let configuration: MailConfiguration

    private enum AfterTaking: String, CaseIterable { case leave, mark, move }

    init(reading section: YAMLSection, paths: PathResolver) {
        let security = section.choice("security", default: MailAccount.Security.tls)
        let login = section.choice("login", default: MailAccount.Login.password)
        let account = MailAccount(
            host: Self.host(section),
            port: section.integer("port", default: security == .tls ? 993 : 143, in: 1...65_535),
            security: security, user: section.required("user"), login: login,
            secret: section.requiredSecret(login == .password ? "password" : "token", paths: paths),
            authorities: section.text("ca_file").map { paths($0) }, proxy: section.text("proxy"),
            folder: section.text("folder", default: "INBOX"))
        var configuration = MailConfiguration(account: account)
        configuration.afterTaking = Self.afterTaking(section)
        configuration.maximumMailBytes =
            section.integer("max_mail_mebibytes", default: configuration.maximumMailBytes >> 20, in: 1...1024) << 20
        configuration.pollSeconds = section.decimal("poll_secs", default: configuration.pollSeconds, in: 1...3600)
        configuration.idleSeconds = section.decimal("idle_secs", default: configuration.idleSeconds, in: 5...1740)
        self.configuration = configuration
    }

    private static func host(_ section: YAMLSection) -> String {
        let host = section.required("host")
        let isName = host.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: ":"):
                true
            default: false
            }
        }
        // One colon would be a port; more are an IPv6 address.
        if !isName || host.utf8.count(where: { $0 == UInt8(ascii: ":") }) == 1 {
            section.report("host", "\(section.name).host is the name alone, like mail.example.go.th.")
        }
        return host
    }

    private static func afterTaking(_ section: YAMLSection) -> MailConfiguration.AfterTaking {
        let choice = section.choice("after_taking", default: AfterTaking.leave)
        switch choice {
        case .leave: return .leave
        case .move: return .move(folder: section.required("move_to"))
        case .mark:
            let keyword = section.text("keyword", default: "$Rongthuk")
            let isAtom =
                !keyword.isEmpty && keyword.utf8.allSatisfy { 0x21...0x7E ~= $0 && !"(){%*\"\\]".utf8.contains($0) }
            if !isAtom { section.report("keyword", "\(section.name).keyword must be one word of plain letters.") }
            return .mark(keyword: keyword)
        }
    }

    /// The mailbox.
    public var claim: String? { "the mailbox \(configuration.account.identity)" }

    /// A missing file with the password: the pipeline file may be for another machine.
    public var warnings: [String] {
        guard case .file(let path) = configuration.account.secret, !FileManager.default.fileExists(atPath: path) else {
            return []
        }
        return ["reads its password from \(path), which is not there (yet)."]
    }

    /// Makes the watcher of the mailbox.
    public func watcher(
        named name: SourceName, state: String, intake: any Intake, events: any EventSink
    ) -> any ChannelWatching {
        MailWatcher(source: name, configuration: configuration, state: state, intake: intake, events: events)
    }

    /// Whether the account lets us in, and allows what is to be done with mails that were taken.
    public func examine(named name: SourceName) async -> [Doctor.Finding] {
        let configuration = self.configuration
        let answer = await withTaskExecutorPreference(ThreadExecutor()) {
            Result { try MailboxExamination(of: configuration) }
        }
        let account = configuration.account
        switch answer {
        case .failure(let fault):
            let remedy = "see the settings of the source; the mail server's log tells its side"
            return [Doctor.Finding("source \(name)", false, found: "\(fault)", remedy: remedy)]
        case .success(let mailbox):
            let news = mailbox.tellsOfNews ? "told of news" : "asked every \(configuration.pollSeconds) s"
            let found = "\(account.identity): \(mailbox.messages) messages, \(news)"
            return [
                Doctor.Finding("source \(name)", true, found: found, remedy: ""),
                Doctor.Finding(
                    "source \(name): after taking", mailbox.hindrance == nil, found: mailbox.hindrance ?? "allowed",
                    remedy: "change after_taking, or the rights of the account"),
            ]
        }
    }
}
