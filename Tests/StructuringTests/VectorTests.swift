internal import ComplaintModel
internal import Foundation
internal import Structuring
internal import Testing

/// The vectors of the specification, in their own words.
///
/// Their vocabulary differs from ours: `dates` are our `date` and `incident_date` together, in that order of lists, a
/// month or a year is a span with the flag `month` or `year`, a time is the flag `time:HH:MM`; `house_no` is `house`,
/// `recipient` is `addressee`, `signer` is the role signatory, `police` and `army` are the role officer; `type` inquiry
/// is the kind information; tax numbers are no citizens' and therefore absent.
@Suite struct VectorTests {
    struct Vector: Decodable, Sendable, CustomTestStringConvertible {
        let id: String
        let channel: String
        let ref_date: String
        let text: String
        let expect: Expect
        var testDescription: String { id }
    }

    static let vectors: [Vector] =
        (try? TestFile.lines("vectors.jsonl").map {
            try JSONDecoder().decode(Vector.self, from: Data($0.utf8))
        }) ?? []

    @Test func allVectorsAreThere() { #expect(VectorTests.vectors.count == 71) }

    @Test(arguments: vectors) func holds(_ vector: Vector) throws {
        let channels: [String: ChannelKind] = ["letter": .web, "ocr": .scan, "sms": .sms, "email": .email]
        let structure = try TestFile.reader().read(
            vector.text, channel: try #require(channels[vector.channel]),
            receivedAt: try TestFile.noon(vector.ref_date),
            sender: nil)
        checkNumbers(vector.expect, structure.fields)
        checkDates(vector.expect, structure.fields)
        checkPlace(vector.expect, structure.fields)
        checkPersons(vector.expect, structure.fields)
        checkMatter(vector.expect, structure)
        checkLetter(vector.expect, structure.fields)
    }

    private func checkNumbers(_ expect: Expect, _ fields: Fields) {
        if let ids = expect.citizen_ids {
            #expect(fields.citizenID.map(\.value) == ids.map(\.value))
            #expect(fields.citizenID.map { !$0.has("invalid") } == ids.map(\.valid))
            #expect(fields.citizenID.map { $0.has("repaired") } == ids.map { $0.repaired ?? false })
        }
        if let phones = expect.phones {
            #expect(fields.phone.map(\.value.number) == phones.map { $0.e164 ?? $0.short })
            for (found, wanted) in zip(fields.phone, phones) where wanted.type == "fax" {
                #expect(found.value.kind == .fax)
            }
        }
        if let emails = expect.emails { #expect(fields.email.map(\.value) == emails) }
        if let amounts = expect.amounts { #expect(fields.amount.map(\.value) == amounts.map(\.thb)) }
    }

    private func checkDates(_ expect: Expect, _ fields: Fields) {
        guard let dates = expect.dates else { return }
        let found =
            fields.date.map { (from: $0.value, to: $0.value, flags: $0.flags ?? []) }
            + fields.incidentDate.map { finding -> (from: CalendarDate, to: CalendarDate, flags: [String]) in
                switch finding.value {
                case .day(let day): (day, day, finding.flags ?? [])
                case .period(let from, let to): (from, to, finding.flags ?? [])
                }
            }
        #expect(found.count == dates.count)
        for (found, wanted) in zip(found, dates) {
            let start = wanted.iso + String("-01-01".suffix(10 - wanted.iso.utf8.count))
            #expect(found.from.rawValue == start)
            if let precision = wanted.precision {
                #expect(found.flags.contains(precision))
            } else {
                #expect(found.to.rawValue == wanted.end ?? wanted.iso)
            }
            for flag in wanted.flags ?? [] { #expect(found.flags.contains(flag)) }
            if let time = wanted.time { #expect(found.flags.contains("time:\(time)")) }
        }
    }

    private func checkPlace(_ expect: Expect, _ fields: Fields) {
        guard let wanted = expect.address else { return }
        #expect(fields.address.count == 1)
        guard let found = fields.address.first else { return }
        let address = found.value
        let values: [(String?, String?)] = [
            (wanted.house_no, address.house), (wanted.moo, address.moo), (wanted.soi, address.soi),
            (wanted.road, address.road), (wanted.subdistrict, address.subdistrict), (wanted.district, address.district),
            (wanted.province, address.province), (wanted.postcode, address.postcode),
            (wanted.subdistrict_code, address.codes.subdistrict), (wanted.district_code, address.codes.district),
            (wanted.province_code, address.codes.province),
        ]
        for (wanted, found) in values where wanted != nil { #expect(found.scalars == wanted.scalars) }
        for flag in wanted.flags ?? [] { #expect(found.has(flag)) }
    }

    private func checkPersons(_ expect: Expect, _ fields: Fields) {
        guard let names = expect.names else { return }
        if names.isEmpty { #expect(fields.person.isEmpty) }
        for name in names {
            let found = fields.person.filter { $0.value.isNamed(name) }
            #expect(!found.isEmpty)
            let roles: [String: Person.Role] = ["police": .officer, "army": .officer, "signer": .signatory]
            if let role = name.role.flatMap({ roles[$0] }) { #expect(found.contains { $0.value.role == role }) }
            if let station = name.station { #expect(fields.station.contains { $0.value.scalars == station.scalars }) }
        }
    }

    private func checkMatter(_ expect: Expect, _ structure: Structure) {
        let role = structure.fields.police.first?.value
        if let isPolice = expect.police_related {
            #expect((role == .respondent || role == .requestedActor) == isPolice)
        }
        if let police = expect.police {
            #expect(role?.rawValue == police.role)
            if let station = police.station {
                #expect(structure.fields.station.contains { $0.value.scalars == station.scalars })
            }
        }
        if let category = expect.category { #expect(structure.category.scalars == category.scalars) }
        if let agency = expect.agency {
            #expect(structure.agencies.contains { $0.name.scalars == agency.scalars })
            #expect(structure.agencies.first?.name.scalars == "สำนักงานจเรตำรวจ".scalars)
        }
        if expect.type == "inquiry" { #expect(structure.kind == .information) }
        if let number = expect.doc_no {
            #expect(structure.fields.reference.contains { $0.value.scalars == number.scalars })
        }
    }

    private func checkLetter(_ expect: Expect, _ fields: Fields) {
        guard let letter = expect.letter else { return }
        if let date = letter.date { #expect(fields.date.first?.value.rawValue == date) }
        if let subject = letter.subject { #expect(fields.subject.map(\.value.scalars) == [subject.scalars]) }
        if let recipient = letter.recipient { #expect(fields.addressee.map(\.value.scalars) == [recipient.scalars]) }
        if let references = letter.references {
            #expect(fields.reference.map(\.value.scalars) == references.map(\.scalars))
        }
        if let enclosures = letter.enclosures {
            #expect(fields.enclosure.map(\.value.scalars) == enclosures.map(\.scalars))
        }
        if let signer = letter.signer {
            #expect(fields.person.contains { $0.value.role == .signatory && $0.value.isNamed(signer) })
        }
    }
}

extension Finding {
    fileprivate func has(_ flag: String) -> Bool { flags?.contains(flag) ?? false }
}

extension Person {
    fileprivate func isNamed(_ name: Expect.Name) -> Bool {
        title.scalars == name.title.scalars && first.scalars == name.first.scalars && last.scalars == name.last.scalars
    }
}

/// What a vector expects, in the specification's vocabulary.
struct Expect: Decodable, Sendable {
    struct Date: Decodable, Sendable {
        let iso: String
        let end, time, precision: String?
        let flags: [String]?
    }
    struct Identity: Decodable, Sendable {
        let value: String
        let valid: Bool
        let repaired: Bool?
    }
    struct Number: Decodable, Sendable { let e164, short, type: String? }
    struct Amount: Decodable, Sendable { let thb: Double }
    struct Place: Decodable, Sendable {
        let house_no, moo, soi, road, subdistrict, district, province, postcode: String?
        let subdistrict_code, district_code, province_code: String?
        let flags: [String]?
    }
    struct Name: Decodable, Sendable { let title, first, last, role, station: String? }
    struct Police: Decodable, Sendable {
        let role: String
        let station: String?
    }
    struct Letter: Decodable, Sendable {
        let date, subject, recipient: String?
        let references, enclosures: [String]?
        let signer: Name?
    }
    let dates: [Date]?
    let citizen_ids: [Identity]?
    let phones: [Number]?
    let emails: [String]?
    let amounts: [Amount]?
    let address: Place?
    let names: [Name]?
    let police_related: Bool?
    let police: Police?
    let category, agency, type, doc_no: String?
    let letter: Letter?
}
