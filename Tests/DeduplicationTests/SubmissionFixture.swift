import ComplaintModel
import Deduplication

let roadText = """
    ถนนหน้าโรงเรียนบ้านสมมุติเป็นหลุมลึกมานานสองเดือนแล้ว รถของนักเรียนล้มหลายครั้ง ผู้ใหญ่บ้านแจ้งแขวงทางหลวงแล้วแต่ไม่มีใครมา
    กลางคืนไม่มีไฟส่องสว่าง เกรงว่าจะเกิดอันตรายแก่เด็ก จึงขอให้หน่วยงานที่เกี่ยวข้องเร่งซ่อมแซมโดยด่วน
    """
let waterText = """
    น้ำประปาในหมู่ที่สี่ขุ่นและมีกลิ่นเหม็นตั้งแต่ต้นเดือน ชาวบ้านต้องซื้อน้ำดื่มเอง ค่าใช้จ่ายสูงขึ้นมาก
    เคยโทรแจ้งการประปาสามครั้งแต่ได้รับคำตอบว่าอยู่ระหว่างตรวจสอบ ขอให้ส่งเจ้าหน้าที่มาดูเครื่องกรองน้ำ
    """

/// A complaint of an invented person.
struct SubmissionFixture {
    var id = "1"
    var channel = ChannelKind.scan
    var text = roadText
    var name: (first: String, last: String)? = ("สมมุติ", "ทดสอบระบบ")
    var citizenID: String?
    var phone: String?
    var place: String? = "800801"
    var category = "roads"
    var sender: String?
    var bytes: String?
    var message: String?
    var day = 0

    var submission: Submission {
        var fields = Fields()
        let end = text.unicodeScalars.count
        if let name {
            let person = Person(title: "นาย", first: name.first, last: name.last, role: .complainant)
            fields.person = [Finding(person, confidence: 0.9, span: Span(end..<end))]
        }
        fields.citizenID = [citizenID].compactMap(\.self).map { Finding($0, confidence: 1, span: Span(end..<end)) }
        fields.phone = [phone].compactMap(\.self).map {
            Finding(Phone(number: $0, kind: .mobile), confidence: 1, span: Span(end..<end))
        }
        if let place {
            var address = Address(role: .incident)
            address.codes.subdistrict = place
            fields.address = [Finding(address, confidence: 1, span: Span(0..<0))]
        }
        let received = Timestamp(milliseconds: 1_795_000_000_000).adding(seconds: Double(day) * 86_400)
        return Submission(
            id: id, channel: channel, receivedAt: received, text: text, fields: fields, category: category,
            sender: sender, bytes: bytes, message: message)
    }
}

/// The rulings on submissions in the order given.
func rulings(_ fixtures: [SubmissionFixture]) async throws -> [Ruling] {
    let index = try DuplicateIndex()
    var rulings: [Ruling] = []
    for fixture in fixtures { rulings.append(try await index.judge(fixture.submission)) }
    return rulings
}

/// `text` with every `step`th scalar read wrongly.
func misread(_ text: String, every step: Int) -> String {
    let scalars = text.unicodeScalars.enumerated().map { $0.offset % step == step - 1 ? "ฮ" : $0.element }
    return String(String.UnicodeScalarView(scalars))
}
