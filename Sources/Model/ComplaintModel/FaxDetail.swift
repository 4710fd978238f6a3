/// The names of a fax's details in its provenance.
public enum FaxDetail {
    /// The fax server's identity of the call.
    public static let commid = "commid"
    /// The line or modem.
    public static let device = "device"
    /// What the sender's machine calls itself (TSI).
    public static let station = "station"
    /// How many pages the fax server counted.
    public static let pages = "pages"
    /// Why the fax is not whole, in the fax server's words; absent where it is.
    public static let error = "error"
    /// That nothing witnesses whether the fax is whole.
    public static let unwitnessed = "unwitnessed"
}
