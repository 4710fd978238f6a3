internal import Glibc

/// A piece of work that is done many times, and how its seconds become a figure.
struct BenchTask {
    let name: String
    let unit: TextBenchResult.Unit
    /// Megabytes, or texts, that one run of the work goes through.
    let amount: Double
    var isPeer = false
    var note: String?
    /// The work, with a number that depends on all of it, lest the compiler leave it out.
    let work: () -> Int
    private var repetitions = 1
    private(set) var timings: [Timing] = []

    /// A round shorter than this says more about the clock than about the work.
    private static let shortestRound = 0.03

    /// A task measured in megabytes a second.
    init(_ name: String, bytes: Int, isPeer: Bool = false, note: String? = nil, work: @escaping () -> Int) {
        (self.name, unit, amount, self.work) = (name, .megabytesPerSecond, Double(bytes) / 1e6, work)
        (self.isPeer, self.note) = (isPeer, note)
    }

    /// A task measured in milliseconds a text.
    init(_ name: String, texts: Int, note: String? = nil, work: @escaping () -> Int) {
        (self.name, unit, amount, self.work, self.note) = (name, .milliseconds, Double(texts), work, note)
    }

    /// Runs once, which warms caches and tells how often a round has to repeat the work.
    mutating func warmUp() {
        let timing = Timing(of: work, repetitions: 1)
        repetitions = max(1, Int((Self.shortestRound / max(timing.processor, 1e-7)).rounded(.up)))
    }

    mutating func measure() { timings.append(Timing(of: work, repetitions: repetitions)) }

    var row: TextBenchResult.Row {
        TextBenchResult.Row(
            name: name, unit: unit, processor: .init(timings.map { figure($0.processor) }),
            wall: .init(timings.map { figure($0.wall) }), isPeer: isPeer, note: note)
    }

    private func figure(_ seconds: Double) -> Double {
        unit == .milliseconds ? seconds * 1000 / amount : amount / seconds
    }
}

/// Seconds of one run.
struct Timing: Codable {
    /// Processor time of this thread.
    let processor: Double
    /// Time on the wall.
    let wall: Double

    init(of work: () -> Int, repetitions: Int) {
        let start = (Self.seconds(CLOCK_THREAD_CPUTIME_ID), Self.seconds(CLOCK_MONOTONIC))
        var sum = 0
        for _ in 0..<repetitions { sum &+= work() }
        Self.keep(sum)
        processor = (Self.seconds(CLOCK_THREAD_CPUTIME_ID) - start.0) / Double(repetitions)
        wall = (Self.seconds(CLOCK_MONOTONIC) - start.1) / Double(repetitions)
    }

    private static func seconds(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    @inline(never)
    @_optimize(none)
    private static func keep(_ number: Int) {}
}
