import Testing

@testable import JailedEngine

@Suite struct ReadingBenchTests {
    @Test func bothWaysAreTimedAndMemoryIsSeen() async throws {
        let engine = JailedEngine(Bench.configuration())
        defer { engine.shutDown() }
        #expect(engine.peakMemory.worker == 0)
        let used = engine.processorSeconds
        let result = try await engine.bench([try Bench.sample("desk-2/note.jpg")], rounds: 1)
        #expect(result.pages == 1 && result.workers == 1)
        #expect(result.pooledProcessorSeconds > 0 && result.bareProcessorSeconds > 0)
        #expect(result.ratio > 0 && result.processorRatio > 0)
        #expect(engine.processorSeconds - used > result.pooledProcessorSeconds)
        #expect(engine.peakMemory.worker > 10_000_000 && engine.peakMemory.daemon > 1_000_000)
    }
}
