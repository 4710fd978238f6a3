internal import ComplaintModel
internal import EngineContract

/// The ordered rules that tell what is no complaint among mails, out of `mail-rules.tsv`.
struct MailRules: Sendable {
    /// One rule: a test of one field.
    struct Rule: Sendable {
        enum Test: String, Sendable {
            case present, begins, contains
            case equal = "is"
            case different = "is-not"
        }
        let name: String
        let field: String
        let test: Test
        let value: String
        let reason: String
    }

    /// The rules, the first that fits decides.
    let rules: [Rule]

    /// The rules that come with the program.
    static let standard = MailRules(table: String(decoding: PackageResources.mail_rules_tsv, as: UTF8.self))

    /// Rules of a table; a line that is none is a fault of the program, which its tests find.
    init(table: String) {
        rules = table.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { line in
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard cells.count == 5, let test = Rule.Test(rawValue: cells[2]) else { return nil }
            return Rule(name: cells[0], field: cells[1], test: test, value: cells[3], reason: cells[4])
        }
    }

    /// The first rule that fits a mail to `recipient`.
    func first(fitting mail: MailReading, recipient: String?) -> Rule? {
        rules.first { rule in
            let value = rule.value == "@recipient" ? recipient?.lowercased() : rule.value
            // A mailbox that is known by its login alone has no address to compare with.
            guard let value, rule.value != "@recipient" || value.contains("@") else { return false }
            return values(of: rule.field, in: mail).contains { rule.test.fits($0, value) }
        }
    }

    private func values(of field: String, in mail: MailReading) -> [String] {
        switch field {
        case "@type": [mail.content?.type].compactMap(\.self)
        case "@report-type":
            mail.content?.type == "multipart/report" ? [mail.content?.parameters["report-type"]].compactMap(\.self) : []
        case "@from": mail.from.map { $0.lowercased() }
        default: mail.headers.filter { $0.name == field }.map { $0.text.decoded.lowercased() }
        }
    }
}

extension MailRules.Rule.Test {
    fileprivate func fits(_ text: String, _ value: String) -> Bool {
        let marks: Set<Character> = [" ", "\t", ";", "("]
        let word = text.prefix { !marks.contains($0) }
        switch self {
        case .present: return true
        case .equal: return word == value
        case .different: return word != value
        case .begins: return text.unicodeScalars.starts(with: value.unicodeScalars)
        case .contains: return text.contains(value)
        }
    }
}
