public import Foundation

/// Everything structuring knows about Thailand and the office: gazetteer, agencies, holidays, phrases and rules.
///
/// All of it are tables in one folder that an officer can edit; `Resources/README.md` describes each.
public struct ReferenceData: Sendable {
    /// The government's working days.
    public let calendar: WorkingCalendar
    let gazetteer: Gazetteer
    let directory: AgencyDirectory
    let rules: Rules
    let vocabulary: Vocabulary
    /// The cues of `agency_contexts.tsv`, by the index their term carries.
    let agencyCues: [Int]

    /// Reads and checks a folder of tables.
    ///
    /// - Throws: `ReferenceFaults` with every fault of every file.
    public init(directory folder: URL) throws {
        var faults: [ReferenceFault] = []
        var vocabulary = Vocabulary()
        calendar = WorkingCalendar(directory: folder, faults: &faults)
        gazetteer = Gazetteer(directory: folder, faults: &faults)
        directory = AgencyDirectory(directory: folder, faults: &faults)
        rules = Rules(directory: folder, agencies: directory, vocabulary: &vocabulary, faults: &faults)
        vocabulary.add(Spellings(directory: folder, faults: &faults))
        DateWords.add(to: &vocabulary)
        AddressWord.add(to: &vocabulary)
        for place in gazetteer.places where place.level == .province {
            vocabulary.add(place.name, .province, place.code)
        }
        for alias in gazetteer.aliases { vocabulary.add(alias.name, .province, alias.province) }
        // A province's own name stands in every address and names no agency there.
        let provinces = Set(
            gazetteer.places.filter { $0.level == .province }.map(\.name) + gazetteer.aliases.map(\.name))
        for (index, agency) in directory.agencies.enumerated()
        where agency.kind != "province_admin" && !provinces.contains(agency.name) {
            vocabulary.add(agency.name, .agency, index)
            // Letters go to the secretary of the board, not of its office.
            if agency.name.hasPrefix("สำนักงานคณะกรรมการ") {
                vocabulary.add(String(agency.name.dropFirst("สำนักงาน".count)), .agency, index)
            }
        }
        for (index, entry) in directory.abbreviations.enumerated() where !provinces.contains(entry.text) {
            vocabulary.add(entry.text, .abbreviation, index)
        }
        for (index, context) in directory.contexts.enumerated() { vocabulary.add(context.cue, .agencyCue, index) }
        agencyCues = directory.contexts.map(\.agency)
        self.vocabulary = vocabulary
        guard faults.isEmpty else { throw ReferenceFaults(faults: faults) }
    }

    /// The tables that come with the program, read once.
    public static func bundled() throws -> ReferenceData { try cached.get() }

    /// The folder of the tables that come with the program, to be copied and changed.
    public static var bundledDirectory: URL? { Bundle.module.bundleURL.appendingPathComponent("Resources") }

    private static let cached: Result<ReferenceData, any Error> = Result {
        guard let bundledDirectory else {
            throw ReferenceFaults(faults: [
                ReferenceFault(
                    file: "Structuring resources", line: nil, problem: "cannot be found beside the program",
                    remedy: "Install the program together with its *.resources folders")
            ])
        }
        return try ReferenceData(directory: bundledDirectory)
    }
}
