internal import ComplaintModel
internal import Normalisation
internal import PipelineContract
internal import Testing

@Suite struct NormalisationStageTests {
    private func document(_ text: String? = nil) throws -> Document {
        let artefact = Artefact(sha256: ContentDigest(of: [1]), size: 1, mediaType: .tiff)
        let arrival = Arrival(
            channel: .scan, source: try #require(SourceName(rawValue: "po-box-1111")), channelKey: "a",
            receivedAt: Timestamp(milliseconds: 0), artefact: artefact, provenance: Provenance())
        return Document(item: ItemID(arrival.id), arrival: arrival, pages: [], text: text)
    }

    private func reading(_ page: Int, _ lines: [String], _ origin: PageReading.Origin = .recognised) -> PageReading {
        let box = Box(x: 0, y: 0, width: 1, height: 1)
        return PageReading(
            page: page, origin: origin,
            lines: lines.map { Line(text: $0, confidence: 90, risk: 0, box: box, clusters: []) }, confidence: 90,
            reader: "test")
    }

    private func scalars(_ text: String) -> [Unicode.Scalar] { Array(text.unicodeScalars) }

    private func process(_ transcript: Transcript) async throws -> Outcome {
        let context = StageContext(item: transcript.document.item, now: Timestamp(milliseconds: 0))
        return try await NormalisationStage().process(transcript, context: context)
    }

    @Test func textIsNormalisedAndGoesOn() async throws {
        let transcript = Transcript(document: try document("นํ้าไม่ไหล\u{200B}"), readings: [], doubts: [])
        guard case .advance(let parcels) = try await process(transcript) else {
            Issue.record("The text must go on.")
            return
        }
        let payload = try #require(parcels.first?.payload as? NormalisedTranscript)
        #expect(parcels.map(\.queue) == [.structure])
        #expect(scalars(payload.text) == scalars("น้ำไม่ไหล"))
        #expect(payload.transcript == transcript)
    }

    @Test func recognisedPagesLoseSpacesInsideWordsAndSentTextDoesNot() throws {
        let stage = NormalisationStage()
        let page = Transcript(document: try document(), readings: [reading(1, ["ขอความ ช่วยเห ลือ"])], doubts: [])
        #expect(!scalars(stage.normalise(page).text).elementsEqual(scalars("ขอความ ช่วยเห ลือ")))
        let sent = Transcript(document: try document("ขอความ ช่วยเห ลือ"), readings: [], doubts: [])
        #expect(scalars(stage.normalise(sent).text) == scalars("ขอความ ช่วยเห ลือ"))
    }

    @Test func pagesArePartedByABlankLine() throws {
        let transcript = Transcript(
            document: try document(), readings: [reading(1, ["ไฟดับ"]), reading(2, ["น้ำไม่ไหล"], .textLayer)], doubts: [])
        #expect(scalars(NormalisationStage().normalise(transcript).text) == scalars("ไฟดับ\n\nน้ำไม่ไหล"))
    }

    @Test func editsCountThroughAllPages() throws {
        let transcript = Transcript(
            document: try document(), readings: [reading(1, ["ทํา"]), reading(2, ["นํา"])], doubts: [])
        let normalised = NormalisationStage().normalise(transcript)
        let (raw, text) = (scalars(transcript.text), scalars(normalised.text))
        let composed = normalised.edits.filter { $0.rule == "N08" }
        #expect(composed.count == 2)
        for edit in composed {
            #expect(Array(raw[edit.from.range].suffix(2)) == scalars("\u{0E4D}\u{0E32}"))
            #expect(text[edit.to.range].last == "\u{0E33}")
        }
        #expect(normalised.edits.contains { $0.rule == "page" && Array(raw[$0.from.range]) == ["\u{C}"] })
    }

    @Test func operatorsTextIsTakenAsItStands() throws {
        let review = ReviewRecord(
            operatorName: "a", decidedAt: Timestamp(milliseconds: 0), decision: .corrected, text: "ไฟ ดับ\u{C}น้ำไม่ไหล")
        let transcript = Transcript(
            document: try document(), readings: [reading(1, ["อะไรก็ไม่รู้"])], review: review, doubts: [])
        #expect(scalars(NormalisationStage().normalise(transcript).text) == scalars("ไฟ ดับ\n\nน้ำไม่ไหล"))
    }

    @Test(arguments: ["", "   ", "\n \n", "…", "-"])
    func emptyTextIsHeldWithItsReason(_ text: String) async throws {
        let transcript = Transcript(document: try document(), readings: [reading(1, [text])], doubts: [])
        guard case .hold(let held) = try await process(transcript) else {
            Issue.record("An empty reading must wait for an operator.")
            return
        }
        #expect(held.doubts.map(\.kind) == [.emptyReading])
        #expect(held.subject == .document(transcript.document))
    }

    @Test func knownDoubtOfAnEmptyReadingIsNotDoubled() async throws {
        let doubt = Doubt(.unreadablePage, page: 1, detail: "The page could not be read.")
        let transcript = Transcript(document: try document(), readings: [], doubts: [doubt])
        guard case .hold(let held) = try await process(transcript) else {
            Issue.record("An empty reading must wait for an operator.")
            return
        }
        #expect(held.doubts == [doubt])
    }

    @Test func emptyTextThatAnOperatorAcceptedGoesOn() async throws {
        let review = ReviewRecord(operatorName: "a", decidedAt: Timestamp(milliseconds: 0), decision: .accepted)
        let transcript = Transcript(document: try document(), readings: [], review: review, doubts: [])
        guard case .advance(let parcels) = try await process(transcript) else {
            Issue.record("What an operator accepted must go on.")
            return
        }
        #expect(parcels.map(\.queue) == [.structure])
    }
}
