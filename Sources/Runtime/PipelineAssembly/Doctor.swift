internal import ComplaintModel
internal import EngineContract
internal import Foundation
internal import HTTPIntake
internal import JailedEngine
internal import PipelineContract
internal import Spool
internal import Structuring

/// Looks whether a machine is fit to run a site.
public struct Doctor: Sendable {
    /// What was looked at and found.
    public struct Finding: Codable, Sendable, Hashable {
        /// What was looked at.
        public let what: String
        /// Whether it is as it should be.
        public let isWell: Bool
        /// What was found.
        public let found: String
        /// What to do, where it is not well.
        public let remedy: String

        /// States a finding.
        public init(_ what: String, _ isWell: Bool, found: String, remedy: String) {
            (self.what, self.isWell, self.found, self.remedy) = (what, isWell, found, remedy)
        }

        private enum CodingKeys: String, CodingKey {
            case what, found, remedy
            case isWell = "ok"
        }
    }

    private let plan: PipelinePlan

    /// Looks for the needs of a plan.
    public init(_ plan: PipelinePlan) { self.plan = plan }

    /// Looks at everything; one fault never hides another.
    public func examine() async -> [Finding] {
        [model(), programs(), referenceData(), spoolFolder(), storeFolder(), space(), clock()]
            + (await sources()) + plan.outbox.flatMap { $0.kind.examine(named: $0.name) } + (await jail())
    }

    private func model() -> Finding {
        let name = "\(plan.recognition.settings.model).traineddata"
        let folder = plan.workers.modelFolders.first { exists("\($0)/\(name)") }
        return finding(
            "model", folder != nil, folder.map { "\($0)/\(name)" } ?? "no \(name)",
            "install tesseract-ocr-script-thai, or name the folder in stages.recognise.model_directories")
    }

    private func programs() -> Finding {
        let names = ["pdfinfo", "pdftotext", "pdftoppm"]
        let missing = names.filter { !exists("/usr/bin/\($0)") }
        return finding(
            "poppler's programs", missing.isEmpty,
            missing.isEmpty ? names.joined(separator: ", ") : "missing \(missing.joined(separator: ", "))",
            "install poppler-utils")
    }

    private func referenceData() -> Finding {
        do {
            let data = try plan.referenceData()
            return finding("reference data", true, "calendar \(data.calendar.version)", "")
        } catch {
            return finding("reference data", false, "\(error)", "mend the tables; `rongthuk check` names every fault")
        }
    }

    private func spoolFolder() -> Finding {
        do {
            let spool = try SpoolDirectory(
                plan.spoolDirectory, marks: plan.marks, allowingAnyFileSystem: plan.allowsAnyFileSystem)
            return finding("spool", true, spool.path, "")
        } catch {
            return finding("spool", false, "\(error)", "give rongthuk a folder of its own on a local disk")
        }
    }

    private func storeFolder() -> Finding {
        let folder = URL(fileURLWithPath: plan.storePath).deletingLastPathComponent().path
        return finding(
            "store", FileManager.default.isWritableFile(atPath: folder), plan.storePath,
            "make \(folder) and give the user that runs rongthuk the right to write there")
    }

    private func space() -> Finding {
        do throws(IntakeRefusal) {
            try SpaceWatch(path: plan.spoolDirectory, marks: plan.marks).check(needed: 0)
            return finding("space", true, "above the marks", "")
        } catch {
            return finding("space", false, error.description, "make room, or lower spool.free_mebibytes")
        }
    }

    /// A clock before the program was written gives wrong deadlines.
    private func clock() -> Finding {
        let now = Timestamp.now
        return finding(
            "clock", now.thaiDate.year >= 2026, now.description, "set the clock; deadlines are counted from it")
    }

    private func sources() async -> [Finding] {
        var findings: [Finding] = []
        for source in plan.sources { findings += await source.kind.examine(named: source.name) }
        return findings + (plan.sources.contains { $0.kind is any ServedSourceKind } ? [server()] : [])
    }

    /// The server speaks no TLS itself, so the world must reach it through a proxy that does.
    private func server() -> Finding {
        let place = "\(plan.http.address):\(plan.http.port)"
        return finding(
            "HTTP server", plan.http.isLoopback || !plan.http.trustedProxies.isEmpty,
            plan.http.isLoopback ? "\(place), behind a proxy with TLS" : "\(place), reachable without TLS",
            "listen on 127.0.0.1 behind a proxy that has TLS, or name the proxy in http.trusted_proxies")
    }

    /// Starts a worker and lets it try what the jail must refuse.
    private func jail() async -> [Finding] {
        let engine = JailedEngine(plan.workers)
        defer { engine.shutDown() }
        do {
            return try await engine.probe().map { probe in
                finding(
                    "jail: \(probe.name)", probe.isRefused, probe.detail, "run on a kernel with Landlock and seccomp")
            }
        } catch {
            let remedy = "see that rongthuk-jail and rongthuk-worker lie beside rongthuk"
            return [finding("jail", false, "\(error)", remedy)]
        }
    }

    private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    private func finding(_ what: String, _ isWell: Bool, _ found: String, _ remedy: String) -> Finding {
        Finding(what, isWell, found: found, remedy: remedy)
    }
}
