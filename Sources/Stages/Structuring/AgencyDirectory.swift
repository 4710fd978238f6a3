internal import Foundation

/// An agency of the directory.
struct Agency: Sendable {
    let kind: String
    let name: String
    let abbreviations: [String]
    let parent: String
}

/// All agencies, and what tells apart those that share an abbreviation.
struct AgencyDirectory: Sendable {
    private(set) var agencies: [Agency] = []
    private(set) var indexByName: [String: Int] = [:]
    /// The agencies an abbreviation may stand for.
    private(set) var abbreviations: [(text: String, agencies: [Int])] = []
    /// Words near an abbreviation that speak for one of its agencies.
    private(set) var contexts: [(abbreviation: String, agency: Int, cue: String)] = []

    static let kinds: Set<String> = [
        "ministry", "department", "independent_dept", "police_unit", "constitutional_body", "court_parliament",
        "other_state_body", "state_enterprise", "local_government", "province_admin", "damrongtham",
    ]

    /// Reads the directory's files, noting their faults.
    init(directory: URL, faults: inout [ReferenceFault]) {
        var table = TableFile("agencies.tsv", columns: ["kind", "name_th", "abbr", "parent"], in: directory)
        for row in 0..<table.rowCount { read(row, &table) }
        for row in 0..<table.rowCount {
            let parent = table.text(row, 3)
            if !parent.isEmpty, indexByName[parent] == nil {
                table.report(
                    row, "its parent “\(parent)” is not in the file", remedy: "Add the parent's row or correct it")
            }
        }
        faults += table.faults
        readContexts(directory, &faults)
    }

    /// Whether an agency is in the directory, or with a province's name in it one for any province.
    func knows(_ agency: String) -> Bool {
        let parts = agency.split(separator: "{province}", omittingEmptySubsequences: false)
        guard parts.count > 1, let prefix = parts.first, let suffix = parts.last else {
            return indexByName[agency] != nil
        }
        return agencies.contains {
            $0.name.hasPrefix(prefix) && $0.name.hasSuffix(suffix) && $0.name.count > prefix.count + suffix.count
        }
    }

    private mutating func read(_ row: Int, _ table: inout TableFile) {
        let agency = Agency(
            kind: table.text(row, 0), name: table.text(row, 1), abbreviations: table.list(row, 2),
            parent: table.text(row, 3))
        guard AgencyDirectory.kinds.contains(agency.kind) else {
            let known = AgencyDirectory.kinds.sorted().joined(separator: ", ")
            table.report(row, "“\(agency.kind)” is no kind of agency", remedy: "Write one of \(known)")
            return
        }
        guard !agency.name.isEmpty, indexByName[agency.name] == nil else {
            table.report(row, "its name is empty or there twice", remedy: "Give each agency one row with its full name")
            return
        }
        let index = agencies.count
        agencies.append(agency)
        indexByName[agency.name] = index
        for text in agency.abbreviations {
            if let known = abbreviations.firstIndex(where: { $0.text == text }) {
                abbreviations[known].agencies.append(index)
            } else {
                abbreviations.append((text, [index]))
            }
        }
    }

    private mutating func readContexts(_ directory: URL, _ faults: inout [ReferenceFault]) {
        var table = TableFile("agency_contexts.tsv", columns: ["abbr", "agency", "cue"], in: directory)
        for row in 0..<table.rowCount {
            guard let agency = indexByName[table.text(row, 1)],
                agencies[agency].abbreviations.contains(table.text(row, 0)), !table.text(row, 2).isEmpty
            else {
                table.report(
                    row, "abbreviation and agency do not belong together",
                    remedy: "Write both as in agencies.tsv, and a cue")
                continue
            }
            contexts.append((table.text(row, 0), agency, table.text(row, 2)))
        }
        faults += table.faults
    }
}
