import ComplaintModel
import Expectation
import Structuring

private let reader: ComplaintReader? = (try? ReferenceData.bundled()).map(ComplaintReader.init)
private let received = Timestamp(milliseconds: 1_795_312_800_000)

/// Any text, as a page and as a message, is read; every field stands within the text.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzReader(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    guard let reader else { fatalError("the reference tables cannot be read") }
    let text = String(decoding: UnsafeBufferPointer(start: data, count: size), as: UTF8.self)
    let sender = String(text.prefix(40))
    check(reader.read(text, channel: .scan, receivedAt: received, sender: nil), text)
    check(reader.read(text, channel: .sms, receivedAt: received, sender: sender), text)
    return 0
}

private func check(_ structure: Structure, _ text: String) {
    let count = text.unicodeScalars.count
    func check<Value>(_ findings: [Finding<Value>], _ name: String) {
        for finding in findings {
            expect((0...1).contains(finding.confidence), "\(name): the confidence is no share")
            let span = finding.span
            let isWithin = span.from >= 0 && span.from <= span.to && span.to <= count
            expect(isWithin, "\(name): the span leaves the text")
        }
    }
    let fields = structure.fields
    check(fields.subject, "subject")
    check(fields.addressee, "addressee")
    check(fields.date, "date")
    check(fields.person, "person")
    check(fields.citizenID, "citizen_id")
    check(fields.phone, "phone")
    check(fields.email, "email")
    check(fields.lineID, "line_id")
    check(fields.address, "address")
    check(fields.incidentDate, "incident_date")
    check(fields.amount, "amount")
    check(fields.station, "station")
    check(fields.reference, "reference")
    check(fields.enclosure, "enclosure")
    check(fields.signatoryCount, "signatory_count")
    check(fields.anonymous, "anonymous")
    check(fields.police, "police")
    check(fields.urgent, "urgent")
}
