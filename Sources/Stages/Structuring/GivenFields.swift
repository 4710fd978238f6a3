internal import ComplaintModel

extension Structure {
    /// The same with what a desk has typed put first; what was found in the text stays behind it, unless it says the same.
    func overlaid(with given: GivenFields?) -> Structure {
        guard let given else { return self }
        func first<Value>(_ path: KeyPath<Fields, [Finding<Value>]>) -> [Finding<Value>] {
            let typed = given.fields[keyPath: path]
            return typed + fields[keyPath: path].filter { found in !typed.contains { $0.value == found.value } }
        }
        var merged = fields
        (merged.subject, merged.addressee) = (first(\.subject), first(\.addressee))
        (merged.person, merged.citizenID, merged.phone) = (first(\.person), first(\.citizenID), first(\.phone))
        (merged.email, merged.lineID, merged.address) = (first(\.email), first(\.lineID), first(\.address))
        (merged.incidentDate, merged.anonymous) = (first(\.incidentDate), first(\.anonymous))
        return Structure(
            fields: merged, kind: given.kind ?? kind, category: given.category ?? category,
            categoryRule: given.category == nil ? categoryRule : GivenFields.flag, agencies: agencies,
            deadline: deadline)
    }
}
