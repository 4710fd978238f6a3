internal import Foundation
internal import ScanChannel
internal import Structuring

/// What can be wrong with a plan beyond its text: folders and reference data.
public enum PlanChecks {
    /// Everything found, in the order of the plan; a missing folder is a warning, since the file may be for another
    /// machine.
    public static func diagnostics(of plan: PipelinePlan) -> [Diagnostic] {
        folders(plan) + referenceData(plan)
    }

    private static func folders(_ plan: PipelinePlan) -> [Diagnostic] {
        plan.sources.compactMap { source in
            switch source.kind {
            case .scanFolder(let folder):
                if FileManager.default.fileExists(atPath: folder.directory) { return nil }
                let message = "source \(source.name) watches \(folder.directory), which is not there (yet)."
                return Diagnostic(.warning, file: plan.file, message: message)
            }
        }
    }

    private static func referenceData(_ plan: PipelinePlan) -> [Diagnostic] {
        do {
            _ = try plan.referenceData()
            return []
        } catch let faults as ReferenceFaults {
            return faults.faults.map { fault in
                Diagnostic(
                    .error, file: fault.file, line: fault.line ?? 0, message: "\(fault.problem). \(fault.remedy).")
            }
        } catch {
            return [Diagnostic(.error, file: plan.referenceDirectory ?? plan.file, message: "\(error)")]
        }
    }
}
