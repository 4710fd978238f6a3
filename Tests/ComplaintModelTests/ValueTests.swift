import ComplaintModel
import Foundation
import Testing

@Suite struct CalendarTests {
    @Test func everyDayOfFourCenturiesComesBack() throws {
        let first = try #require(CalendarDate(rawValue: "1700-01-01")).daysSinceEpoch
        var weekday = CalendarDate(daysSinceEpoch: first).weekday
        for day in first..<(first + 146_097) {
            let date = CalendarDate(daysSinceEpoch: day)
            #expect(date.daysSinceEpoch == day)
            #expect(date.weekday == weekday)
            #expect(CalendarDate(rawValue: date.rawValue) == date)
            weekday = (weekday + 1) % 7
        }
    }

    @Test(arguments: [
        "2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "26-01-01", "2026-04-31", "2026-11-22 ", "๒๐๒๖-๑๑-๒๒", "",
    ])
    func daysThatAreNoneAreRefused(_ text: String) { #expect(CalendarDate(rawValue: text) == nil) }

    @Test func knownDays() throws {
        let date = try #require(CalendarDate(year: 2026, month: 11, day: 22))
        #expect(date.weekday == 0)
        #expect(date.buddhistYear == 2569)
        #expect(date.adding(days: 40).rawValue == "2027-01-01")
        #expect(CalendarDate(year: 2024, month: 2, day: 29) != nil)
        #expect(CalendarDate(year: 2100, month: 2, day: 29) == nil)
    }
}

@Suite struct TimestampTests {
    @Test func readsWhatItWrites() throws {
        for milliseconds: Int64 in [0, -1, 1, 1_795_323_132_123, -62_000_000_000_000, 253_402_300_799_999] {
            let moment = Timestamp(milliseconds: milliseconds)
            #expect(Timestamp(moment.description) == moment)
        }
    }

    @Test(arguments: [
        ("2026-11-22T05:08:52Z", 1_795_324_132_000), ("2026-11-22T12:08:52+07:00", 1_795_324_132_000),
        ("2026-11-22T05:08:52.5Z", 1_795_324_132_500), ("2026-11-21T22:08:52.123456-0700", 1_795_324_132_123),
    ])
    func readsOffsetsAndFractions(_ text: String, _ milliseconds: Int64) {
        #expect(Timestamp(text)?.milliseconds == milliseconds)
    }

    @Test(arguments: [
        "2026-11-22", "2026-11-22T05:08:52", "2026-11-22T25:08:52Z", "2026-11-22T05:08:52+7", "2026-11-22T05:08:52.Z",
        "2026-02-30T05:08:52Z", "x",
    ])
    func refusesWhatIsNoMoment(_ text: String) { #expect(Timestamp(text) == nil) }

    @Test func theDayInThailandBeginsAtSeventeenUTC() throws {
        #expect(try #require(Timestamp("2026-11-22T16:59:59Z")).thaiDate.rawValue == "2026-11-22")
        #expect(try #require(Timestamp("2026-11-22T17:00:00Z")).thaiDate.rawValue == "2026-11-23")
    }
}

@Suite struct IdentityTests {
    let source = SourceName(rawValue: "po-box-1111")

    @Test func theSameKeyGivesTheSameIdentity() throws {
        let source = try #require(source)
        let one = ArrivalID(channel: .scan, source: source, channelKey: "a\u{0}1")
        #expect(one == ArrivalID(channel: .scan, source: source, channelKey: "a\u{0}1"))
        #expect(one != ArrivalID(channel: .scan, source: source, channelKey: "a\u{0}2"))
        #expect(ArrivalID(rawValue: one.rawValue) == one)
        #expect(one.rawValue.hasPrefix("s-"))
    }

    @Test func partsOfAnArrivalHaveIdentitiesFitForFileNames() throws {
        let arrival = ArrivalID(channel: .email, source: try #require(source), channelKey: "k")
        let part = ItemID(arrival, part: 12)
        #expect(part.rawValue == "\(arrival)/12")
        #expect(!part.fileName.contains("/"))
        #expect(ItemID(rawValue: part.rawValue) == part)
        #expect(ItemID(rawValue: part.fileName) == part)
        #expect(ItemID(rawValue: arrival.rawValue) == ItemID(arrival))
        for wrong in ["\(arrival)/0", "\(arrival)/01", "\(arrival)/", "\(arrival)/1/2", "../etc", ""] {
            #expect(ItemID(rawValue: wrong) == nil)
        }
    }

    @Test(arguments: ["", "1desk", "Desk", "a b", "../x", "ตู้", "-a", String(repeating: "a", count: 41)])
    func sourceNamesAreFitForFileNames(_ name: String) { #expect(SourceName(rawValue: name) == nil) }

    @Test func digestsAreThoseOfTheStandard() {
        // FIPS 180-4 examples.
        #expect(
            ContentDigest(of: Array("abc".utf8)).hex
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(
            ContentDigest(of: []).hex == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(ContentDigest(hex: "BA78") == nil)
    }
}

@Suite struct TrackingCodeTests {
    /// ISO/IEC 7064 MOD 37,36 finds every wrong character and all but a few swaps of neighbours.
    @Test func everyWrongCharacterAndNearlyEverySwapIsFound() throws {
        var (swaps, missed) = (0, 0)
        for number in [1, 123, 999_999, 135_792, 246_813, 1_234_567] {
            let code = TrackingCode(buddhistYear: 2569, number: number)
            #expect(TrackingCode(rawValue: code.rawValue) == code)
            let digits = Array(code.rawValue)
            for index in digits.indices.dropFirst(2) where digits[index].isNumber {
                for wrong in "0123456789" where wrong != digits[index] {
                    var changed = digits
                    changed[index] = wrong
                    #expect(TrackingCode(rawValue: String(changed)) == nil)
                }
                if index > 3, digits[index] != digits[index - 1], digits[index - 1].isNumber {
                    var swapped = digits
                    swapped.swapAt(index, index - 1)
                    swaps += 1
                    missed += TrackingCode(rawValue: String(swapped)) == nil ? 0 : 1
                }
            }
        }
        #expect(swaps >= 12)
        #expect(missed * 10 <= swaps)
    }

    @Test func readsItAsPeopleWriteIt() {
        let code = TrackingCode(buddhistYear: 2569, number: 123)
        #expect(code.rawValue.hasPrefix("RT69-000123-"))
        #expect(
            TrackingCode(rawValue: " \(code.rawValue.lowercased().replacingOccurrences(of: "-", with: " ")) ") == code)
        for wrong in ["", "RT", "1111", "RT69-000123", "XX69-000123-A", "RT69-000123-ก"] {
            #expect(TrackingCode(rawValue: wrong) == nil)
        }
    }
}

@Suite struct RecordCodingTests {
    @Test func fieldsLeaveEmptyListsOut() throws {
        var fields = Fields()
        fields.phone = [Finding(Phone(number: "+66812345678", kind: .mobile), confidence: 0.9, span: Span(3..<13))]
        fields.incidentDate = [
            Finding(
                .period(from: CalendarDate(daysSinceEpoch: 20000), to: CalendarDate(daysSinceEpoch: 20003)),
                confidence: 1, span: Span(0..<2))
        ]
        let data = try JSONEncoder().encode(fields)
        let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(Set(object.keys) == ["phone", "incident_date"])
        let phone = try #require((object["phone"] as? [[String: Any]])?.first)
        #expect(phone["span"] as? [Int] == [3, 13])
        #expect(try JSONDecoder().decode(Fields.self, from: data) == fields)
    }

    @Test func theTextOfATranscriptIsTheOperatorsWhereThereIsOne() throws {
        let source = try #require(SourceName(rawValue: "desk"))
        let arrival = Arrival(
            channel: .scan, source: source, channelKey: "k", receivedAt: Timestamp(milliseconds: 0),
            artefact: Artefact(sha256: ContentDigest(of: []), size: 0, mediaType: .png), provenance: Provenance())
        let document = Document(item: ItemID(arrival.id), arrival: arrival, pages: [])
        let readings = (1...2).map { page in
            PageReading(
                page: page, origin: .recognised,
                lines: ["ก", "ข"].map {
                    Line(
                        text: "\($0)\(page)", confidence: 90, risk: 0, box: Box(x: 0, y: 0, width: 1, height: 1),
                        clusters: [])
                }, confidence: 90, reader: "test")
        }
        let read = Transcript(document: document, readings: readings, doubts: [])
        #expect(read.text == "ก1\nข1\u{C}ก2\nข2")
        let review = ReviewRecord(
            operatorName: "a", decidedAt: Timestamp(milliseconds: 1), decision: .corrected, text: "ค")
        #expect(Transcript(document: document, readings: readings, review: review, doubts: []).text == "ค")
        let coded = try JSONEncoder().encode(ReviewCase(subject: .document(document), doubts: []))
        #expect(try JSONDecoder().decode(ReviewCase.self, from: coded).document == document)
    }

    @Test func mediaTypesAreToldByTheirFirstBytes() {
        #expect(MediaType(sniffing: [0x49, 0x49, 0x2A, 0]) == .tiff)
        #expect(MediaType(sniffing: Array("junk before %PDF-1.4".utf8)) == .pdf)
        #expect(MediaType(sniffing: [0xFF, 0xD8, 0xFF, 0xE0]) == .jpeg)
        #expect(MediaType(sniffing: Array("PK\u{3}\u{4}".utf8)) == .unknown)
        #expect(MediaType(sniffing: []) == .unknown)
    }
}
