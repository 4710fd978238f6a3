import ComplaintModel
import PipelineContract
import Spool
import Testing

@testable import Joining

@Suite struct JoiningTests {
    private let text = "เรียนการไฟฟ้า ไฟดับทุกวัน 😡 กรุณามาตรวจสอบด้วยครับ ที่ซอยลาดพร้าว ๑๐๑"

    @Test(arguments: [8, 16], [[0, 1, 2, 3], [3, 1, 0, 2], [2, 3, 1, 0]])
    func partsInAnyOrderAreOneText(_ bits: Int, _ order: [Int]) async throws {
        let house = try JoiningHouse()
        let parts = try SMSRecord.parts(of: text, size: 19, bits: bits)
        try #require(parts.count == 4)
        var items: [ItemID] = []
        for index in order { items += try await house.take(parts[index]) }
        #expect(try await house.join().isEmpty, "further messages of the sender are waited for")
        let joined = try await house.join(after: 121)
        #expect(joined.map(\.text.scalars) == [text.scalars])
        #expect(joined[0].doubts.isEmpty)
        let arrivals = [joined[0].document.arrival.id] + joined[0].document.joined.map(\.id)
        #expect(Set(arrivals) == Set(items.map(\.arrival)))
        #expect(try house.spool.accounts().map { [$0.letters, $0.joined, $0.inFlight] } == [[4, 3, 1]])
        #expect(try house.spool.queue(.join).entries(in: .deferred).isEmpty)
        #expect(try await house.balance().holds)
    }

    /// Parts are cut anywhere: within a pair of surrogates, and between a Thai letter and its marks.
    @Test(arguments: 1...14) func partsCutAnywhereComeOutRight(_ size: Int) async throws {
        let house = try JoiningHouse { $0.gatherSeconds = 0 }
        let word = "น้ำ😡ที่นี่🆘ท่วม"
        for part in try SMSRecord.parts(of: word, size: size).reversed() { try await house.take(part) }
        #expect(try await house.join(after: 1).map(\.text.scalars) == [word.scalars])
    }

    @Test func aMissingPartIsMarkedAndAmendedWhenItComes() async throws {
        let house = try JoiningHouse()
        let parts = try SMSRecord.parts(of: text, size: 28)
        try #require(parts.count == 3)
        let early = try await house.take(parts[0], parts[2])
        #expect(try await house.join(after: 1700).isEmpty)
        let marked = try #require(try await house.join(after: 200).first)
        #expect(marked.text.contains("[ขาดส่วนที่ 2 จาก 3]"))
        #expect(marked.doubts.map(\.kind) == [.incomplete])
        #expect(marked.doubts[0].detail.hasPrefix("Part 2 of 3 of a long message is missing"))
        let carrier = marked.document.item
        try house.settle(.hold(ReviewCase(subject: .document(marked.document), doubts: marked.doubts)))
        #expect(try house.state(of: carrier) == .held)

        let late = try await house.take(parts[1])
        let amended = try #require(try await house.join().first)
        #expect(amended.document.item == carrier && amended.text.scalars == text.scalars && amended.doubts.isEmpty)
        #expect(try house.spool.queue(.review).entries(in: .held).isEmpty)
        #expect(try house.spool.ledger.item(late[0])?.carrier == carrier)
        #expect(try house.spool.ledger.events(of: carrier.arrival).map(\.event).contains("amended"))
        try house.settle(.filed(TrackingCode(buddhistYear: 2569, number: 1)))
        let all = Set((early + late).map(\.arrival))
        #expect(try await house.balance(filed: [carrier: all]).holds)
        #expect(
            try await house.balance(filed: [carrier: [carrier.arrival]]).faults.count == 2, "the store is a witness")
    }

    @Test func whatIsFiledIsAmendedInPlace() async throws {
        let house = try JoiningHouse { $0.gatherSeconds = 0 }
        let parts = try SMSRecord.parts(of: text, size: 40)
        try await house.take(parts[1])
        let marked = try #require(try await house.join(after: 1801).first)
        try house.settle(.filed(TrackingCode(buddhistYear: 2569, number: 1)))
        try await house.take(parts[0])
        let amended = try await house.join()
        #expect(amended.map(\.text.scalars) == [text.scalars])
        #expect(amended[0].document.item == marked.document.item)
        #expect(try house.spool.ledger.item(marked.document.item)?.round == 1)
    }

    @Test func aPartOfWhatWasRejectedGoesToAPerson() async throws {
        let house = try JoiningHouse()
        let parts = try SMSRecord.parts(of: text, size: 40)
        try await house.take(parts[0])
        let marked = try #require(try await house.join(after: 1801).first)
        try house.settle(.reject(reason: "an advertisement"))
        let late = try await house.take(parts[1])
        #expect(try await house.join().isEmpty)
        let entry = try #require(try house.spool.queue(.review).entries(in: .held).first)
        let waiting = try house.spool.queue(.review).read(ReviewCase.self, of: entry).1
        #expect(entry.item == late[0] && waiting.doubts.map(\.kind) == [.incomplete])
        #expect(waiting.doubts[0].detail.contains(marked.document.item.rawValue))
        #expect(try await house.balance().holds)
    }

    @Test func messagesOfOneSenderWithinTheWindowAreOneComplaint() async throws {
        let house = try JoiningHouse()
        try await house.take(.whole("น้ำประปาไม่ไหล", id: "1"), .whole("บ้านเลขที่ ๕", id: "2"))
        try await house.take(.whole("ไฟดับ", from: "+66899999999", id: "3"))
        #expect(try await house.join(after: 60).isEmpty)
        try await house.take(.whole("หมู่ ๒", from: "0812345678", id: "4"))
        #expect(try await house.join(after: 100).map(\.text) == ["ไฟดับ"])
        let all = try await house.join(after: 60)
        #expect(Set(all.map(\.text)) == ["ไฟดับ", "น้ำประปาไม่ไหล\nบ้านเลขที่ ๕\nหมู่ ๒"])
        try await house.take(.whole("เรื่องใหม่", id: "5"))
        #expect(try await house.join(after: 121).map(\.text).contains("เรื่องใหม่"))
    }

    @Test(arguments: [false, true]) func theSameUnderAnotherIdentityIsCountedAndNotRepeated(_ lost: Bool) async throws {
        let house = try JoiningHouse()
        let first = try await house.take(.whole("ไฟดับ", id: "a", sentAt: 1_795_315_000))
        let twin = try await house.take(.whole("ไฟดับ", from: "66812345678", id: "b", sentAt: 1_795_315_000))
        if lost { try house.restart(losingMemory: true) }
        #expect(try await house.join(after: 121).map(\.text) == ["ไฟดับ"])
        let again = try await house.take(.whole("ไฟดับ", id: "c", sentAt: 1_795_315_000))
        if lost { try house.restart(losingMemory: true) }
        #expect(try await house.join(after: 121).count == 1)
        #expect(try house.spool.ledger.item(twin[0])?.carrier == first[0])
        #expect(try house.spool.ledger.item(again[0])?.isRepeat == true)
        #expect(try house.state(of: first[0]) == .inFlight)
        #expect(try house.spool.accounts().map { [$0.letters, $0.joined, $0.inFlight] } == [[3, 2, 1]])
        // The same words at another time are a message of their own.
        try await house.take(.whole("ไฟดับ", id: "d", sentAt: 1_795_315_900))
        #expect(try await house.join(after: 121).count == 2)
        #expect(try await house.balance().holds)
    }

    @Test func aReferenceThatIsUsedAgainIsAnotherMessage() async throws {
        let house = try JoiningHouse { $0.gatherSeconds = 0 }
        let (one, two) = (String(repeating: "ก", count: 20), String(repeating: "ข", count: 20))
        for part in try SMSRecord.parts(of: one, size: 10, id: "x") { try await house.take(part) }
        #expect(try await house.join(after: 1).map(\.text) == [one])
        for part in try SMSRecord.parts(of: two, size: 10, id: "y") { try await house.take(part) }
        #expect(Set(try await house.join(after: 1).map(\.text)) == [one, two])
    }

    @Test func manyPartsThatNeverComeAreOneMark() async throws {
        let house = try JoiningHouse()
        let part = SMSRecord(
            dialect: "test", messageID: "1", sender: "+66812345678", recipient: nil, sentAt: nil, text: nil,
            payload: .init(.gsm7, Array("help".utf8)),
            part: SMSRecord.Part(reference: 1, referenceBits: 16, total: 255, number: 1), originals: [])
        try await house.take(part)
        #expect(try await house.join(after: 1801).map(\.text) == ["help[ขาดส่วนที่ 2-255 จาก 255]"])
    }

    @Test func whatIsNoTextGoesOnMarked() async throws {
        let house = try JoiningHouse()
        let binary = SMSRecord(
            dialect: "test", messageID: "1", sender: "+66812345678", recipient: nil, sentAt: nil, text: nil,
            payload: .init(.binary, [1, 2, 3]), originals: [])
        try await house.take(binary)
        let joined = try await house.join(after: 121)
        #expect(joined.map(\.text) == [""] && joined[0].doubts.map(\.kind) == [.incomplete])
    }

    @Test func aMessageWhoseFileWasCutOffGoesOnMarked() async throws {
        let house = try JoiningHouse()
        try await house.take(.whole("ไฟดับทุก", id: "1"), details: ["ending": "missing"])
        #expect(try await house.join(after: 121).map(\.doubts).map { $0.map(\.kind) } == [[.incomplete]])
    }

    @Test func aRecordThatCannotBeReadGoesToAPerson() async throws {
        let house = try JoiningHouse()
        let incoming = Incoming(
            channel: .sms, source: .line, channelKey: "x", mediaType: .json, provenance: Provenance(),
            bytes: Array("{\"format_version\":9}".utf8))
        let item = ItemID(try await house.spool.makeIntake().take(incoming).arrival)
        #expect(try await house.join().isEmpty)
        #expect(try house.state(of: item) == .held)
    }

    /// The memory is only a help: without it the ledger and the evidence tell the same.
    @Test func aLostMemoryIsMadeAgain() async throws {
        let house = try JoiningHouse()
        let parts = try SMSRecord.parts(of: text, size: 28)
        try await house.take(parts[0])
        #expect(try await house.join(after: 60).isEmpty)
        try house.restart(losingMemory: true)
        try await house.take(parts[2])
        let marked = try #require(try await house.join(after: 1900).first)
        try house.restart(losingMemory: true)
        try await house.take(parts[1])
        let amended = try #require(try await house.join().last)
        #expect(amended.text.scalars == text.scalars && amended.document.item == marked.document.item)
        #expect(try await house.balance().holds)
    }

    /// An act by hand reads the whole conversation again, whichever of its messages it names.
    @Test(arguments: [0, 1, 2]) func anyMessageReadAgainBringsAllOfThem(_ index: Int) async throws {
        let house = try JoiningHouse()
        let items = try await house.take(
            .whole("หนึ่ง", id: "1"), .whole("สอง", id: "2"), .whole("สาม", id: "3"))
        let first = try #require(try await house.join(after: 121).first)
        try house.settle(.filed(TrackingCode(buddhistYear: 2569, number: 1)))
        try house.spool.startAgain(items[index].arrival, again: true)
        let again = try #require(try await house.join(after: 3).first)
        #expect(again.text == "หนึ่ง\nสอง\nสาม" && again.document.item == first.document.item)
        #expect(try await house.balance(filed: [first.document.item: Set(items.map(\.arrival))]).holds)
    }
}

@Suite struct GSMAlphabetTests {
    @Test func septetsAndEscapes() {
        #expect(GSMAlphabet.decode([0x48, 0x65, 0x6C, 0x6C, 0x6F, 0x20, 0x1B, 0x65, 0x00]) == "Hello €@")
        #expect(GSMAlphabet.decode([0x7C, 0x7F, 0x0A]) == "öà\n")
        #expect(GSMAlphabet.decode([0x80]) == nil)
        #expect(GSMAlphabet.decode(Array(0..<0x80))?.unicodeScalars.count == 127)
    }
}
