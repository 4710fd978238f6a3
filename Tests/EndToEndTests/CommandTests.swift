import Foundation
import Testing

/// The commands as scripts see them: exit codes, JSON, plain words.
@Suite struct CommandTests {
    @Test func helpNamesEveryCommandAndTheExitCodes() throws {
        let help = try RongthukProgram.run(["--help"])
        #expect(help.status == 0)
        for word in [
            "run", "check", "submit", "status", "ledger", "complaints", "explain", "review", "queue", "doctor",
            "recognise",
            "normalise", "structure", "deduplicate", "bench", "75 try",
        ] { #expect(help.output.contains(word)) }
    }

    @Test func wrongUseEndsWith64() throws {
        #expect(try RongthukProgram.run(["run", "--frobnicate"]).status == 64)
        #expect(try RongthukProgram.run(["frobnicate"]).status == 64)
        #expect(try RongthukProgram.run(["submit", "--channel", "pigeon", "x"]).status == 64)
    }

    @Test func badConfigurationEndsWith78AndNamesThePlace() throws {
        let file = TemporaryFile()
        try Data("version: 1\nsurces: {}\n".utf8).write(to: file.url)
        for arguments in [["check", file.url.path], ["run", file.url.path], ["status", "--pipeline", file.url.path]] {
            let answer = try RongthukProgram.run(arguments)
            #expect(answer.status == 78)
            let fault = ":2:1: error: the file knows no surces: did you mean sources?"
            #expect((answer.output + answer.errors).contains(fault))
        }
        #expect(try RongthukProgram.run(["run", "/nowhere.yaml"]).status == 78)
    }

    /// A clerk's note that an old editor saved, dropped among the scans: it is read, and `explain` says as what.
    @Test func aNoteInAnOldCharsetBecomesAComplaint() throws {
        let site = try TemporarySite()
        let note = "เรื่อง ขอให้ซ่อมถนนหน้าหมู่บ้าน\r\nถนนเป็นหลุมเป็นบ่อ ต.บางพูด อ.ปากเกร็ด จ.นนทบุรี\r\n"
        let bytes = note.unicodeScalars.map { $0.value < 0x80 ? UInt8($0.value) : UInt8($0.value - 0xE00 + 0xA0) }
        try Data(bytes).write(to: site.inbox.appendingPathComponent("note.txt"))
        #expect(try site.drain().status == 0)
        let complaint = try #require(try site.run("complaints", "--json-lines").objects().first)
        #expect(complaint["subject"] as? String == "ขอให้ซ่อมถนนหน้าหมู่บ้าน")
        let code = try #require(complaint["tracking_code"] as? String)
        #expect(try site.run("explain", code).output.contains("windows-874"))
    }

    @Test func aScanBecomesAComplaintOrWaitsAndCanBeExplained() throws {
        let site = try TemporarySite()
        try site.drop(sample: "desk-1/SCAN0001.tif")
        #expect(try site.drain().status == 0)
        #expect(try site.run("ledger", "check").status == 0)
        let waiting = try site.run("review", "list", "--json")
        let items = try #require(try JSONSerialization.jsonObject(with: Data(waiting.output.utf8)) as? [[String: Any]])
        if let item = items.first?["item"] as? String {
            #expect(try site.run("review", "show", item).output.contains("เรื่อง"))
            #expect(try site.run("review", "accept", item, "--operator", "tester").status == 0)
            #expect(try site.run("review", "accept", item, "--operator", "tester").status == 1)
            #expect(try site.drain().status == 0)
        }
        let object = try #require(try site.run("complaints", "--json-lines").objects().first)
        let code = try #require(object["tracking_code"] as? String)
        let life = try site.run("explain", code)
        #expect(life.status == 0)
        #expect(life.output.contains("received") && life.output.contains("filed") && life.output.contains(code))
        #expect(try site.run("explain", "RT69-999999-X").status == 1)
    }

    @Test func theSameFileSubmittedTwiceIsOneArrival() throws {
        let site = try TemporarySite()
        let letter = "\(RongthukProgram.tree)/samples/scan/desk-1/SCAN0002.jpg"
        #expect(try site.run("submit", "--channel", "scan", letter).output.contains("taken in"))
        #expect(try site.run("submit", "--channel", "scan", letter).output.contains("known already"))
        let missing = try site.run("submit", "--channel", "scan", "/nowhere.tif")
        #expect(missing.status == 65)
        #expect(missing.errors.contains("/nowhere.tif"))
        let account = try site.run("ledger", "check", "--json").output
        #expect(account.contains("\"arrivals\" : 1") && account.contains("\"deliveries\" : 2"))
    }

    @Test func damagedSpoolsAreNamedWithExit1() throws {
        let site = try TemporarySite()
        let letter = "\(RongthukProgram.tree)/samples/scan/desk-1/SCAN0001.tif"
        #expect(try site.run("submit", "--channel", "scan", letter).status == 0)
        let ready = site.folder.appendingPathComponent("spool/queues/unpack/ready")
        for name in try FileManager.default.contentsOfDirectory(atPath: ready.path) {
            try FileManager.default.removeItem(at: ready.appendingPathComponent(name))
        }
        let answer = try site.run("ledger", "check")
        #expect(answer.status == 1)
        #expect(answer.output.contains("does NOT balance"))
    }

    @Test func filtersAnswerLineByLineAndGoOnAfterAFault() throws {
        let input = """
            {"id":1,"text":"นํ้าท่วม"}
            {"id":2}
            not json
            {"id":"four","bytes":"odLD"}

            """
        let answer = try RongthukProgram.run(["normalise", "--json-lines"], input: input)
        #expect(answer.status == 0)
        let lines = try answer.objects()
        #expect(lines.count == 4)
        #expect((lines[0]["text"] as? String).map { Array($0.unicodeScalars) } == Array("น้ำท่วม".unicodeScalars))
        #expect(lines[1]["id"] as? Int == 2)
        #expect((lines[1]["error"] as? String)?.contains("text or bytes") == true)
        #expect(lines[2]["error"] != nil)
        #expect(lines[3]["text"] as? String == "การ")
        #expect(lines[3]["encoding"] != nil)
    }

    @Test func normaliseNamesWhatItCannotReadAndKeepsTheOrder() throws {
        let question = Data("????? ????".utf8).base64EncodedString()
        let damaged = Data("à¸\u{81}à¸²".utf8).base64EncodedString()
        var input = Data(#"{"id":"1","text":"ก\#u{E48}\#u{E48}"}"#.utf8) + Data("\n".utf8)
        input += Data(#"{"id":"2","text":""#.utf8) + [0xA1, 0xD2, 0xFF] + Data("\"}\n".utf8)
        for line in [
            #"{"id":"3","bytes":"no base64"}"#, #"{"id":"4","text":"a","mode":"fax"}"#, #"{"id":"5","text":"\ud800"}"#,
            #"{"id":"6","text":5}"#, #"{"id":"7","text":""}"#, "[1]",
            #"{"id":"9","text":""# + String(repeating: "\u{E48}", count: 350_000) + #""}"#,
            #"{"id":"10","bytes":"\#(question)"}"#, #"{"id":"11","bytes":"\#(damaged)"}"#,
            #"{"id":"12","text":"๑","mode":"match"}"#,
        ] {
            input += Data((line + "\n").utf8)
        }
        let answer = try RongthukProgram.run(["normalise", "--json-lines"], input: input)
        #expect(answer.status == 0)
        let lines = try answer.objects()
        let ids: [String?] = (1...12).map { $0 == 8 ? nil : "\($0)" }
        #expect(lines.map { $0["id"] as? String } == ids)
        #expect(lines.map { $0["error"] == nil ? "-" : "e" }.joined() == "-eeeee-e----")
        #expect((lines[1]["error"] as? String)?.contains("UTF-8") == true)
        #expect(lines[6]["text"] as? String == "" && lines[8]["text"] as? String == "")
        let flags = lines.map { $0["flags"] as? [String] ?? [] }
        #expect(flags[8] == ["dangling"] && flags[9] == ["lost"] && flags[10] == ["E04"])
        #expect(lines[10]["text"] as? String == "กา" && lines[11]["text"] as? String == "1")
    }

    @Test func structureAndDeduplicateAnswerInTheDocumentedShape() throws {
        let text = "เรื่อง ไฟฟ้าดับบ่อย\\nนายสมมุติ ใจเย็น โทร 0810001234"
        let line = """
            {"id":"a","channel":"sms","text":"\(text)","received_at":"2026-11-22T09:00:00+07:00","sender":"+66810001234"}

            """
        let structure = try RongthukProgram.run(["structure", "--json-lines"], input: line)
        let object = try #require(try structure.objects().first)
        #expect(Set(object.keys).isSuperset(of: ["id", "fields", "kind", "category", "agencies", "deadline"]))
        let verdicts = try RongthukProgram.run(
            ["deduplicate", "--json-lines"], input: line + line.replacingOccurrences(of: "\"a\"", with: "\"b\""))
        let second = try #require(try verdicts.objects().last)
        #expect(second["of"] as? String == "a")
        #expect(second["matter"] as? String == "a")
        #expect((second["evidence"] as? [String])?.isEmpty == false)
    }

    @Test func recogniseReadsAPageAndNamesWhatItCannotRead() throws {
        let folder = "\(RongthukProgram.tree)/samples/scan"
        let answer = try RongthukProgram.run([
            "recognise", "--json-lines", "\(folder)/desk-1/SCAN0001.tif", "\(folder)/desk-2/20261113_0094.tif",
        ])
        #expect(answer.status == 65)
        let lines = try answer.objects()
        #expect((lines.first?["text"] as? String)?.contains("เรื่อง") == true)
        #expect((lines.first?["lines"] as? [[String: Any]])?.first?["box"] != nil)
        #expect((lines.last?["error"] as? String)?.contains("limit of 40000000 pixels a page") == true)
    }

    /// An empty site made by a mistyped name would balance and say so.
    @Test func aSiteThatIsNotThereDoesNotBalance() throws {
        let site = try TemporarySite()
        let answer = try site.run("ledger", "check")
        #expect(answer.status == 78)
        #expect(answer.errors.contains("There is no spool at"))
    }

    @Test func thaiIsSpokenUnderAThaiLocale() throws {
        let site = try TemporarySite()
        #expect(try site.drain().status == 0)
        let answer = try RongthukProgram.run(["ledger", "check", "--pipeline", site.pipeline], language: "th_TH.UTF-8")
        #expect(answer.output.contains("ยอดตรงกัน"))
    }
}
