import Foundation
import Testing

@testable import FolderWatching

@Suite struct NamesTests {
    @Test(arguments: [
        "a.part", "A.PART", "x.filepart", "Thumbs.db", "desktop.ini", ".DS_Store", "._scan.tif", "~$letter.docx",
        "x.crdownload", "x.tmp", "@eaDir", "#recycle", ".stfolder", ".syncthing.a.tif.tmp", "a.tif~",
        "a.pdf.reason.txt",
        "draft-7.pdf",
    ])
    func litterIsPassedOver(_ name: String) { #expect(IgnoreRules(["draft-?.pdf"]).cover(EntryName(name))) }

    @Test(arguments: ["a.tif", "part.pdf", "a.part.tif", "Thumbs.db.pdf", "ร้องเรียน.pdf", "draft-10.pdf", "~a.pdf"])
    func scansAreNot(_ name: String) { #expect(!IgnoreRules(["draft-?.pdf"]).cover(EntryName(name))) }

    @Test func aPatternOfManyStarsEndsSoon() {
        let rules = IgnoreRules([String(repeating: "*a", count: 60) + "b"])
        #expect(!rules.cover(EntryName(String(repeating: "a", count: 255))))
    }

    @Test func numbersStandBeforeTheExtensionAndNamesStayWithinTheLimit() {
        func numbered(_ name: String, _ number: Int, reserving: Int = 0) -> String? {
            EntryName(name).numbered(number, reserving: reserving).text
        }
        #expect(numbered("a.tif", 1) == "a.tif")
        #expect(numbered("a.b.tif", 3) == "a.b (3).tif")
        #expect(numbered("letter", 2) == "letter (2)")
        let long = String(repeating: "ก", count: 83) + "ab.pdf"
        #expect(long.utf8.count == 255)
        #expect(numbered(long, 1) == long)
        #expect(numbered(long, 12)?.hasSuffix(" (12).pdf") == true)
        for reserve in [0, 11] {
            let length = EntryName(long).numbered(12, reserving: reserve).bytes.count
            #expect((241 - reserve...255 - reserve).contains(length))
        }
    }

    @Test func aConfigurationSaysOnlyWhatIsUnusual() throws {
        func decode(_ json: String) throws -> FolderConfiguration {
            try JSONDecoder().decode(FolderConfiguration.self, from: Data(json.utf8))
        }
        var expected = FolderConfiguration(directory: "/srv/scan")
        #expect(try decode(#"{"directory": "/srv/scan"}"#) == expected)
        expected.stableForSeconds = 5
        expected.afterTaking = .delete
        expected.maximumFileMebibytes = 50
        expected.ignore = ["*.xml"]
        let json =
            #"{"directory": "/srv/scan", "stable_for_secs": 5, "after_taking": "delete", "max_file_mebibytes": 50, "#
        #expect(try decode(json + #""ignore": ["*.xml"]}"#) == expected)
        #expect(throws: DecodingError.self) { try decode(#"{"directory": "/srv/scan", "rescan_secs": 0}"#) }
        #expect(throws: DecodingError.self) { try decode(#"{"stable_for_secs": 5}"#) }
    }
}
