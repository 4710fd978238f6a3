import ComplaintModel
import ComplaintStore
import Foundation
import SchemaChecking
import Testing

@Suite struct SchemaTests {
    /// With its keys in order, so that no key to be taken out is the last one by chance.
    private func json(_ complaint: Complaint) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(complaint), as: UTF8.self)
    }

    private func complaint(_ fixture: JudgementFixture, links: [Complaint.Link] = []) -> Complaint {
        let code = TrackingCode(buddhistYear: 2569, number: 7)
        return Complaint(
            fixture.judgement,
            filing: Complaint.Filing(
                trackingCode: code, version: 1, filedAt: noon, updatedAt: noon, matter: fixture.item, links: links))
    }

    private var rich: JudgementFixture {
        var fixture = JudgementFixture()
        let here = Span(2..<9)
        func found<Value>(_ value: Value, _ flags: [String] = []) -> [Finding<Value>] {
            [Finding(value, confidence: 0.75, span: here, flags: flags)]
        }
        let day = CalendarDate(daysSinceEpoch: 20_000)
        var place = Address(role: .incident)
        (place.moo, place.subdistrict, place.province, place.postcode) = ("4", "ท่าศาลา", "นครศรีธรรมราช", "80160")
        place.codes = Address.Codes(subdistrict: "800801", district: "8008", province: "80")
        fixture.fields.addressee = found("ผู้ว่าราชการจังหวัด")
        fixture.fields.date = found(day)
        fixture.fields.person = found(Person(title: nil, first: "สมมาด", last: nil, role: .respondent))
        fixture.fields.citizenID = found("1101700230708")
        fixture.fields.phone = found(Phone(number: "+66812345678", kind: .mobile, extension: "12"))
        fixture.fields.email = found("somebody@example.com")
        fixture.fields.lineID = found("somebody")
        fixture.fields.address = found(place) + found(Address(role: .complainant))
        fixture.fields.incidentDate =
            found(.day(day)) + found(.period(from: day, to: day.adding(days: 3)), ["ambiguous"])
        fixture.fields.amount = found(1250.5)
        fixture.fields.station = found("สน.ทดสอบ")
        fixture.fields.reference = found("มท 0001")
        fixture.fields.enclosure = found("ภาพถ่าย")
        fixture.fields.signatoryCount = found(12)
        fixture.fields.anonymous = found(false, ["secrecy"])
        fixture.fields.police = found(.requestedActor)
        fixture.fields.urgent = found("ด่วนที่สุด")
        fixture.review = ReviewRecord(
            operatorName: "op1", decidedAt: noon, decision: .corrected, text: fixture.body + "\nเพิ่ม", reason: "smudge")
        return fixture
    }

    @Test func everyComplaintIsValid() throws {
        let checker = try SchemaChecker(ComplaintSchema.json)
        let link = Complaint.Link(
            of: rich.item, kind: .repeat, score: 0.5, evidence: ["x"],
            undone: Complaint.Link.Undoing(operatorName: "op", at: noon, reason: nil))
        for complaint in [complaint(JudgementFixture()), complaint(rich), complaint(rich, links: [link])] {
            #expect(try checker.faults(of: json(complaint)) == [])
        }
    }

    @Test func everyPropertyOfTheContractOccurs() throws {
        let schema = try JSONValue(ComplaintSchema.json)
        let object = try JSONValue(json(complaint(rich)))
        #expect(Set(object.members.keys) == Set((schema["properties"]?.members ?? [:]).keys))
        let fields = schema["$defs"]?["fields"]?["properties"]?.members ?? [:]
        #expect(Set((object["fields"]?.members ?? [:]).keys) == Set(fields.keys))
    }

    @Test(arguments: [
        ("\"version\":1", "\"version\":0"), ("\"channel\":\"scan\"", "\"channel\":\"pigeon\""),
        ("\"language\":\"th\",", ""), ("\"score\":1", "\"score\":1.5"), ("\"format\":1", "\"format\":2"),
        ("\"kind\":\"grievance\"", "\"kind\":\"grievance\",\"secret\":1"), ("RT69-000007", "RT69-7"),
        ("\"working_days\":15", "\"working_days\":15.5"), ("\"anonymous\":false", "\"anonymous\":0"),
    ])
    func theCheckerFindsFaults(old: String, new: String) throws {
        let valid = try json(complaint(JudgementFixture()))
        let broken = valid.replacingOccurrences(of: old, with: new)
        #expect(broken != valid)
        #expect(try SchemaChecker(ComplaintSchema.json).faults(of: broken) != [])
    }

    @Test func whatTheComplaintSays() {
        let complaint = complaint(rich)
        #expect(complaint.complainant.wantsSecrecy && !complaint.complainant.isAnonymous)
        #expect(complaint.incident.dates.count == 2 && complaint.incident.place?.codes.subdistrict == "800801")
        #expect(complaint.respondents.map(\.first) == ["สมมาด"])
        #expect(complaint.urgency.isUrgent && complaint.firstHop == "กรมทางหลวงชนบท")
        #expect(complaint.review?.changes.map(\.text) == ["เพิ่ม"])
        #expect(complaint.rawText.origin == .corrected)
        #expect(complaint.language == "th" && complaint.artefacts.map(\.pages) == [[1]])
    }

    @Test func roundTrip() throws {
        let complaint = complaint(rich)
        #expect(try JSONDecoder().decode(Complaint.self, from: Data(json(complaint).utf8)) == complaint)
    }
}
