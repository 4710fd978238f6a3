import ComplaintModel
import FolderWatching
import Testing

@testable import SMSChannel

@Suite struct GammuTests {
    private func hex(_ bytes: [UInt8]) -> String {
        bytes.map { String($0 >> 4, radix: 16, uppercase: true) + String($0 & 15, radix: 16, uppercase: true) }.joined()
    }

    private func section(_ number: Int, _ units: [UInt8], udh: String? = nil) -> [UInt8] {
        // Gammu cuts the comment anywhere in a character.
        var lines = Array("[SMSBackup00\(number)]\n; ".utf8) + [0xE0, 0xB8, 0x0A]
        let digits = hex(units)
        let (first, second) = (digits.prefix(40), digits.dropFirst(40))
        let rest = [
            "PDU = Deliver", "DateTime = 20261122T101252", "Number = \"+66812345678\"",
            "NumberUnicode = \(hex("+66812345678".bigEndian))", udh.map { "UDH = \($0)" }, "Text00 = \(first)",
            second.isEmpty ? nil : "Text01 = \(second)", "Coding = Unicode_No_Compression",
            "Length = \(units.count / 2)", "MessageReference = 0", "", "",
        ]
        lines += Array(rest.compactMap(\.self).joined(separator: "\n").utf8)
        return lines
    }

    @Test func aFileWithDetailsHoldsAllParts() async throws {
        let folder = try GatewayFolder(GammuFiles(format: .detail))
        let units = "ไฟดับบ่อยมากในซอย😡".bigEndian
        // The pair of surrogates falls apart between the two sections.
        let cut = units.count - 2
        let file =
            section(0, Array(units[..<cut]), udh: "050003150201")
            + section(1, Array(units[cut...]), udh: "050003150202")
        let name = "IN20261122_101252_00_+66812345678_00.txt"
        try folder.write(Array(file.dropLast(60)), to: name)
        #expect(try await folder.settle(30).taken == 0)
        try folder.write(file, to: name)
        #expect(try await folder.settle().taken == 1)
        let records = folder.intake.records.sorted { ($0.part?.number ?? 0) < ($1.part?.number ?? 0) }
        #expect(records.map(\.part?.total) == [2, 2] && records.map(\.part?.number) == [1, 2])
        #expect(records.flatMap(\.payload.bytes) == units)
        #expect(records.allSatisfy { $0.sender == "+66812345678" && $0.sentAt == Timestamp("2026-11-22T03:12:52Z") })
    }

    /// Version 1.42 writes twice as many bytes as the text has in UTF-8: what follows the first zero is of others.
    @Test func leftoversBehindAUnicodeTextAreNotRead() async throws {
        let folder = try GatewayFolder(GammuFiles(format: .unicode))
        let file = [0xFE, 0xFF] + "ไฟดับ".bigEndian + [0, 0] + "ความลับของคนอื่น".bigEndian
        try folder.write(file, to: "IN20261122_101113_00_0812345678_00.txt")
        #expect(try await folder.settle().taken == 1)
        let record = try #require(folder.intake.records.first)
        #expect(record.text == "ไฟดับ" && record.payload.bytes == "ไฟดับ".bigEndian)
        #expect(record.sender == "0812345678" && record.part == nil)
        #expect(record.originals.map(\.bytes) == [file], "the evidence is the file as it was")
    }

    @Test(arguments: [GammuFiles.Format.standard, .unicode])
    func partsAreThoseThatLieTogether(_ format: GammuFiles.Format) async throws {
        let folder = try GatewayFolder(GammuFiles(format: format), deleting: true)
        let texts = ["ไฟดับบ่อย", "มากในซอย", "ลาดพร้าว"]
        for (part, text) in texts.enumerated() {
            try folder.write(
                format == .unicode ? [0xFE, 0xFF] + text.bigEndian : Array(text.utf8),
                to: "IN20261122_101242_00_+66899999999_0\(part).txt")
        }
        try folder.write(Array("plain".utf8), to: "IN20261122_101242_01_AIS_INFO_00.txt")
        #expect(try await folder.settle().taken == 4)
        let records = folder.intake.records
        let parts = records.filter { $0.part != nil }.sorted { ($0.part?.number ?? 0) < ($1.part?.number ?? 0) }
        #expect(parts.map(\.part?.number) == [1, 2, 3] && parts.allSatisfy { $0.part?.total == 3 })
        #expect(Set(parts.map(\.part?.reference)).count == 1)
        #expect(records.filter { $0.part == nil }.map(\.sender) == ["AIS_INFO"])
    }

    @Test func otherFilesAreLeftAlone() async throws {
        let folder = try GatewayFolder(GammuFiles(format: .standard))
        for name in ["notes.txt", "IN20261122_101242_00_0812345678_00.doc", "IN2026_1_0_5_0.txt"] {
            try folder.write(Array("x".utf8), to: name)
        }
        #expect(try await folder.settle().taken == 0)
        #expect(folder.names.count == 3)
    }

    @Test func bytesAreKeptAsBytes() async throws {
        let folder = try GatewayFolder(GammuFiles(format: .detail))
        try folder.write([1, 2, 3], to: "IN20261122_101242_00_0812345678_00.bin")
        #expect(try await folder.settle().taken == 1)
        #expect(folder.intake.records.map(\.payload) == [SMSRecord.Payload(.binary, [1, 2, 3])])
    }
}
