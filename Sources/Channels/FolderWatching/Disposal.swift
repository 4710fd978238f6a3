internal import ComplaintModel
internal import Glibc

/// Puts files away that were taken or refused; nothing is ever written over.
struct Disposal {
    static let taken = EntryName("taken")
    static let refused = EntryName("refused")

    let root: Folder
    /// Who reads the reasons.
    let keeper: FolderKeeper

    /// Why a file is still where it was.
    enum Failure: Error, Hashable {
        /// Something else lies there now: it is a new arrival.
        case changed
        /// It could not be moved or deleted.
        case system(String)
    }

    /// Moves a file under `taken/<day>/` and tells where it lies.
    func keep(_ file: FoundFile, on day: CalendarDate) throws(Failure) -> EntryPath {
        let folders = [Self.taken, EntryName(day.description)] + file.path.folders
        let name = try move(file, to: folders, companion: nil)
        return EntryPath(folders: folders, name: name)
    }

    /// Moves a file under `refused/`, with the reason beside it.
    func refuse(_ file: FoundFile, because reason: RefusalReason) throws(Failure) {
        // Names that are no UTF-8 are repaired, so that a clerk's computer can show them.
        let folders = [Self.refused] + file.path.folders.map { $0.text == nil ? $0.numbered(1) : $0 }
        _ = try move(file, to: folders, companion: reason)
    }

    func delete(_ file: FoundFile) throws(Failure) {
        guard let folder = root.folder(at: file.path.folders) else { return }
        guard folder.facts(of: file.path.name)?.facts == file.facts else { throw .changed }
        guard folder.remove(file.path.name) || errno == ENOENT else { throw Self.system("delete") }
    }

    /// Moves a file that changed after it was taken back to where it lay.
    func restore(_ place: EntryPath, to path: EntryPath) -> Bool {
        guard let source = root.folder(at: place.folders), let target = root.folder(at: path.folders, creating: true)
        else { return false }
        return (1...1000).contains { number in source.move(place.name, to: target, as: path.name.numbered(number)) }
    }

    private func move(
        _ file: FoundFile, to folders: [EntryName], companion reason: RefusalReason?
    ) throws(Failure) -> EntryName {
        guard let source = root.folder(at: file.path.folders),
            source.facts(of: file.path.name)?.facts == file.facts
        else { throw .changed }
        guard let target = root.folder(at: folders, creating: true) else { throw Self.system("make a folder") }
        for number in 1...10_000 {
            let name = file.path.name.numbered(number, reserving: reason == nil ? 0 : 11)
            let letter = EntryName(name.bytes + Array(".reason.txt".utf8))
            if let reason {
                guard target.facts(of: name) == nil, target.facts(of: letter) == nil else { continue }
                guard target.write(reason.letter(about: name, to: keeper), to: letter) else {
                    throw Self.system("write the reason")
                }
            }
            if source.move(file.path.name, to: target, as: name) {
                try confirm(file, moved: name, in: target, from: source)
                return name
            }
            let failure = errno
            if reason != nil { _ = target.remove(letter) }
            errno = failure
            guard failure == EEXIST else { throw Self.system("move") }
        }
        throw .system("too many files of the same name")
    }

    /// Between the look and the move another file may have taken the name: then that one goes back.
    private func confirm(
        _ file: FoundFile, moved name: EntryName, in target: Folder, from source: Folder
    ) throws(Failure) {
        guard let moved = target.facts(of: name)?.facts, moved.inode != file.facts.inode else { return }
        _ = target.move(name, to: source, as: file.path.name)
        throw .changed
    }

    private static func system(_ what: String) -> Failure { .system("\(what): \(String(cString: strerror(errno)))") }
}
