internal import ComplaintModel
internal import Foundation
internal import Structuring
internal import Testing

/// The tables that are shipped, and what is said of broken ones.
@Suite struct ReferenceDataTests {
    @Test func shippedTablesAreSound() throws { _ = try ReferenceData.bundled() }

    /// A copy of the shipped tables in a folder of its own, changed by `change`.
    private func folder(_ change: (URL) throws -> Void) throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tables-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: try #require(ReferenceData.bundledDirectory), to: folder)
        try change(folder)
        return folder
    }

    private func append(_ line: String, to name: String, in folder: URL) throws {
        let file = folder.appendingPathComponent(name)
        try (String(contentsOf: file, encoding: .utf8) + line + "\n").write(
            to: file, atomically: false, encoding: .utf8)
    }

    private func faults(_ folder: URL) -> [ReferenceFault] {
        defer { try? FileManager.default.removeItem(at: folder) }
        do {
            _ = try ReferenceData(directory: folder)
            return []
        } catch let error as ReferenceFaults {
            return error.faults
        } catch {
            return []
        }
    }

    @Test(arguments: [
        ("categories.tsv", "ไฟฟ้า\tไฟหาย\tหนัก", "lacks a category or a weight"),
        ("categories.tsv", "ไฟฟ้า\t\t5", "has no phrase"),
        ("kinds.tsv", "greivance\tแย่มาก\t5", "“greivance” is unknown here"),
        ("titles.tsv", "ท่าน\t\tcivl", "“civl” is unknown here"),
        ("cues.tsv", "writter\tข้าน้อย", "“writter” is unknown here"),
        ("urgency.tsv", "maybe\tเร็วๆ", "“maybe” is unknown here"),
        ("agency_rules.tsv", "ไฟฟ้า\t\t\tการไฟฟ้าจังหวัด\t80", "the agency “การไฟฟ้าจังหวัด” is unknown"),
        ("agency_rules.tsv", "ไฟ\t\t\tการไฟฟ้านครหลวง\t80", "the category “ไฟ” is unknown"),
        ("agency_rules.tsv", "ไฟฟ้า\t\tทุกที่\tการไฟฟ้านครหลวง\t80", "provinces or priority cannot be read"),
        ("agency_contexts.tsv", "ทช.\tกองทัพบก\tถนน", "abbreviation and agency do not belong together"),
        ("agencies.tsv", "department\tกรมใหม่\tกม.\tกระทรวงที่ไม่มี", "its parent “กระทรวงที่ไม่มี” is not in the file"),
        ("agencies.tsv", "office\tกรมใหม่\t\t", "“office” is no kind of agency"),
        ("deadlines.tsv", "law\tcategory\tไม่มี\t30\tworking", "match and value do not fit"),
        ("deadlines.tsv", "general\talways\t\t0\tworking", "the period cannot be read"),
        ("police_regions.tsv", "99\tตำรวจภูธรภาค 10", "“ตำรวจภูธรภาค 10” is unknown"),
        ("holidays_th.tsv", "2026-02-30\tวันหยุด\tlisted", "“2026-02-30” is no day"),
        ("gazetteer.tsv", "S\t999901\tใหม่\tMai\t9999\t99999", "its parent is not above it"),
        ("gazetteer.tsv", "S\t120101\tสวนใหญ่\tSuan Yai\t1201\t11000", "the code 120101 is there twice"),
        (
            "gazetteer_abolished.tsv", "129999\tเก่า\t\t2020-01-01\t129998\tname",
            "its successor 129998 is not in gazetteer.tsv"
        ),
        ("gazetteer_aliases.tsv", "เมืองใหม่\t99", "its province code is unknown"),
        ("urgency.tsv", "yes\tเร็ว\tมาก", "has 3 columns where 2 are expected"),
        ("agency_rules.tsv", "ไฟฟ้า\t\t\tสำนักไฟ{province}\t80", "the agency “สำนักไฟ{province}” is unknown"),
        ("kinds.tsv", "complaint\t{การพะนัน}\t3", "the category “การพะนัน” is unknown"),
        ("deadlines.tsv", "law\tphrase\tพ.ร.บ.\t30\tweeks", "the period cannot be read"),
        ("spellings.tsv", "\tประปา", "has no phrase"),
        ("spellings.tsv", "ปะปา\t", "has no phrase"),
    ])
    func faultNamesFileLineAndRemedy(_ name: String, _ line: String, _ problem: String) throws {
        let folder = try folder { try append(line, to: name, in: $0) }
        let lines = try TestTable.lineCount(folder.appendingPathComponent(name))
        let found = faults(folder)
        #expect(found.contains { $0.file == name && $0.line == lines && $0.problem == problem && !$0.remedy.isEmpty })
    }

    @Test func allFaultsComeAtOnce() throws {
        let folder = try folder {
            try append("ไฟฟ้า\t\t5", to: "categories.tsv", in: $0)
            try append("maybe\tเร็วๆ", to: "urgency.tsv", in: $0)
            try FileManager.default.removeItem(at: $0.appendingPathComponent("titles.tsv"))
        }
        #expect(Set(faults(folder).map(\.file)).isSuperset(of: ["categories.tsv", "urgency.tsv", "titles.tsv"]))
    }

    @Test func nearestWordIsOffered() throws {
        let folder = try folder { try append("greivance\tแย่มาก\t5", to: "kinds.tsv", in: $0) }
        #expect(faults(folder).contains { $0.remedy.contains("Did you mean “grievance”?") })
    }

    @Test func wrongHeadingIsNamed() throws {
        let folder = try folder {
            try "phrase\tcue\n".write(to: $0.appendingPathComponent("cues.tsv"), atomically: false, encoding: .utf8)
        }
        #expect(faults(folder).contains { $0.file == "cues.tsv" && $0.line == 1 })
    }

    @Test func aRowThatStandsTwiceIsNamedWithBothLines() throws {
        let folder = try folder { try append("urgent", to: "urgency.tsv", in: $0) }
        let file = folder.appendingPathComponent("urgency.tsv")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        let second = try #require(lines.dropFirst().first)
        try append(String(second), to: "urgency.tsv", in: folder)
        let found = faults(folder).filter { $0.problem == "is the same as line 2" }
        #expect(found.map(\.line) == [lines.count + 1])
    }

    @Test func otherEncodingsAreNamedWithTheLine() throws {
        let folder = try folder { folder in
            let file = folder.appendingPathComponent("urgency.tsv")
            // "yes", a tab and ด่วน as Windows wrote it before Unicode.
            let row = Array("yes\t".utf8) + [0xB4, 0xE8, 0xC7, 0xB9, 0x0A]
            try Data(Array("urgent\tphrase\n".utf8) + row).write(to: file)
        }
        let found = faults(folder)
        #expect(found.contains { $0.file == "urgency.tsv" && $0.line == 2 && $0.remedy.contains("UTF-8") })
    }

    @Test func whatEditorsAddIsNoFault() throws {
        let folder = try folder { folder in
            let file = folder.appendingPathComponent("urgency.tsv")
            let table = try String(contentsOf: file, encoding: .utf8)
            let windows = table.replacing("\n", with: "\r\n") + "yes\t  รีบมากๆ  \r\n"
            try Data([0xEF, 0xBB, 0xBF] + Array(windows.utf8)).write(to: file)
        }
        defer { try? FileManager.default.removeItem(at: folder) }
        let reader = ComplaintReader(reference: try ReferenceData(directory: folder))
        let read = reader.read("รีบมากๆ ครับ", channel: .sms, receivedAt: try TestFile.noon("2026-11-20"), sender: nil)
        #expect(read.fields.urgent.map(\.value.scalars) == ["รีบมากๆ".scalars])
    }

    @Test func officersRulesTakeEffect() throws {
        let folder = try folder {
            try append("สวนสัตว์\tลิงกัด\t9", to: "categories.tsv", in: $0)
            try append("สวนสัตว์\t\t\tองค์การสวนสัตว์แห่งประเทศไทย\t90", to: "agency_rules.tsv", in: $0)
            try append("agency\tagency\tองค์การสวนสัตว์แห่งประเทศไทย\t5\tworking", to: "deadlines.tsv", in: $0)
        }
        defer { try? FileManager.default.removeItem(at: folder) }
        let reader = ComplaintReader(reference: try ReferenceData(directory: folder))
        let structure = reader.read("ลิงกัดลูกผม", channel: .sms, receivedAt: try TestFile.noon("2026-11-20"), sender: nil)
        #expect(structure.category.scalars == "สวนสัตว์".scalars)
        #expect(structure.agencies.first?.name.scalars == "องค์การสวนสัตว์แห่งประเทศไทย".scalars)
        #expect(structure.deadline.rule == .agency)
        #expect(structure.deadline.date.rawValue == "2026-11-27")
    }

    @Test func rulesOfNoCategoryHoldWhereNoneSpeaks() throws {
        let zoo = "องค์การสวนสัตว์แห่งประเทศไทย"
        let folder = try folder { try append("อื่น ๆ\tยีราฟ\t\t\(zoo)\t90", to: "agency_rules.tsv", in: $0) }
        defer { try? FileManager.default.removeItem(at: folder) }
        let reader = ComplaintReader(reference: try ReferenceData(directory: folder))
        let noon = try TestFile.noon("2026-11-20")
        func agencies(_ text: String) -> [[Unicode.Scalar]] {
            reader.read(text, channel: .sms, receivedAt: noon, sender: nil).agencies.map(\.name.scalars)
        }
        #expect(agencies("ยีราฟวิ่งมา") == [zoo.scalars])
        #expect(!agencies("ยีราฟวิ่งมาชนเสาไฟฟ้า ไฟดับทั้งซอย").contains(zoo.scalars))
    }

    @Test func phrasesAreFoundInOtherSpellings() throws {
        let folder = try folder {
            try append("สวนสัตว์\tยีราฟป่วยหนัก\t9", to: "categories.tsv", in: $0)
            try append("ยีหราบ\tยีราฟ", to: "spellings.tsv", in: $0)
        }
        defer { try? FileManager.default.removeItem(at: folder) }
        let reader = ComplaintReader(reference: try ReferenceData(directory: folder))
        let noon = try TestFile.noon("2026-11-20")
        func category(_ text: String, _ channel: ChannelKind) -> [Unicode.Scalar] {
            reader.read(text, channel: channel, receivedAt: noon, sender: nil).category.scalars
        }
        #expect(category("ยีหราบป่วยหนักครับ", .sms) == "สวนสัตว์".scalars)
        // A scan may have lost one mark of a long phrase, a message has not.
        #expect(category("ยีราฟปวยหนักครับ", .scan) == "สวนสัตว์".scalars)
        #expect(category("ยีราฟปวยหนักครับ", .sms) != "สวนสัตว์".scalars)
        #expect(category("ยีราฟปวยหนกครับ", .scan) != "สวนสัตว์".scalars)
    }

    @Test func newHolidayMovesADeadline() throws {
        let folder = try folder { try append("2026-11-23\tวันหยุดพิเศษ\tlisted", to: "holidays_th.tsv", in: $0) }
        defer { try? FileManager.default.removeItem(at: folder) }
        let day = try #require(CalendarDate(rawValue: "2026-11-20"))
        let reader = try TestFile.reader()
        let old = reader.read("ไฟดับ", channel: .sms, receivedAt: try TestFile.noon("2026-11-20"), sender: nil).deadline
        let new = try ReferenceData(directory: folder).calendar.recomputed(old, receivedOn: day)
        #expect(old.date.rawValue == "2026-12-15")
        #expect(new.date.rawValue == "2026-12-16")
        #expect(new.workingDays == old.workingDays)
    }
}

private enum TestTable {
    static func lineCount(_ file: URL) throws -> Int {
        try String(contentsOf: file, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false).count - 1
    }
}
