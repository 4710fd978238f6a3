import ComplaintModel
import EngineContract
import PipelineContract
import TestPages
import Testing
import Unpacking

@Suite struct UnpackingTests {
    @Test func aSingleImageIsItsOwnPicture() async throws {
        let (outcome, evidence, arrival) = try await unpack(TIFFWriter.file([.letter()]))
        let document = try #require(outcome.document)
        #expect(document.pages.map(\.image) == [arrival.artefact])
        #expect(document.notes.isEmpty && document.doubts.isEmpty)
        #expect(evidence.digests == [arrival.artefact.sha256])
    }

    @Test func everyPageOfSeveralGetsAPictureInEvidenceAndBlankBacksAreNoted() async throws {
        let (outcome, evidence, arrival) = try await unpack(
            TIFFWriter.file([.letter(lines: 20), Sheet(), .letter(lines: 12), Sheet()]))
        let document = try #require(outcome.document)
        #expect(document.pages.map(\.number) == [1, 3])
        #expect(document.notes.map(\.number) == [2, 4])
        #expect(document.notes.allSatisfy { $0.reason == .blank })
        for page in document.pages {
            #expect(page.image.mediaType == .tiff)
            #expect(try !evidence.read(page.image.sha256).isEmpty)
            #expect(page.image != arrival.artefact)
        }
    }

    @Test func theTextLayerOfAPDFGoesWithThePicture() async throws {
        let (outcome, _, _) = try await unpack(PDFWriter.file([.text(["To whom it may concern"]), .text(["Second"])]))
        let pages = try #require(outcome.document).pages
        #expect(pages.count == 2)
        #expect(pages[0].textLayer?.contains("To whom it may concern") == true)
        #expect(pages[1].textLayer?.contains("concern") == false)
        #expect(pages.allSatisfy { $0.image.mediaType == .png && $0.width > 2000 })
    }

    @Test func aLetterOfBlankPagesIsForAPersonToJudge() async throws {
        let (outcome, _, _) = try await unpack(TIFFWriter.file([Sheet(), Sheet()]))
        let held = try #require(outcome.heldCase)
        #expect(held.doubts.map(\.kind) == [.emptyReading])
        #expect(held.document.pages.count == 2)
    }

    /// What a fax server says of a call goes with the letter: its pages are read, and a person looks.
    @Test(arguments: [
        [FaxDetail.error: "V.21 signal reception timeout\u{1B}"], [FaxDetail.unwitnessed: "true"],
        ["ending": "missing"],
    ])
    func aFaxThatMayNotBeWholeIsMarked(_ details: [String: String]) async throws {
        let document = try #require(
            try await unpack(TIFFWriter.file([.letter()]), by: .fax, details: details).outcome.document)
        #expect(document.pages.count == 1 && document.doubts.map(\.kind) == [.incomplete])
        #expect(!document.doubts[0].detail.contains("\u{1B}"))
        #expect(try await unpack(TIFFWriter.file([.letter()]), by: .fax).outcome.document?.doubts == [])
        #expect(try await unpack(TIFFWriter.file([.letter()]), details: details).outcome.document?.doubts == [])
    }

    @Test func messagesGoOnToBeJoined() async throws {
        let (outcome, _, arrival) = try await unpack(Array("{}".utf8), as: .json, by: .sms)
        guard case .advance(let parcels) = outcome else {
            Issue.record("the message was not passed on")
            return
        }
        #expect(parcels.map(\.queue) == [.join] && parcels.first?.payload as? Arrival == arrival)
    }

    @Test func reportsOfAGatewayAreRejectedByTheirRuleUnlessAPersonSaysOtherwise() async throws {
        let report = ["automatic": "status-report"]
        let (outcome, _, _) = try await unpack(Array("{}".utf8), as: .json, by: .sms, details: report)
        guard case .reject(let reason) = outcome else {
            Issue.record("the report went on")
            return
        }
        #expect(reason.hasPrefix("sms rule status-report: "))
        let overruled = report.merging([Provenance.overruled: "true"]) { $1 }
        guard case .advance = try await unpack(Array("{}".utf8), as: .json, by: .sms, details: overruled).outcome else {
            Issue.record("a person's word did not count")
            return
        }
    }

    @Test func runningTwiceGivesTheSame() async throws {
        let file = TIFFWriter.file([.letter(), Sheet()])
        let first = try await unpack(file).outcome.document
        #expect(try await unpack(file).outcome.document == first)
    }

    @Test func textGoesStraightToNormalisation() async throws {
        let text = "ร้องทุกข์เรื่องน้ำไม่ไหล"
        let (outcome, _, _) = try await unpack([0xEF, 0xBB, 0xBF] + Array(text.utf8), as: .text)
        guard case .advance(let parcels) = outcome, let transcript = parcels.first?.payload as? Transcript else {
            Issue.record("text was not passed on")
            return
        }
        #expect(parcels.map(\.queue) == [.normalise])
        #expect(Array(transcript.text.unicodeScalars) == Array(text.unicodeScalars))
    }

    /// A clerk's editor saved a note as TIS-620: it was held as "not in UTF-8" although every letter of it can be read.
    @Test(arguments: [ChannelKind.scan, .sms])
    func textInAnOldCharsetIsReadAndSaysSo(_ channel: ChannelKind) async throws {
        let text = "เรื่อง ขอให้ซ่อมถนนหน้าหมู่บ้าน"
        let bytes = text.unicodeScalars.map { $0.value < 0x80 ? UInt8($0.value) : UInt8($0.value - 0xE00 + 0xA0) }
        let (outcome, _, _) = try await unpack(
            bytes, as: channel == .sms ? .text : .unknown, by: channel, named: "note.TXT")
        guard case .advance(let parcels) = outcome, let transcript = parcels.first?.payload as? Transcript else {
            Issue.record("text was not passed on")
            return
        }
        #expect(Array(transcript.text.unicodeScalars) == Array(text.unicodeScalars))
        #expect(transcript.document.arrival.provenance.details["charset"] == "windows-874")
    }

    @Test func textInUTF16IsReadWithAMarkAndWithout() async throws {
        let text = "เรื่อง ขอให้ซ่อมถนน\nโทร 12"
        for (mark, name) in [([UInt8](), "utf-16-le"), ([0xFF, 0xFE], "utf-16")] {
            let bytes = mark + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
            let outcome = try await unpack(bytes, as: .unknown, named: "note.txt").outcome
            guard case .advance(let parcels) = outcome, let transcript = parcels.first?.payload as? Transcript else {
                Issue.record("text was not passed on: \(name)")
                continue
            }
            #expect(Array(transcript.text.unicodeScalars) == Array(text.unicodeScalars))
            #expect(transcript.document.arrival.provenance.details["charset"] == name)
        }
    }

    @Test func textThatIsNotCalledTextWaitsForAPerson() async throws {
        let bytes = Array("เรื่อง ขอให้ซ่อมถนน".utf8)
        #expect(try await unpack(bytes, as: .unknown, named: "note.rtf").outcome.heldCase != nil)
        #expect(try await unpack([0, 1, 2, 3] + bytes, as: .unknown, named: "note.txt").outcome.heldCase != nil)
        #expect(try await unpack(bytes, as: .unknown, named: "note.txt").outcome.heldCase == nil)
    }

    @Test(arguments: [([0x20, 0x0A, 0xC2, 0xA0], Doubt.Kind.emptyReading), ([0xDB, 0xFC, 0xFD, 0xDC], .unopened)])
    func textWithoutTextIsHeld(_ bytes: [UInt8], _ kind: Doubt.Kind) async throws {
        #expect(try await unpack(bytes, as: .text).outcome.heldCase?.doubts.map(\.kind) == [kind])
    }

    @Test(arguments: [Array("PK\u{3}\u{4}".utf8), [], Array("%PDF-1.4\nnothing".utf8), Array(TIFFWriter.header)])
    func whatCannotBeOpenedIsHeldWithTheReason(_ bytes: [UInt8]) async throws {
        let held = try #require(try await unpack(bytes).outcome.heldCase)
        #expect(held.doubts.map(\.kind) == [.unopened])
        #expect(held.document.pages.isEmpty)
        #expect(held.doubts.allSatisfy { !$0.detail.isEmpty })
    }

    @Test func aFileOfTooManyPixelsIsHeldWithTheLimit() async throws {
        var file = TIFFWriter.header
        TIFFWriter.append([(256, 4, 100_000), (257, 4, 100_000), (258, 3, 1), (259, 3, 4), (277, 3, 1)], to: &file)
        let detail = try #require(try await unpack(file).outcome.heldCase?.doubts.first?.detail)
        #expect(detail.contains("40000000 pixels a page"))
        #expect(detail.contains("100000 x 100000"))
    }
}
