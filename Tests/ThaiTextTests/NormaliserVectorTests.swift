import Testing

@testable import ThaiText

@Suite("Normaliser: rows")
struct NormaliserVectorTests {
    private static let rows = Vector.normalisation.filter { NormalisationMode(rawValue: $0.mode) != nil }

    @Test("the files hold their rows")
    func count() {
        #expect(Vector.normalisation.count >= 600)
    }

    @Test("a row comes out as written, scalar by scalar", arguments: rows)
    func row(_ row: Vector) throws {
        let mode = try #require(NormalisationMode(rawValue: row.mode))
        let result = ThaiNormaliser().normalise(row.input, mode: mode)
        #expect(result.text.scalarList == row.expected.scalarList)
        #expect(result.flags.map(\.rawValue).joined(separator: ",") == row.label)
    }

    @Test("what is expected is left alone", arguments: rows)
    func fixpoint(_ row: Vector) throws {
        let mode = try #require(NormalisationMode(rawValue: row.mode))
        let result = ThaiNormaliser().normalise(row.expected, mode: mode)
        #expect(result.text.scalarList == row.expected.scalarList)
        #expect(result.edits.isEmpty && result.map.isIdentity)
    }
}
