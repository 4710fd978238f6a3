import ComplaintModel
import EngineContract
import PipelineContract
import Recognition
import Testing

@Suite struct RecognitionStageTests {
    @Test func readsEveryPageInOrder() async throws {
        let trial = try await Trial(pages: 3) { reading(["หน้า \($0)"]) }
        let transcript = try #require(trial.transcript)
        #expect(transcript.readings.map(\.page) == [1, 2, 3])
        #expect(transcript.readings.allSatisfy { $0.origin == .recognised && $0.warnings == ["straightened"] })
        #expect(transcript.text == "หน้า 1\u{C}หน้า 2\u{C}หน้า 3")
        #expect(transcript.doubts.isEmpty)
    }

    @Test(arguments: [
        EngineFault.crashed("signal 11"), .timedOut(seconds: 120), .unreadable("The image is damaged."),
        .tooLarge(limit: "pixels_per_page 40000000", found: "100000 x 100000"), .nonsense("rubbish"),
    ])
    func losesOnePageAtWorst(fault: EngineFault) async throws {
        let trial = try await Trial(pages: 3) { page in
            guard page != 2 else { throw fault }
            return reading()
        }
        let transcript = try #require(trial.transcript)
        #expect(transcript.readings.map(\.page) == [1, 3])
        #expect(transcript.doubts.map(\.kind) == [.unreadablePage])
        #expect(transcript.doubts.map(\.page) == [2])
    }

    @Test func triesAgainLaterWhereTheEngineIsMissing() async throws {
        await #expect(throws: HouseFault(EngineFault.unavailable("no worker").description)) {
            _ = try await Trial(pages: 2) { page in
                guard page == 1 else { throw EngineFault.unavailable("no worker") }
                return reading()
            }
        }
    }

    @Test func takesAWorkerThatDiesWithTheDaemonForNoFaultOfThePage() async throws {
        let task = Task {
            try await Trial { _ in
                withUnsafeCurrentTask { $0?.cancel() }
                throw EngineFault.crashed("signal 9")
            }
        }
        await #expect(throws: CancellationError.self) { _ = try await task.value }
    }

    @Test(arguments: [
        reading(width: 101), reading(risk: 1.5), reading(risk: -.infinity), reading(risk: .nan), reading(cover: 2),
        reading(confidence: 101), reading(["a\u{1B}[2Jb"]), reading(["a\nb"]),
        reading(box: Box(x: 90, y: 0, width: 50, height: 5)), reading(box: Box(x: -1, y: 0, width: 5, height: 5)),
        reading(box: Box(x: 1, y: 1, width: .max, height: .max)), reading([String](repeating: "ก", count: 2001)),
        reading([String(repeating: "ก", count: 30_000)]),
    ])
    func believesNoLie(answer: Recognition) async throws {
        let trial = try await Trial(pages: 2) { $0 == 1 ? reading() : answer }
        let transcript = try #require(trial.transcript)
        #expect(transcript.readings.map(\.page) == [1])
        #expect(transcript.doubts.map(\.kind) == [.unreadablePage])
    }

    @Test func neverMakesAnEmptyComplaint() async throws {
        let empty = try await Trial(pages: 2) { _ in reading([]) }
        #expect(empty.transcript == nil)
        #expect(empty.held?.doubts.map(\.kind) == [.emptyReading, .emptyReading])
        #expect(empty.held?.document == empty.document)

        let lost = try await Trial(pages: 2) { _ in throw EngineFault.crashed("signal 6") }
        #expect(lost.held?.doubts.map(\.kind) == [.unreadablePage, .unreadablePage])

        let nothing = try await Trial(pages: 0) { _ in reading() }
        #expect(nothing.held?.doubts.map(\.kind) == [.emptyReading])
    }

    @Test func keepsTheTextOfALetterWhosePagesAreLost() async throws {
        let trial = try await Trial(pages: 1, text: "เนื้อความ") { _ in throw EngineFault.timedOut(seconds: 1) }
        let transcript = try #require(trial.transcript)
        #expect(transcript.text == "เนื้อความ")
        #expect(transcript.doubts.map(\.kind) == [.unreadablePage])
    }

    @Test func doubtsLinesByTheirRisk() async throws {
        let policy = DoubtPolicy(holdAboveRisk: 0.4)
        let sure = try await Trial(policy: policy) { _ in reading(["ก", "ข"], risk: 0.4) }
        #expect(sure.transcript?.doubts.isEmpty == true)
        let unsure = try await Trial(policy: policy) { _ in reading(["ก", "ข"], risk: 0.41) }
        #expect(unsure.transcript?.doubts.map(\.kind) == [.doubtfulLine, .doubtfulLine])
        #expect(unsure.transcript?.doubts.map(\.line) == [1, 2])
        #expect(unsure.transcript?.doubts.map(\.page) == [1, 1])
    }

    @Test func doubtsPagesReadInPartOrDamaged() async throws {
        let partly = try await Trial { _ in reading(cover: 0.9) }
        #expect(partly.transcript?.doubts.map(\.kind) == [.emptyReading])
        let damaged = try await Trial { _ in reading(isDamaged: true) }
        #expect(damaged.transcript?.doubts.map(\.kind) == [.unreadablePage])
        #expect(damaged.transcript?.readings.count == 1)
    }

    @Test func leavesHandwritingToAnOperatorWhole() async throws {
        let whole = try await Trial(pages: 1) { _ in reading(["ปยมบ"], looksHandwritten: true) }
        #expect(whole.transcript == nil)
        #expect(whole.held?.doubts.map(\.kind) == [.handwriting])
        let partly = try await Trial(pages: 2) { reading(looksHandwritten: $0 == 2) }
        #expect(partly.transcript?.readings.map(\.page) == [1])
        #expect(
            partly.transcript?.doubts == [
                Doubt(.handwriting, page: 2, detail: partly.transcript?.doubts.first?.detail ?? "")
            ])
        #expect(partly.transcript?.doubts.first?.detail.contains("handwritten") == true)
    }

    @Test func keepsNoTextOfTheLetterInADoubt() async throws {
        let trial = try await Trial { _ in reading(["ความลับ"], risk: 1, cover: 0, isDamaged: true) }
        let doubts = try #require(trial.transcript?.doubts)
        #expect(doubts.count == 3)
        #expect(doubts.allSatisfy { doubt in !doubt.detail.unicodeScalars.contains { $0.value >= 0x0E00 } })
    }
}
