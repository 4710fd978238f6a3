import ComplaintModel
import FolderWatching
import Foundation
import PipelineContract
import RememberingIntake
import Testing

@testable import SMSChannel

@Suite struct SmstoolsTests {
    private func file(_ body: [UInt8], alphabet: String, length: Int, udh: String? = nil) -> [UInt8] {
        let header = [
            "From: 66812345678", "From_TOA: 91 international, ISDN/telephone", "From_SMSC: 66180005001",
            "Sent: 26-11-22 10:10:02", "Received: 26-11-22 03:10:04", "Subject: GSM1", "Modem: GSM1", "Report: no",
            "Alphabet: \(alphabet)", udh.map { "UDH-DATA: \($0)" }, "Length: \(length)", "", "",
        ]
        return Array(header.compactMap(\.self).joined(separator: "\n").utf8) + body
    }

    /// CHO CHANG is U+0E0A and a line feed U+000A: their bytes stand where a reader of lines would cut.
    @Test func aThaiBodyIsBytesAndNotLines() async throws {
        let text = "ช้างล้ม\n\nในซอย 😡"
        let folder = try GatewayFolder(SmstoolsFiles())
        try folder.write(file(text.bigEndian, alphabet: "UCS2", length: text.utf16.count), to: "GSM1.Ab3dEf")
        #expect(try await folder.settle().taken == 1)
        let record = try #require(folder.intake.records.first)
        #expect(record.text?.scalars == text.scalars)
        #expect(record.sender == "+66812345678" && record.gateway == "GSM1" && record.part == nil)
        #expect(record.sentAt == Timestamp("2026-11-22T03:10:02Z"))
        #expect(folder.names == ["taken"])
    }

    @Test func aFileIsFinishedOnlyAtItsLength() async throws {
        let whole = file("ไฟดับ".bigEndian, alphabet: "UCS2", length: 5)
        let folder = try GatewayFolder(SmstoolsFiles())
        for end in [0, 40, whole.count - 9, whole.count - 1] {
            try folder.write(Array(whole[..<end]), to: "GSM1.Ab3dEf")
            #expect(try await folder.settle(30).taken == 0, "\(end) bytes")
        }
        try folder.write(whole, to: "GSM1.Ab3dEf")
        #expect(try await folder.settle().taken == 1)
        #expect(folder.intake.records.map(\.text) == ["ไฟดับ"])
    }

    @Test func aFileThatStaysShortIsTakenInTheEndAndMarked() async throws {
        let whole = file("ไฟดับ".bigEndian, alphabet: "UCS2", length: 5)
        let folder = try GatewayFolder(SmstoolsFiles())
        try folder.write(Array(whole.dropLast(4)), to: "GSM1.Ab3dEf")
        #expect(try await folder.settle(61).taken == 1)
        let incoming = try #require(folder.intake.taken.first)
        #expect(incoming.provenance.details["ending"] == "missing")
        #expect(folder.intake.records.map(\.text) == ["ไฟด"])
    }

    @Test func partsCarryTheirPlace() async throws {
        let folder = try GatewayFolder(SmstoolsFiles(), deleting: true)
        let half = Array("😡".bigEndian.prefix(2))
        try folder.write(
            file("ก".bigEndian + half, alphabet: "UCS2", length: 2, udh: "05 00 03 B8 03 02 "), to: "GSM1.a")
        try folder.write(
            file("ข".bigEndian, alphabet: "UCS2", length: 1, udh: "06 08 04 12 34 02 01"), to: "GSM1.b")
        #expect(try await folder.settle().taken == 2)
        let records = folder.intake.records.sorted { ($0.part?.total ?? 0) < ($1.part?.total ?? 0) }
        #expect(records[0].part == SMSRecord.Part(reference: 0x1234, referenceBits: 16, total: 2, number: 1))
        #expect(records[1].part == SMSRecord.Part(reference: 0xB8, referenceBits: 8, total: 3, number: 2))
        #expect(records[1].text == nil && records[1].payload.bytes == "ก".bigEndian + half)
        #expect(folder.names == [])
    }

    @Test func whatIsNoMessageIsKeptForAPerson() async throws {
        let folder = try GatewayFolder(SmstoolsFiles())
        try folder.write(Array("no header at all".utf8), to: "GSM1.x")
        #expect(try await folder.settle().taken == 0)
        #expect(try await folder.settle(61).taken == 1)
        #expect(folder.intake.records.map(\.payload.encoding) == [.binary])
    }

    /// The example of smsd's own documentation: it was taken for a message of the number that it tells about.
    @Test func statusReportsAreNoMessages() async throws {
        let folder = try GatewayFolder(SmstoolsFiles())
        let report = """
            From: 491721234567
            From_SMSC: 491722270333
            Sent: 02-01-21 22:26:23
            Received: 02-01-21 22:26:25
            Subject: GSM1

            SMS STATUS REPORT
            Message_id: 117
            Discharge_timestamp: 02-01-21 22:27:02
            Status: 0,Ok,short message received by the SME

            """
        try folder.write(Array(report.utf8), to: "GSM1.Ab3dEf")
        try folder.write(file("SMS STATUS REPORT".bigEndian, alphabet: "UCS2", length: 17), to: "GSM1.Ab3dEg")
        #expect(try await folder.settle().taken == 2)
        let rules = folder.intake.taken.map { $0.provenance.details["automatic"] }
        #expect(rules.count { $0 == "status-report" } == 1 && rules.count { $0 == nil } == 1)
    }

    /// What cannot be taken in was explained to scanning clerks, whom no gateway has.
    @Test func theNoteBesideARefusedFileSpeaksToAnAdministrator() async throws {
        let folder = try GatewayFolder(SmstoolsFiles())
        try folder.write([], to: "GSM1.Ab3dEf")
        try await folder.settle(61)
        let note = String(
            decoding: try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/refused/GSM1.Ab3dEf.reason.txt")),
            as: UTF8.self)
        #expect(note.contains("log of the program that wrote it") && !note.contains("scan") && !note.contains("สแกน"))
    }

    @Test func otherAlphabets() throws {
        let time = DialectTime.thaiDigits
        func record(_ body: [UInt8], _ alphabet: String) -> SMSRecord? {
            let bytes = file(body, alphabet: alphabet, length: body.count)
            return SmstoolsMessage(bytes)?.record(of: bytes, time: time)
        }
        #expect(record([0x63, 0x61, 0x66, 0xE9], "ISO")?.text == "café")
        #expect(record(Array("ไฟดับ".utf8), "UTF-8")?.text == "ไฟดับ")
        #expect(record([1, 2, 3], "binary")?.text == nil)
        #expect(time.moment("26-11-22 10:10:02") == time.moment("20261122T101002"))
        #expect(time.moment("26-13-22 10:10:02") == nil && time.moment("") == nil)
    }
}
