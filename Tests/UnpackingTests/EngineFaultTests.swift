import ComplaintModel
import EngineContract
import PipelineContract
import TestPages
import Testing

/// The engine crashes, hangs, lies and talks nonsense: one page is lost at worst, and a person learns of it.
@Suite struct EngineFaultTests {
    private static let picture = TIFFWriter.file([.letter(lines: 3, resolution: 30)])
    private let file = TIFFWriter.file([Sheet(resolution: 20), Sheet(resolution: 20), Sheet(resolution: 20)])

    private static func page(
        width: Int = 100, height: Int = 100, ink: Double = 0.05, blank: Bool = false, image: [UInt8]? = picture
    ) -> DrawnPage {
        DrawnPage(width: width, height: height, inkShare: ink, isBlank: blank, image: image)
    }

    private func engine(_ page: @escaping @Sendable (Int) throws -> DrawnPage) -> ScriptedEngine {
        let headers = [Inspection.PageHeader](repeating: .init(width: 100, height: 100), count: 3)
        return ScriptedEngine(inspection: { Inspection(pages: headers) }, page: page)
    }

    @Test(arguments: [
        EngineFault.crashed("signal 11"), .timedOut(seconds: 120), .unreadable("The page is damaged."),
        .tooLarge(limit: "40000000 pixels a page", found: "more"), .nonsense("half an answer"),
    ])
    func aFaultCostsOnePage(_ fault: EngineFault) async throws {
        let engine = engine { if $0 == 2 { throw fault } else { Self.page() } }
        let document = try #require(try await unpack(file, with: engine).outcome.document)
        #expect(document.pages.map(\.number) == [1, 3])
        #expect(document.notes.map(\.reason) == [.unreadable])
        #expect(document.doubts.map(\.kind) == [.unreadablePage])
        #expect(document.doubts.first?.page == 2)
    }

    @Test func aDocumentOfLostPagesIsHeld() async throws {
        let engine = engine { _ in throw EngineFault.crashed("signal 9") }
        let held = try #require(try await unpack(file, with: engine).outcome.heldCase)
        #expect(held.doubts.first?.kind == .unopened)
        #expect(held.document.notes.count == 3)
    }

    @Test func lostAndBlankPagesAloneAreHeldToo() async throws {
        let engine = engine {
            if $0 == 1 { throw EngineFault.crashed("signal 9") } else { Self.page(ink: 0, blank: true) }
        }
        let held = try #require(try await unpack(file, with: engine).outcome.heldCase)
        #expect(held.doubts.map(\.kind) == [.emptyReading, .unreadablePage])
        #expect(held.document.pages.map(\.number) == [2, 3])
    }

    @Test func anEngineThatCannotBeHadIsNoFaultOfTheLetter() async throws {
        let absent = EngineFault.unavailable("no worker")
        let fault = HouseFault(absent.description)
        await #expect(throws: fault) { try await unpack(file, with: engine { _ in throw absent }) }
        let deaf = ScriptedEngine(inspection: { throw absent }, page: { _ in throw absent })
        await #expect(throws: fault) { try await unpack(file, with: deaf) }
    }

    @Test(arguments: [
        page(width: 0), page(width: -5, height: -5), page(width: .max, height: .max), page(ink: .nan), page(ink: 7),
        page(image: nil), page(image: []), page(image: Array("<html>".utf8)),
    ])
    func liesAboutAPageAreNotBelieved(_ lie: DrawnPage) async throws {
        let document = try #require(
            try await unpack(file, with: engine { $0 == 3 ? lie : Self.page() }).outcome.document)
        #expect(document.pages.map(\.number) == [1, 2])
        #expect(document.doubts.map(\.page) == [3])
    }

    @Test func aPageFullOfInkIsNotBlankWhateverIsSaid() async throws {
        let engine = engine { Self.page(ink: $0 == 2 ? 0.3 : 0.05, blank: $0 == 2) }
        #expect(try await unpack(file, with: engine).outcome.document?.pages.count == 3)
    }

    @Test(arguments: [0, 501, 100_000])
    func liesAboutTheNumberOfPagesAreNotBelieved(_ count: Int) async throws {
        let headers = [Inspection.PageHeader](repeating: .init(width: 100, height: 100), count: count)
        let engine = ScriptedEngine(inspection: { Inspection(pages: headers) }, page: { _ in Self.page() })
        #expect(try await unpack(file, with: engine).outcome.heldCase?.doubts.map(\.kind) == [.unopened])
    }

    @Test func damageThatWasNoticedGoesToAPersonThoughThePagesGoOn() async throws {
        let headers = [Inspection.PageHeader(width: 100, height: 100)]
        let engine = ScriptedEngine(
            inspection: { Inspection(pages: headers, warnings: ["The file is cut off."]) }, page: { _ in Self.page() })
        let document = try #require(try await unpack(file, with: engine).outcome.document)
        #expect(document.doubts.map(\.kind) == [.unreadablePage])
        #expect(document.pages.count == 1)
    }

    @Test func lostEvidenceIsThrownForALaterTry() async {
        let engine = ScriptedEngine(inspection: { throw MissingEvidence() }, page: { _ in Self.page() })
        await #expect(throws: MissingEvidence.self) { try await unpack(file, with: engine) }
    }
}
