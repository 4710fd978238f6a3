internal import Foundation

/// The languages the program speaks.
public enum Language: String, CaseIterable, Sendable {
    case thai = "th"
    case english = "en"

    /// The language of the locale: Thai where `LC_ALL`, `LC_MESSAGES` or `LANG` say so, English elsewhere.
    public static var ofLocale: Language {
        let environment = ProcessInfo.processInfo.environment
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        return locale?.hasPrefix("th") == true ? .thai : .english
    }
}

/// Says a thing in the reader's language; both wordings stand side by side where they are used.
public struct Wording: Sendable {
    /// The reader's language.
    public let language: Language

    /// Speaks a language.
    public init(_ language: Language) { self.language = language }

    /// The wording in the reader's language.
    public func callAsFunction(_ english: String, _ thai: String) -> String { language == .thai ? thai : english }
}
