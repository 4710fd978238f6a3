import Foundation
import Testing

/// Mails through the whole pipeline, as a person at the command sees them.
@Suite struct MailTests {
    private let site: TemporarySite
    init() throws { site = try TemporarySite() }

    /// Hands in files and works them; gives their items.
    private func work(_ files: [String]) throws -> [String] {
        let answer = try RongthukProgram.run(
            ["submit", "--channel", "email", "--json-lines", "--pipeline", site.pipeline] + files)
        #expect(answer.status == 0)
        #expect(try site.drain().status == 0)
        #expect(try site.run("ledger", "check").status == 0)
        let items = try answer.objects().compactMap { $0["arrival"] as? String }
        try #require(items.count == files.count)
        return items
    }

    private func sample(_ name: String) -> String { "\(RongthukProgram.tree)/samples/mail/\(name).eml" }

    private func write(_ mail: String) throws -> String {
        let file = site.folder.appendingPathComponent("\(UUID().uuidString).eml")
        try Data(mail.utf8).write(to: file)
        return file.path
    }

    private func state(_ item: String) throws -> String? {
        try site.run("explain", item, "--json").object()?["state"] as? String
    }

    @Test func mailsAreFiledHeldOrRejectedAndEachIsExplained() throws {
        let items = try work(["tis620", "auto-reply", "zip", "two-files"].map(sample))
        #expect(try state(items[0]) == "filed" && state(items[1]) == "rejected" && state(items[2]) == "held")
        let complaint = try #require(try site.run("complaints", "--json-lines").objects().first)
        #expect(complaint["subject"] as? String == "น้ำประปาไม่ไหล หมู่ 4 ตำบลคลองแห")
        #expect((complaint["complainant"] as? [String: Any])?["emails"] as? [String] == ["somying@example.co.th"])
        #expect(try site.run("explain", items[1]).output.contains("mail rule automatic"))
        let held = try site.run("review", "show", items[2]).output
        #expect(held.contains("เอกสาร.zip") && held.contains("0:1") && held.contains("spf unknown"))
        // The pages of two files and the text of the mail are one complaint or one case.
        let pages = try site.run("explain", items[3], "--json").output
        #expect(pages.contains("\"recognise\"") || pages.contains("held"))
    }

    @Test func aLineOfTheTextIsSetRight() throws {
        let item = try #require(try work([sample("zip")]).first)
        let corrected = try site.run(
            "review", "correct", item, "--line", "0:3=ขอแก้ไขข้อความ", "--operator", "tester")
        #expect(corrected.status == 0)
        #expect(try site.drain().status == 0)
        let complaint = try #require(try site.run("complaints", "--json-lines").objects().first)
        #expect((complaint["body"] as? String)?.hasSuffix("ขอแก้ไขข้อความ") == true)
        let attachments = try #require(complaint["attachments"] as? [[String: Any]])
        #expect(attachments.compactMap { $0["name"] as? String } == ["เอกสาร.zip"])
    }

    @Test func aRejectionIsOverruledByHand() throws {
        let item = try #require(try work([sample("list")]).first)
        #expect(try state(item) == "rejected")
        #expect(try site.run("queue", "retry", item, "--operator", "tester").status == 0)
        #expect(try site.drain().status == 0)
        #expect(try ["filed", "held"].contains(state(item)))
        #expect(try site.run("explain", item).output.contains("rejection overruled"))
    }

    @Test func aTrackingCodeJoinsOnlyItsCorrespondent() throws {
        let first = try #require(try work([sample("utf8")]).first)
        let code = try #require(
            try site.run("complaints", "--json-lines").objects().first?["tracking_code"] as? String)
        let own = try write("From: somying@example.co.th\r\nSubject: \(code)\r\n\r\nน้ำยังไม่ไหลเลยค่ะ รบกวนเร่งให้ด้วย\r\n")
        let foreign = try write("From: other@example.com\r\nSubject: \(code)\r\n\r\nผมก็เดือดร้อนเรื่องไฟฟ้าดับทุกคืน\r\n")
        let items = try work([own, foreign])
        #expect(try state(items[0]) == "filed" && state(items[1]) == "held")
        let follower = try #require(
            try site.run("complaints", "--verdict", "follow_up", "--json-lines").objects().first)
        #expect(follower["matter"] as? String == first)
        let followed = try #require(follower["tracking_code"] as? String)
        #expect(try site.run("explain", code).output.contains("followed up by \(followed)"))
        #expect(try site.run("review", "show", items[1]).output.contains(code))
    }
}
