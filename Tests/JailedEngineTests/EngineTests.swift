import ComplaintModel
import EngineContract
import Foundation
import Testing

@testable import JailedEngine

@Suite struct EngineTests {
    private let settings = RecognitionSettings()

    @Test func readsPagesSideBySide() async throws {
        let engine = JailedEngine(Bench.configuration(workers: 2))
        let page = try Bench.sample("desk-2/note.jpg")
        async let one = engine.recognise(page, settings: settings, limits: EngineLimits())
        async let other = engine.recognise(page, settings: settings, limits: EngineLimits())
        let (first, second) = try await (one, other)
        #expect(first.lines == second.lines)
        #expect(first.lines.count > 8 && first.confidence > 96)
        let picture = try await engine.crop(
            page, to: first.lines[0].box, maximumWidth: 400, limits: EngineLimits())
        #expect(MediaType(sniffing: picture) == .png)
    }

    @Test func aKilledWorkerCostsOneCall() async throws {
        let engine = JailedEngine(Bench.configuration())
        let page = try Bench.sample("desk-2/note.jpg")
        let call = Task { try await engine.recognise(Bench.blots(), settings: settings, limits: EngineLimits()) }
        #expect(await eventually { !engine.processesAtWork.isEmpty })
        for process in engine.processesAtWork { kill(process, SIGKILL) }
        let error = await #expect(throws: EngineFault.self) { _ = try await call.value }
        guard case .crashed(let how) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(how.contains("SIGKILL"))
        #expect(try await engine.recognise(page, settings: settings, limits: EngineLimits()).lines.count > 8)
    }

    @Test func aWorkerThatDiesIdleCostsNothing() async throws {
        let engine = JailedEngine(Bench.configuration())
        let probe = EngineRequest(.probe, limits: EngineLimits())
        _ = try await engine.perform(probe, payload: [])
        let idle = try #require(engine.processes.first)
        kill(idle, SIGKILL)
        #expect(await eventually { !isAlive(idle) })
        _ = try await engine.perform(probe, payload: [])
        #expect(engine.processes.first != idle)
    }

    @Test func aHangingWorkerIsGivenUpInTime() async throws {
        let engine = JailedEngine(Bench.configuration())
        _ = try await engine.probe()
        let process = try #require(engine.processes.first)
        kill(process, SIGSTOP)
        let limits = Bench.limits { $0.wallSeconds = 1 }
        await #expect(throws: EngineFault.timedOut(seconds: 1)) {
            _ = try await engine.recognise(Bench.sample("desk-2/note.jpg"), settings: settings, limits: limits)
        }
        #expect(await eventually { !isAlive(process) })
        #expect(try await engine.probe().allSatisfy { $0.isRefused })
    }

    @Test func processorTimeIsBoundedForEveryCallAnew() async throws {
        let engine = JailedEngine(Bench.configuration())
        let limits = Bench.limits { $0.processorSeconds = 1 }
        await #expect(throws: EngineFault.tooLarge(limit: "processor_secs 1", found: "more")) {
            _ = try await engine.recognise(Bench.blots(), settings: settings, limits: limits)
        }
        // A worker that lives on has used more in all, but not in one call.
        let page = try Bench.sample("desk-2/note.jpg")
        repeat {
            _ = try await engine.recognise(page, settings: settings, limits: EngineLimits())
        } while processorSeconds(try #require(engine.processes.first)) < 3
        let worker = engine.processes
        _ = try await engine.perform(EngineRequest(.probe, limits: limits), payload: [])
        #expect(engine.processes == worker)
    }

    /// What a process has used so far.
    private func processorSeconds(_ process: pid_t) -> Int {
        let status = (try? FileHandle(forReadingAtPath: "/proc/\(process)/stat")?.readToEnd()) ?? Data()
        let fields = String(decoding: status, as: UTF8.self).split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Int(fields[11]), let system = Int(fields[12]) else { return 0 }
        return (user + system) / sysconf(Int32(_SC_CLK_TCK))
    }

    @Test func memoryIsBounded() async throws {
        let engine = JailedEngine(Bench.configuration())
        let page = try Bench.sample("desk-1/SCAN0001.tif")
        await #expect(throws: EngineFault.self) {
            _ = try await engine.recognise(
                page, settings: settings, limits: Bench.limits { $0.memoryBytes = 100 << 20 })
        }
        #expect(try await engine.recognise(page, settings: settings, limits: EngineLimits()).lines.count > 15)
    }

    @Test(arguments: [
        Bench.tiff(width: 100_000, height: 100_000, rows: []),
        Bench.tiff(width: 1, height: .init(UInt32.max), rows: [0]),
        Bench.tiff(width: 6000, height: 6000, rows: [0]), Bench.content([0xFF, 0xD8, 0xFF, 0xE0]), Bench.content([]),
        Bench.content([UInt8](repeating: 0xA5, count: 100_000)),
    ])
    func bombsAndRubbishAreAnsweredByTheSameWorker(content: Content) async throws {
        let engine = JailedEngine(Bench.configuration())
        _ = try await engine.probe()
        let before = engine.processes
        await #expect(throws: EngineFault.self) {
            _ = try await engine.recognise(content, settings: settings, limits: EngineLimits())
        }
        #expect(engine.processes == before)
    }

    @Test func aCancelledCallGivesItsWorkerUp() async throws {
        let engine = JailedEngine(Bench.configuration())
        let call = Task { try await engine.recognise(Bench.blots(), settings: settings, limits: EngineLimits()) }
        #expect(await eventually { !engine.processesAtWork.isEmpty })
        // A second call waits for the only worker; it is cancelled before it began.
        let waiting = Task { try await engine.probe() }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { _ = try await waiting.value }
        call.cancel()
        await #expect(throws: CancellationError.self) { _ = try await call.value }
        #expect(try await engine.probe().count > 5)
    }

    @Test func stoppingEndsCallsAndProcesses() async throws {
        let engine = JailedEngine(Bench.configuration())
        let call = Task { try await engine.recognise(Bench.blots(), settings: settings, limits: EngineLimits()) }
        #expect(await eventually { !engine.processesAtWork.isEmpty })
        let processes = engine.processes
        engine.shutDown()
        await #expect(throws: EngineFault.self) { _ = try await call.value }
        #expect(await eventually { !processes.contains(where: isAlive) })
        let error = await #expect(throws: EngineFault.self) { _ = try await engine.probe() }
        guard case .unavailable = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func processesGoWithTheEngine() async throws {
        var processes: [pid_t] = []
        do {
            let engine = JailedEngine(Bench.configuration())
            _ = try await engine.probe()
            processes = engine.processes
        }
        #expect(!processes.isEmpty)
        #expect(await eventually { !processes.contains(where: isAlive) })
    }
}
