import EngineContract
import Foundation
import Testing

@testable import JailedEngine

@Suite struct ReadingBenchTests {
    @Test func bothWaysAreTimedAndMemoryIsSeen() async throws {
        let engine = JailedEngine(Bench.configuration())
        defer { engine.shutDown() }
        #expect(engine.peakMemory.worker == 0)
        let page = try Bench.sample("desk-1/SCAN0001.tif")
        let result = try await engine.bench([page], rounds: 1)
        #expect(result.pages == 1 && result.workers == 1)
        #expect(result.pooledProcessorSeconds > 0 && result.bareProcessorSeconds > 0)
        #expect(result.ratio > 0 && result.processorRatio > 0)
        let used = engine.processorSeconds
        _ = try await engine.recognise(page, settings: RecognitionSettings(), limits: EngineLimits())
        #expect(engine.processorSeconds > used)
        #expect(engine.peakMemory.worker > 10_000_000 && engine.peakMemory.daemon > 1_000_000)
    }
}
