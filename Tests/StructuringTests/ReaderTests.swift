internal import ComplaintModel
internal import Structuring
internal import Testing

/// What holds of every reading: spans, steadiness, and that nothing a stranger sends does harm.
@Suite struct ReaderTests {
    private let letter = """
        บ้านเลขที่ ๑๒/๓ หมู่ ๔ ตําบลบางพูด อําเภอปากเกร็ด จังหวัดนนทบุรี ๑๑๑๒๐
        ๑๕ ตุลาคม ๒๕๖๙
        เรื่อง  ขอให้ตรวจสอบไฟฟ้าดับ
        เรียน  นายกรัฐมนตรี
        ข้าพเจ้า นายธีระ พงษ์ไพร เสียหาย ๒,๕๐๐ บาท โทร. ๐๘๑-๕๕๕-๑๒๓๔
        ขอแสดงความนับถือ
        (นายธีระ พงษ์ไพร)
        """

    private func read(_ text: String, _ channel: ChannelKind = .scan) throws -> Structure {
        try TestFile.reader().read(text, channel: channel, receivedAt: try TestFile.noon("2026-11-20"), sender: nil)
    }

    private func raw(_ span: Span, _ text: String) -> String {
        var part = String.UnicodeScalarView()
        part.append(contentsOf: Array(text.unicodeScalars)[span.range])
        return String(part)
    }

    @Test func spansPointIntoTheRawText() throws {
        // The raw text has SARA AM in two scalars and double spaces; spans must be of it, not of the normal form.
        let fields = try read(letter).fields
        #expect(raw(try #require(fields.phone.first).span, letter).scalars == "๐๘๑-๕๕๕-๑๒๓๔".scalars)
        #expect(raw(try #require(fields.amount.first).span, letter).scalars == "๒,๕๐๐ บาท".scalars)
        #expect(raw(try #require(fields.subject.first).span, letter).scalars == "ขอให้ตรวจสอบไฟฟ้าดับ".scalars)
        #expect(raw(try #require(fields.date.first).span, letter).scalars == "๑๕ ตุลาคม ๒๕๖๙".scalars)
        #expect(raw(try #require(fields.person.first).span, letter).scalars == "นายธีระ พงษ์ไพร".scalars)
    }

    @Test func readingTwiceGivesTheSame() throws { #expect(try read(letter) == read(letter)) }

    @Test func nothingComesOfNothing() throws {
        for text in ["", " ", "\n\n\n", "…", "๑", "ฯ", "\u{0E31}", "@", "-"] {
            let structure = try read(text)
            #expect(structure.fields == Fields())
            #expect(structure.category.scalars == "อื่น ๆ".scalars)
        }
    }

    @Test func policeMattersAlwaysGoToTheInspectorGeneralFirst() throws {
        for place in ["", "อ.พาน จ.เชียงราย", "เขตจตุจักร", "ต.ในเมือง"] {
            let structure = try read("ตำรวจเรียกรับเงิน \(place) ไฟดับ ถนนพัง น้ำไม่ไหล", .sms)
            #expect(structure.agencies.first?.name.scalars == "สำนักงานจเรตำรวจ".scalars)
        }
    }

    @Test(arguments: [
        "นาย", "นายธีระ ", "ต.ก", "๑/๑/๑๑ ", "โทร 081-555-", "081-555-1234", "๑,", "เรื่อง", "(", "พ.ศ. ", "ก.พ.", "@a.b",
        "ขอแสดงความนับถือ\n", "เมื่อวาน", "ตำรวจ", "สภ.", "1-", "หมู่ 1 ", "ก\u{0E48}", "รายชื่อ ", "12", "วันจันทร์",
    ])
    func repeatedPiecesDoNoHarm(_ piece: String) throws {
        let text = String(repeating: piece, count: 3000)
        let count = text.unicodeScalars.count
        let fields = try read(text, .sms).fields
        for span in fields.phone.map(\.span) + fields.person.map(\.span) + fields.incidentDate.map(\.span) {
            #expect(span.from >= 0 && span.from <= span.to && span.to <= count)
        }
    }

    @Test func randomScalarsDoNoHarm() throws {
        var state: UInt64 = 7
        let alphabet = Array("กขคงนมาิีุู่้์็ำะเแโใไๆฯ0129๑๒๙/-.,() \n@:ตอจสพศ.นายเรื่องบาท".unicodeScalars)
        for _ in 0..<300 {
            var text = String.UnicodeScalarView()
            for _ in 0..<200 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text.append(alphabet[Int(state >> 33) % alphabet.count])
            }
            let string = String(text)
            let structure = try read(string)
            #expect(structure.fields.person.allSatisfy { $0.span.to <= string.unicodeScalars.count })
        }
    }
}
