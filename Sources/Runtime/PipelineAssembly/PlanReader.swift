internal import ComplaintModel
internal import EngineContract
internal import Foundation
internal import HTTPIntake
internal import JailedEngine
internal import Joining
internal import Recognition
internal import Spool
internal import StageRuntime
internal import Yams

/// Reads a pipeline file into a plan, and reports every fault of it at once.
public struct PlanReader {
    private let collector: DiagnosticCollector
    private let folder: String
    private let file: String

    /// Reads the file at `path`.
    ///
    /// - Throws: `ConfigurationFault` with every error; warnings alone do not throw.
    public static func read(_ path: String) throws(ConfigurationFault) -> (plan: PipelinePlan, warnings: [Diagnostic]) {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ConfigurationFault(diagnostics: [
                Diagnostic(.error, file: path, message: "cannot be read: is the name right, and may you read it?")
            ])
        }
        return try read(String(decoding: data, as: UTF8.self), file: path)
    }

    /// Reads a pipeline's text; relative paths in it start at the folder of `file`.
    public static func read(
        _ text: String, file: String
    ) throws(ConfigurationFault) -> (plan: PipelinePlan, warnings: [Diagnostic]) {
        let reader = PlanReader(file: file)
        let plan = reader.plan(of: reader.root(of: text))
        let diagnostics = reader.collector.diagnostics.sorted()
        guard !diagnostics.contains(where: { $0.severity == .error }) else {
            throw ConfigurationFault(diagnostics: diagnostics)
        }
        return (plan, diagnostics)
    }

    private init(file: String) {
        self.file = file
        collector = DiagnosticCollector(file: file)
        folder = URL(fileURLWithPath: file).deletingLastPathComponent().standardizedFileURL.path
    }

    private func root(of text: String) -> Node? {
        do {
            let node = try compose(yaml: text)
            if node == nil { collector.report(at: nil, "is empty; see pipelines/demo.yaml for an example.") }
            return node
        } catch {
            collector.report(at: nil, "is no YAML: \(error)")
            return nil
        }
    }

    private func plan(of node: Node?) -> PipelinePlan {
        let root = YAMLSection("", node, collector)
        if root.node != nil, root.required("version") != "1" {
            root.report("version", "version must be 1, the only one this program knows.")
        }
        let spool = root.section("spool")
        let directory = path(spool.text("directory", default: "rongthuk-data/spool"))
        let store = self.store(root.section("store"))
        let plan = PipelinePlan(
            file: file, spoolDirectory: directory,
            allowsAnyFileSystem: spool.flag("allow_any_file_system", default: false),
            marks: marks(spool), sources: sources(root.section("sources")),
            http: HTTPServerSettings(reading: root.section("http")),
            recognition: recognition(root.section("stages").section("recognise")),
            joining: joining(root.section("stages").section("join")),
            limits: limits(root.section("limits")), retry: retry(root.section("retry")),
            referenceDirectory: root.section("reference").text("directory").map(path),
            storePath: store, outbox: outbox(root.section("outbox")))
        finishSections(root)
        spool.finish()
        return plan
    }

    /// Reports unknown keys of the sections that have no reader of their own.
    private func finishSections(_ root: YAMLSection) {
        let stages = root.section("stages")
        _ = stages.section("recognise")
        _ = stages.section("join")
        stages.finish()
        let reference = root.section("reference")
        _ = reference.text("directory")
        reference.finish()
        root.finish()
    }

    private func path(_ text: String) -> String { text.absolutePath(in: folder) }

    private func marks(_ section: YAMLSection) -> SpaceMarks {
        var marks = SpaceMarks()
        marks.freeBytes = section.integer("free_mebibytes", default: marks.freeBytes >> 20, in: 0...1_048_576) << 20
        marks.freeShare = section.decimal("free_percent", default: marks.freeShare * 100, in: 0...50) / 100
        marks.freeInodeShare =
            section.decimal("free_inodes_percent", default: marks.freeInodeShare * 100, in: 0...50) / 100
        return marks
    }

    private func sources(_ section: YAMLSection) -> [PipelinePlan.Source] {
        let sources = section.keys.compactMap { key, node -> PipelinePlan.Source? in
            let source = section.section(key)
            guard let name = SourceName(rawValue: key) else {
                collector.report(
                    at: node,
                    "\(key) is no name for a source: use lower-case letters, digits and -, at most 40 of them.")
                return nil
            }
            guard let kind = kind(of: source) else { return nil }
            source.finish()
            return PipelinePlan.Source(name: name, kind: kind)
        }
        section.finish()
        let claims = sources.compactMap(\.kind.claim)
        for claim in Set(claims) where claims.count(where: { $0 == claim }) > 1 {
            section.report(nil, "Two sources watch \(claim): each needs one of its own.")
        }
        return sources
    }

    private func kind(of source: YAMLSection) -> (any SourceKind)? {
        let name = source.required("type")
        guard let type = sourceKinds.first(where: { $0.typeName == name }) else {
            let known = sourceKinds.map { $0.typeName }
            if !name.isEmpty {
                source.report("type", "There is no source of type \(name)\(suggestion(for: name, among: known))")
            }
            return nil
        }
        let settings = source.section(name)
        let kind = type.init(reading: settings, paths: PathResolver(folder: folder))
        settings.finish()
        return kind
    }

    private func outbox(_ section: YAMLSection) -> [PipelinePlan.Destination] {
        let destinations = section.keys.compactMap { key, node -> PipelinePlan.Destination? in
            let destination = section.section(key)
            if SourceName(rawValue: key) == nil {
                collector.report(at: node, "\(key) is no name for a destination: use lower-case letters, digits and -.")
            }
            let name = destination.required("type")
            guard let type = destinationKinds.first(where: { $0.typeName == name }) else {
                let known = destinationKinds.map { $0.typeName }
                if !name.isEmpty {
                    let hint = suggestion(for: name, among: known)
                    destination.report("type", "There is no destination of type \(name)\(hint)")
                }
                return nil
            }
            let settings = destination.section(name)
            let kind = type.init(reading: settings, paths: PathResolver(folder: folder))
            settings.finish()
            destination.finish()
            return PipelinePlan.Destination(name: key, kind: kind)
        }
        section.finish()
        return destinations
    }

    private func recognition(_ section: YAMLSection) -> PipelinePlan.Recognition {
        let workers = section.integer(
            "workers", default: ProcessInfo.processInfo.activeProcessorCount, in: 1...256)
        let modelFolders = section.texts("model_directories", default: []).map(path)
        var models = WorkerConfiguration()
        models.modelFolders = modelFolders + models.modelFolders
        let settings = RecognitionSettings(model: section.text("model", default: models.preferredModel))
        var policy = DoubtPolicy()
        policy.holdAboveRisk = section.decimal("hold_above_risk", default: policy.holdAboveRisk, in: 0...1)
        policy.leastCover = section.decimal("hold_below_cover", default: policy.leastCover, in: 0...1)
        let recognition = PipelinePlan.Recognition(
            workers: workers, settings: settings,
            modelFolders: modelFolders,
            policy: policy,
            allowsUnconfined: section.flag("allow_unconfined", default: false))
        section.finish()
        return recognition
    }

    private func joining(_ section: YAMLSection) -> JoiningSettings {
        var settings = JoiningSettings()
        settings.gatherSeconds = section.decimal("gather_secs", default: settings.gatherSeconds, in: 0...3600)
        settings.partTimeoutSeconds = section.decimal(
            "part_timeout_secs", default: settings.partTimeoutSeconds, in: 0...86_400)
        settings.lateSeconds =
            section.decimal("late_part_hours", default: settings.lateSeconds / 3600, in: 0...720) * 3600
        section.finish()
        return settings
    }

    private func limits(_ section: YAMLSection) -> EngineLimits {
        var limits = EngineLimits()
        limits.pixelsPerPage =
            section.integer("megapixels_per_page", default: limits.pixelsPerPage / 1_000_000, in: 1...200) * 1_000_000
        limits.pagesPerDocument = section.integer(
            "pages_per_document", default: limits.pagesPerDocument, in: 1...10_000)
        limits.memoryBytes =
            section.integer("memory_mebibytes", default: limits.memoryBytes >> 20, in: 256...8192) << 20
        limits.processorSeconds = section.integer("processor_secs", default: limits.processorSeconds, in: 5...3600)
        limits.wallSeconds = section.integer("wall_secs", default: limits.wallSeconds, in: 5...3600)
        limits.drawingResolution = section.integer("drawing_dpi", default: limits.drawingResolution, in: 100...600)
        limits.mailBytes = section.integer("mail_mebibytes", default: limits.mailBytes >> 20, in: 1...200) << 20
        limits.mailHeaderBytes =
            section.integer("mail_header_kibibytes", default: limits.mailHeaderBytes >> 10, in: 16...4096) << 10
        limits.mailDepth = section.integer("mail_depth", default: limits.mailDepth, in: 5...200)
        limits.mailParts = section.integer("mail_parts", default: limits.mailParts, in: 10...10_000)
        limits.mailTextBytes =
            section.integer("mail_text_kibibytes", default: limits.mailTextBytes >> 10, in: 16...16_384) << 10
        section.finish()
        return limits
    }

    private func retry(_ section: YAMLSection) -> RetryPolicy {
        var retry = RetryPolicy()
        retry.attempts = section.integer("attempts", default: retry.attempts, in: 1...1000)
        retry.firstDelaySeconds = section.decimal("first_delay_secs", default: retry.firstDelaySeconds, in: 0.1...3600)
        retry.longestDelaySeconds = section.decimal(
            "longest_delay_secs", default: retry.longestDelaySeconds, in: 1...86_400)
        section.finish()
        return retry
    }

    private func store(_ section: YAMLSection) -> String {
        let kind = section.text("type", default: "sqlite")
        if kind != "sqlite" {
            section.report("type", "There is no store of type \(kind)\(suggestion(for: kind, among: ["sqlite"]))")
        }
        let sqlite = section.section("sqlite")
        let path = path(sqlite.text("path", default: "rongthuk-data/complaints.sqlite"))
        sqlite.finish()
        section.finish()
        return path
    }
}

extension String {
    /// The path, made absolute from `folder` where it is relative.
    func absolutePath(in folder: String) -> String {
        URL(fileURLWithPath: self, relativeTo: URL(fileURLWithPath: folder, isDirectory: true)).standardizedFileURL.path
    }
}
