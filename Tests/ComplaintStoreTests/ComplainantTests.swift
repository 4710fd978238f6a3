import ComplaintModel
import Testing

@Suite struct ComplainantTests {
    private func person(_ first: String, _ role: Person.Role, at position: Int) -> Finding<Person> {
        let person = Person(title: nil, first: first, last: "ทดสอบ", role: role)
        return Finding(person, confidence: 1, span: Span(position..<(position + 10)))
    }

    private func phone(_ number: String, at position: Int) -> Finding<Phone> {
        Finding(Phone(number: number, kind: .mobile), confidence: 1, span: Span(position..<(position + 10)))
    }

    @Test func onlyNumbersNearTheWriterAreTheWriters() {
        var fields = Fields()
        fields.subject = [Finding("เรื่อง", confidence: 1, span: Span(50..<60))]
        fields.person = [person("สมมาด", .respondent, at: 300), person("สมมุติ", .signatory, at: 900)]
        fields.phone = [
            phone("+66811111111", at: 20), phone("+66822222222", at: 320), phone("+66833333333", at: 950),
            phone("+66844444444", at: 1_500),
        ]
        let complainant = Complainant(fields: fields, channel: .scan, sender: nil)
        #expect(complainant.phones == ["+66811111111", "+66833333333"])
        #expect(complainant.fullName == "สมมุติ ทดสอบ")
    }

    @Test func whereNobodyIsNamedAllNumbersCount() {
        var fields = Fields()
        fields.phone = [phone("+66811111111", at: 20), phone("+66811111111", at: 90)]
        #expect(Complainant(fields: fields, channel: .scan, sender: nil).phones == ["+66811111111"])
    }

    @Test(
        arguments: [
            (ChannelKind.sms, "081-234 5678", ["+66812345678"], []), (.sms, "+66812345678", ["+66812345678"], []),
            (.sms, "DTAC", [], []), (.email, "Somebody <Some.Body@Example.com>", [], ["some.body@example.com"]),
            (.email, "a@b@c", [], []), (.fax, "021112222", [], []),
        ] as [(ChannelKind, String, [String], [String])])
    func theSenderCounts(channel: ChannelKind, sender: String, phones: [String], emails: [String]) {
        let complainant = Complainant(fields: Fields(), channel: channel, sender: sender)
        #expect(complainant.phones == phones && complainant.emails == emails)
    }

    @Test func aLoneCitizenIDIsTheWriters() {
        var fields = Fields()
        fields.person = [person("สมมุติ", .complainant, at: 900)]
        fields.citizenID = [Finding("1101700230708", confidence: 1, span: Span(100..<113))]
        #expect(Complainant(fields: fields, channel: .scan, sender: nil).citizenID == "1101700230708")
        fields.citizenID.append(Finding("3850900158795", confidence: 1, span: Span(200..<213)))
        #expect(Complainant(fields: fields, channel: .scan, sender: nil).citizenID == nil)
    }
}
