public import EngineContract

/// How fast pages go through the pool, compared with the bare Tesseract API on the same prepared pages with as many
/// worker processes.
public struct ReadingBenchResult: Codable, Sendable, Hashable {
    /// Worker processes.
    public let workers: Int
    /// Pages read each way.
    public let pages: Int
    /// Pages a second from their bytes to their lines: pipes, decoding, preparation, reading, risk, JSON.
    public let pooledPagesPerSecond: Double
    /// Pages a second of the API alone: recognition and text of pages prepared beforehand, perfectly shared out.
    public let barePagesPerSecond: Double
    /// Pooled over bare.
    public let ratio: Double

    private enum CodingKeys: String, CodingKey {
        case workers, pages, ratio
        case pooledPagesPerSecond = "pooled_pages_per_sec"
        case barePagesPerSecond = "bare_pages_per_sec"
    }
}

extension JailedEngine {
    /// Reads every page `rounds` times through the pool and as often with the bare API, in turns, and compares.
    ///
    /// Pages that cannot be read at all are errors: they would flatter the pool.
    public func bench(
        _ pages: [Content], rounds: Int = 3, settings: RecognitionSettings = RecognitionSettings(),
        limits: EngineLimits = EngineLimits()
    ) async throws -> ReadingBenchResult {
        let prepared = try await onAllWorkers(pages) { try await self.prepare($0, limits: limits) }
        // Every worker loads its model before the clock runs.
        _ = try await onAllWorkers(pages) { try await self.recognise($0, settings: settings, limits: limits) }
        var pooled = Duration.zero
        var bare = 0.0
        for _ in 0..<rounds {
            pooled += try await ContinuousClock().measure {
                _ = try await onAllWorkers(pages) { try await self.recognise($0, settings: settings, limits: limits) }
            }
            bare += try await onAllWorkers(prepared) { try await self.bareSeconds($0, settings, limits) }.reduce(0, +)
        }
        let count = Double(pages.count * rounds)
        let pooledRate = count / (pooled / .seconds(1))
        let bareRate = count * Double(workers) / bare
        return ReadingBenchResult(
            workers: workers, pages: pages.count * rounds, pooledPagesPerSecond: pooledRate,
            barePagesPerSecond: bareRate, ratio: pooledRate / bareRate)
    }

    /// A page made ready as for reading, as PNG.
    public func prepare(_ page: Content, limits: EngineLimits) async throws -> [UInt8] {
        let (reply, bytes) = try await ask(.prepare, of: page, limits)
        guard case .prepared = reply else { throw wrongAnswer }
        return bytes
    }

    private func bareSeconds(
        _ page: [UInt8], _ settings: RecognitionSettings, _ limits: EngineLimits
    ) async throws -> Double {
        let request = EngineRequest(.readPrepared(settings), limits: limits)
        guard case .timing(let seconds) = try await perform(request, payload: page).reply else { throw wrongAnswer }
        return seconds
    }

    private func onAllWorkers<Item: Sendable, Answer: Sendable>(
        _ items: [Item], _ work: @escaping @Sendable (Item) async throws -> Answer
    ) async throws -> [Answer] {
        try await withThrowingTaskGroup(of: (Int, Answer).self) { group in
            for (index, item) in items.enumerated() { group.addTask { (index, try await work(item)) } }
            return try await group.reduce(into: [(Int, Answer)]()) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }
}
