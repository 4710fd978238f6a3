public import EngineContract
internal import Foundation

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
    /// Pooled over bare; what else runs on the machine falls on both, but never evenly.
    public let ratio: Double
    /// Processor seconds a page in workers and daemon together, from bytes to lines.
    public let pooledProcessorSeconds: Double
    /// Processor seconds a page of the API alone.
    public let bareProcessorSeconds: Double
    /// Bare over pooled processor time: the ratio on a machine with nothing else to do, whatever this one does.
    public let processorRatio: Double

    private enum CodingKeys: String, CodingKey {
        case workers, pages, ratio
        case pooledProcessorSeconds = "pooled_processor_secs"
        case bareProcessorSeconds = "bare_processor_secs"
        case processorRatio = "processor_ratio"
        case pooledPagesPerSecond = "pooled_pages_per_sec"
        case barePagesPerSecond = "bare_pages_per_sec"
    }
}

/// Resident memory at its highest, in bytes.
public struct PeakMemory: Sendable, Hashable {
    /// Of the process that asks for readings.
    public let daemon: Int
    /// Of the largest worker.
    public let worker: Int
}

extension JailedEngine {
    /// Reads every page `rounds` times through the pool and as often with the bare API, and compares.
    ///
    /// Pages that cannot be read at all are errors: they would flatter the pool.
    public func bench(
        _ pages: [Content], rounds: Int = 3, settings: RecognitionSettings = RecognitionSettings(),
        limits: EngineLimits = EngineLimits()
    ) async throws -> ReadingBenchResult {
        let prepared = try await onAllWorkers(pages) { try await self.prepare($0, limits: limits) }
        // Every worker loads its model before the clock runs.
        _ = try await onAllWorkers(pages) { try await self.recognise($0, settings: settings, limits: limits) }
        let all = (0..<rounds).flatMap { _ in pages.indices }
        let before = processorSeconds
        let pooled = try await ContinuousClock().measure {
            _ = try await onAllWorkers(all) { try await self.recognise(pages[$0], settings: settings, limits: limits) }
        }
        let pooledProcessor = processorSeconds - before
        let times = try await onAllWorkers(all) { try await self.bareTime(of: prepared[$0], settings, limits) }
        let bare = times.map(\.seconds).reduce(0, +)
        let bareProcessor = times.map(\.processorSeconds).reduce(0, +)
        let count = Double(pages.count * rounds)
        let pooledRate = count / (pooled / .seconds(1))
        let bareRate = count * Double(workers) / bare
        return ReadingBenchResult(
            workers: workers, pages: pages.count * rounds, pooledPagesPerSecond: pooledRate,
            barePagesPerSecond: bareRate, ratio: pooledRate / bareRate,
            pooledProcessorSeconds: pooledProcessor / count, bareProcessorSeconds: bareProcessor / count,
            processorRatio: bareProcessor / pooledProcessor)
    }

    /// Processor seconds that this process and its living workers have used so far.
    public var processorSeconds: Double {
        let ticks = processes.reduce(0) { sum, process in
            let status = (try? FileHandle(forReadingAtPath: "/proc/\(process)/stat")?.readToEnd()) ?? Data()
            // The name, in parentheses, may hold anything; user and system time are 11 and 12 fields after it.
            let fields = String(decoding: status, as: UTF8.self).split(separator: ")").last?.split(separator: " ") ?? []
            return sum + (fields.count > 12 ? (Int(fields[11]) ?? 0) + (Int(fields[12]) ?? 0) : 0)
        }
        return Double(ticks) / Double(sysconf(Int32(_SC_CLK_TCK))) + Double(clock()) / Double(CLOCKS_PER_SEC)
    }

    /// The most memory that this process and the largest of its living workers ever held, in bytes.
    public var peakMemory: PeakMemory {
        PeakMemory(
            daemon: Self.peakMemory(of: getpid()), worker: processes.map(Self.peakMemory(of:)).max() ?? 0)
    }

    private static func peakMemory(of process: pid_t) -> Int {
        let status = (try? FileHandle(forReadingAtPath: "/proc/\(process)/status")?.readToEnd()) ?? Data()
        let line = String(decoding: status, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) << 10
    }

    /// A page made ready as for reading, as PNG.
    public func prepare(_ page: Content, limits: EngineLimits) async throws -> [UInt8] {
        let (reply, bytes) = try await ask(.prepare, of: page, limits)
        guard case .prepared = reply else { throw wrongAnswer }
        return bytes
    }

    private func bareTime(
        of page: [UInt8], _ settings: RecognitionSettings, _ limits: EngineLimits
    ) async throws -> ReadingTime {
        let request = EngineRequest(.readPrepared(settings), limits: limits)
        guard case .timing(let time) = try await perform(request, payload: page).reply else { throw wrongAnswer }
        return time
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
