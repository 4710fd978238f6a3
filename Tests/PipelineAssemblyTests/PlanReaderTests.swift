import ComplaintModel
import EngineContract
import FolderWatching
import PipelineAssembly
import Testing

@Suite struct PlanReaderTests {
    private func faults(_ yaml: String) -> [Diagnostic] {
        do {
            return try PlanReader.read(yaml, file: "/site/site.yaml").warnings
        } catch {
            return error.diagnostics
        }
    }

    @Test func aShortFileIsEnough() throws {
        let plan = try PlanReader.read("version: 1\n", file: "/site/site.yaml").plan
        #expect(plan.spoolDirectory == "/site/rongthuk-data/spool")
        #expect(plan.limits.pixelsPerPage == 40_000_000)
        #expect(plan.sources.isEmpty)
    }

    @Test func pathsStartAtTheFilesFolder() throws {
        let yaml = """
            version: 1
            spool: { directory: ../data/spool }
            sources:
              desk-1:
                type: scan_folder
                scan_folder: { directory: inbox, stable_for_secs: 2.5, after_taking: delete }
            store: { type: sqlite, sqlite: { path: /var/lib/complaints.sqlite } }
            """
        let plan = try PlanReader.read(yaml, file: "/etc/site/site.yaml").plan
        #expect(plan.spoolDirectory == "/etc/data/spool")
        #expect(plan.storePath == "/var/lib/complaints.sqlite")
        let folder = try #require(plan.sources.first?.kind as? ScanFolderSource).folder
        #expect(folder.directory == "/etc/site/inbox")
        #expect(folder.stableForSeconds == 2.5)
        #expect(folder.afterTaking == .delete)
    }

    @Test func everyFaultIsReportedAtOnceWithItsPlace() {
        let found = faults(
            """
            version: 1
            spool:
              directry: /x
            sources:
              Desk:
                type: scan_folder
                scan_folder: { directory: a }
              desk-2:
                type: scan_foler
              desk-3:
                type: scan_folder
                scan_folder: { directory: b, stable_for_secs: soon, after_taking: burn }
            stages:
              recognize: { workers: 2 }
            limits: { wall_secs: 1 }
            retry:
            """)
        let lines = Set(found.map(\.line))
        #expect(lines.isSuperset(of: [3, 5, 9, 12, 14, 15, 16]))
        #expect(found.allSatisfy { $0.severity == .error })
        func message(at line: Int) -> String { found.filter { $0.line == line }.map(\.message).joined(separator: "|") }
        #expect(message(at: 3).contains("did you mean directory?"))
        #expect(message(at: 9).contains("did you mean scan_folder?"))
        #expect(message(at: 12).contains("soon") && message(at: 12).contains("burn"))
        #expect(message(at: 14).contains("did you mean recognise?"))
        #expect(message(at: 15).contains("5 to 3600"))
        #expect(message(at: 16).contains("no value"))
    }

    @Test(arguments: [
        "", "- a\n- b\n", "version: 2\n", "version: 1\nversion: 1\n", "a: [1\n", "version: 1\nversion: [1]\n",
    ])
    func whatIsNoPipelineFileIsRefused(_ yaml: String) { #expect(!faults(yaml).isEmpty) }

    @Test func twoSourcesOnOneFolderAreRefused() {
        let found = faults(
            """
            version: 1
            sources:
              a: { type: scan_folder, scan_folder: { directory: in } }
              b: { type: scan_folder, scan_folder: { directory: ./in } }
            """)
        #expect(found.map(\.message).joined().contains("the folder /site/in"))
    }

    @Test func aMissingFileSaysSo() {
        #expect(throws: ConfigurationFault.self) { try PlanReader.read("/nowhere/site.yaml") }
    }
}
