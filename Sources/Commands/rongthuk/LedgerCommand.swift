internal import ArgumentParser
internal import PipelineAssembly
internal import Spool
internal import Terminal

/// The account of everything that came.
struct LedgerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger", abstract: "The account of everything that came. (บัญชีเรื่องที่รับไว้)",
        subcommands: [Check.self])

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prove that nothing was lost: ledger, queues and store must agree. (ตรวจยอด)",
            discussion: """
                For each source: letters = filed + rejected + joined + waiting for an operator + in quarantine + in flight.
                Joined is what became part of another letter (the parts of a long SMS), or said the same once more.
                Ends with 1, and names the items, where a witness disagrees. It may run beside the daemon.
                """)
        @OptionGroup var options: SiteOptions
        @Flag(name: .long, help: "Answer in JSON.") var json = false

        func run() async throws {
            let balance = try await options.site().balance()
            if json {
                try printJSON(balance)
            } else {
                print(BalanceReport(balance, options.say).text)
            }
            if !balance.holds { throw ExitCode(Failure.Code.no.rawValue) }
        }
    }
}

/// The balance for people.
struct BalanceReport {
    let text: String

    init(_ balance: Balance, _ say: Wording) {
        var lines = [AccountTable(balance.accounts, say).text, ""]
        for fault in balance.faults { lines.append("✗ \(fault.item): \(fault.fault)") }
        if balance.foreign > 0 {
            lines.append(
                say(
                    "\(balance.foreign) foreign files lie in quarantine; `rongthuk queue fsck` lists them.",
                    "มีแฟ้มแปลกปลอม \(balance.foreign) แฟ้มในที่กัก ดูด้วย `rongthuk queue fsck`"))
        }
        lines.append(
            balance.holds
                ? say("The account balances.", "ยอดตรงกัน")
                : say(
                    "The account does NOT balance: \(balance.faults.count) items.",
                    "ยอดไม่ตรง \(balance.faults.count) รายการ"))
        text = lines.joined(separator: "\n")
    }
}

/// What came by each source and what became of it, for people.
struct AccountTable {
    let text: String

    init(_ accounts: [Balance.Account], _ say: Wording) {
        var table = Table([
            .init(say("source", "แหล่ง")), .init(say("arrivals", "รับเข้า"), isNumber: true),
            .init(say("deliveries", "ส่งมา"), isNumber: true), .init(say("letters", "เรื่อง"), isNumber: true),
            .init(say("filed", "บันทึกแล้ว"), isNumber: true), .init(say("rejected", "ไม่รับ"), isNumber: true),
            .init(say("joined", "รวมกับเรื่องอื่น"), isNumber: true),
            .init(say("waiting", "รอเจ้าหน้าที่"), isNumber: true), .init(say("quarantine", "กักไว้"), isNumber: true),
            .init(say("in flight", "กำลังทำ"), isNumber: true),
        ])
        for account in accounts {
            table.add(
                [account.source]
                    + [
                        account.arrivals, account.deliveries, account.letters, account.filed, account.rejected,
                        account.joined, account.waiting, account.quarantine, account.inFlight,
                    ].map(String.init))
        }
        text = table.text
    }
}
