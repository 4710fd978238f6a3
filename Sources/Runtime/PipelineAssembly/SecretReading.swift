internal import Secrets

extension YAMLSection {
    /// Where a secret comes from: `<key>_file`, or `<key>_command` as a list of words; never the secret itself.
    func secret(_ key: String, paths: PathResolver) -> SecretOrigin? {
        let file = text("\(key)_file").map { SecretOrigin.file(paths($0)) }
        let words = texts("\(key)_command", default: [])
        if file != nil, !words.isEmpty {
            report("\(key)_command", "\(name) has \(key)_file already: choose one of them.")
        }
        if has(key) {
            _ = text(key)
            report(key, "\(name).\(key) may not stand in the file: use \(key)_file or \(key)_command.")
        }
        return file ?? (words.isEmpty ? nil : .command(words))
    }

    /// Where a secret comes from that must be there.
    func requiredSecret(_ key: String, paths: PathResolver) -> SecretOrigin {
        if let secret = secret(key, paths: paths) { return secret }
        report(nil, "\(name) needs \(key)_file or \(key)_command.")
        return .file("")
    }

    /// A secret, and the one after `next_` that will follow it.
    func secrets(_ key: String, paths: PathResolver) -> [SecretOrigin] {
        [requiredSecret(key, paths: paths), secret("next_\(key)", paths: paths)].compactMap(\.self)
    }
}

extension Doctor.Finding {
    /// Whether a secret can be fetched; what it is stays unsaid.
    static func secret(_ origin: SecretOrigin?, of what: String, found: String) -> Doctor.Finding {
        do throws(SecretFault) {
            _ = try origin?.fetch()
            return Doctor.Finding(what, true, found: found, remedy: "")
        } catch {
            return Doctor.Finding(what, false, found: error.description, remedy: "mend the file or the command")
        }
    }
}

extension SecretOrigin {
    /// A secret long enough that nobody guesses it, as bytes.
    func key() throws(SecretFault) -> [UInt8] {
        Array(try fetch(leastBytes: SecretOrigin.leastBytesOfKey).utf8)
    }
}
