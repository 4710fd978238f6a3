/// The published contract of a complaint.
public enum ComplaintSchema {
    /// `complaint.schema.json` (JSON Schema 2020-12), which every complaint of this version validates against.
    public static let json = String(decoding: PackageResources.complaint_schema_json, as: UTF8.self)
}
